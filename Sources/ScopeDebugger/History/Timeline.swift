import CNNModel

/// Every training step that was begun, as a tree of branches: consecutive steps with the same
/// settings. A step that is begun anew with other settings begins a branch of its own.
///
/// Which steps there were is never forgotten. States are kept at checkpoints only, losses are
/// thinned where there are very many, and so the whole takes a bounded amount of memory. A state
/// between checkpoints is reached by replay, which gives the same bits.
struct Timeline: Sendable {
  /// A step: which branch it belongs to, and its number.
  struct Place: Hashable, Sendable {
    let branch: Int
    let step: Int
  }

  struct Branch: Sendable {
    /// The step that it goes on from; `nil` where it begins with step 0.
    let parent: Place?
    /// The number of its first step.
    let first: Int
    /// Which of the settings it has.
    fileprivate(set) var setup: Int
    /// The number of its last step.
    fileprivate(set) var last: Int
    fileprivate(set) var track = LossTrack()
  }

  /// Identifies a timeline: copies share it, one that starts over has its own.
  final class Origin: Sendable {}

  let origin = Origin()
  private(set) var branches: [Branch]
  var current: Place
  private var setups: [StepSetup]
  private var checkpoints: Checkpoints<Place>
  /// The branch that follows a step, where it is not simply its own.
  private var redirects: [Place: Int] = [:]

  /// - Parameter start: the number of the first step.
  init(_ setup: StepSetup, state: ModelState, start: Int, budget: Int) {
    branches = [Branch(parent: nil, first: start, setup: 0, last: start)]
    current = Place(branch: 0, step: start)
    setups = [setup]
    checkpoints = Checkpoints(root: state, budget: budget)
  }

  var step: Int { current.step }
  var setup: StepSetup { setup(of: current) }
  /// The settings of the step that comes next: those of this one where it was not begun yet.
  var nextSetup: StepSetup { next(after: current).map(setup) ?? setup }
  var checkpointCount: Int { checkpoints.count }
  /// How many bytes states and losses take.
  var bytes: Int { checkpoints.bytes + trackBytes }
  private var trackBytes: Int { branches.reduce(0) { $0 + $1.track.byteCount } }
  /// A checkpoint is kept at every step that is a multiple of it.
  var interval: Int { checkpoints.interval }
  /// How many bytes states and losses may take in all.
  var budget: Int { checkpoints.budget }

  func setup(of place: Place) -> StepSetup { setups[branches[place.branch].setup] }

  /// The step before one; `nil` for the first.
  func parent(of place: Place) -> Place? {
    let branch = branches[place.branch]
    return place.step == branch.first
      ? branch.parent : Place(branch: place.branch, step: place.step - 1)
  }

  /// The step that was done after this one the last time.
  func next(after place: Place) -> Place? {
    if let target = redirects[place], target != place.branch {
      return Place(branch: target, step: branches[target].first)
    }
    return place.step < branches[place.branch].last
      ? Place(branch: place.branch, step: place.step + 1) : nil
  }

  mutating func record(loss: Float, accuracy: Float?) {
    branches[current.branch].track.record(step, loss: loss, accuracy: accuracy)
  }

  mutating func record(test: TestFigures) {
    branches[current.branch].track.record(step, test: test)
  }

  /// Goes on to the next step: the one that was there already, with its settings, or a new one
  /// with the same settings as this.
  ///
  /// - Parameters:
  ///   - state: what this step ends with.
  ///   - spacing: every how many steps a state is to be kept, where there is room.
  mutating func advance(_ state: @autoclosure () -> ModelState, spacing: Int) {
    if let next = next(after: current) {
      current = next
    } else {
      current = Place(branch: current.branch, step: step + 1)
      branches[current.branch].last = step
    }
    checkpoints.keep(state(), at: current, step: step, spacing: spacing, besides: trackBytes)
  }

  /// Begins the current step anew with other settings: the branch that has them already, or a new
  /// one beside this. A step that was not done yet is simply changed.
  mutating func branch(_ setup: StepSetup) {
    guard self.setup != setup else { return }
    let parent = parent(of: current)
    if let same = alternatives.last(where: { self.setup(of: $0) == setup }) {
      redirect(from: parent, to: same)
      return
    }
    let branch = branches[current.branch]
    if branch.last == step, !branch.track.knows(step) {
      if branch.first == step {
        return change(to: setup)
      }
      branches[current.branch].last = step - 1
    }
    branches.append(
      Branch(parent: parent, first: step, setup: number(of: setup), last: step))
    redirect(from: parent, to: Place(branch: branches.count - 1, step: step))
  }

  /// Forgets what the current step gave, where it begins a branch of its own and nothing followed: what
  /// begins it anew then takes its place, instead of standing beside it.
  mutating func forgetCurrentIfLast() {
    let branch = branches[current.branch]
    guard branch.first == step, branch.last == step,
      !branches.contains(where: { $0.parent?.branch == current.branch })
    else { return }
    branches[current.branch].track = LossTrack()
  }

  /// The same step with other settings: all that were begun, this one included.
  var alternatives: [Place] {
    let parent = parent(of: current)
    var places = branches.indices.filter {
      branches[$0].parent == parent && branches[$0].first == step
    }
    if let parent, branches[parent.branch].last > parent.step {
      places.insert(parent.branch, at: 0)
    }
    return places.map { Place(branch: $0, step: step) }
  }

  private mutating func redirect(from parent: Place?, to place: Place) {
    current = place
    if let parent { redirects[parent] = place.branch }
  }

  /// Gives the branch other settings; those that it had are forgotten where no other has them.
  private mutating func change(to setup: StepSetup) {
    let old = branches[current.branch].setup
    let isShared = branches.indices.contains { $0 != current.branch && branches[$0].setup == old }
    guard !isShared, !setups.contains(setup) else {
      branches[current.branch].setup = number(of: setup)
      return
    }
    setups[old] = setup
  }

  /// The number of the settings, which are added when there are none like them.
  private mutating func number(of setup: StepSetup) -> Int {
    if let known = setups.firstIndex(of: setup) { return known }
    setups.append(setup)
    return setups.count - 1
  }

  /// The last checkpoint before a step on its path, and the steps to replay from it, oldest first; the
  /// step itself is not among them.
  func replay(to place: Place) -> (state: ModelState, steps: [Place]) {
    var path: [Place] = []
    var place = place
    while true {
      if let state = checkpoints[place] { return (state, path.reversed()) }
      guard let parent = parent(of: place) else { return (checkpoints.root, path.reversed()) }
      path.append(parent)
      place = parent
    }
  }

  /// Changes how many bytes states and losses may take.
  mutating func limit(to budget: Int) { checkpoints.limit(to: budget, besides: trackBytes) }
}
