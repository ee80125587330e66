import CNNModel

/// Every training step that was begun, as a tree of stretches: steps in a row with the same
/// settings. A step that is begun anew with other settings begins a stretch of its own.
///
/// Which steps there were is never forgotten. States are kept at checkpoints only, losses are
/// thinned where there are very many, and so the whole takes a bounded amount of memory. A state
/// between checkpoints is reached by replay, which gives the same bits.
struct Timeline: Sendable {
  /// A step: which stretch it belongs to, and its number.
  struct Place: Hashable, Sendable {
    let stretch: Int
    let step: Int
  }

  struct Stretch: Sendable {
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

  /// Copies of a timeline have the same; one that is begun anew has another.
  final class Origin: Sendable {}

  let origin = Origin()
  private(set) var stretches: [Stretch]
  var current = Place(stretch: 0, step: 0)
  private var setups: [StepSetup]
  private var checkpoints: Checkpoints<Place>
  /// Where the way on from a step leads into another stretch than its own, or back into its own.
  private var turns: [Place: Int] = [:]

  init(_ setup: StepSetup, state: ModelState, budget: Int) {
    stretches = [Stretch(parent: nil, first: 0, setup: 0, last: 0)]
    setups = [setup]
    checkpoints = Checkpoints(root: state, budget: budget)
  }

  var step: Int { current.step }
  var setup: StepSetup { setup(of: current) }
  var checkpointCount: Int { checkpoints.count }
  /// How many bytes states and losses take.
  var bytes: Int { checkpoints.bytes + trackBytes }
  private var trackBytes: Int { stretches.reduce(0) { $0 + $1.track.byteCount } }
  /// A checkpoint is kept at every step that is a multiple of it.
  var interval: Int { checkpoints.interval }
  /// How many bytes states and losses may take in all.
  var budget: Int { checkpoints.budget }

  func setup(of place: Place) -> StepSetup { setups[stretches[place.stretch].setup] }

  /// The step before one; `nil` for the first.
  func parent(of place: Place) -> Place? {
    let stretch = stretches[place.stretch]
    return place.step == stretch.first
      ? stretch.parent : Place(stretch: place.stretch, step: place.step - 1)
  }

  /// The step that was done after one, the last time: the way forward again.
  func next(after place: Place) -> Place? {
    if let turn = turns[place], turn != place.stretch {
      return Place(stretch: turn, step: stretches[turn].first)
    }
    return place.step < stretches[place.stretch].last
      ? Place(stretch: place.stretch, step: place.step + 1) : nil
  }

  mutating func record(loss: Float, accuracy: Float?) {
    stretches[current.stretch].track.record(step, loss: loss, accuracy: accuracy)
  }

  mutating func record(test: TestFigures) {
    stretches[current.stretch].track.record(step, test: test)
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
      current = Place(stretch: current.stretch, step: step + 1)
      stretches[current.stretch].last = step
    }
    checkpoints.keep(state(), at: current, step: step, spacing: spacing, besides: trackBytes)
  }

  /// Begins the current step anew with other settings: the stretch that has them already, or a new
  /// one beside this. A step that was not done yet is simply changed.
  mutating func branch(_ setup: StepSetup) {
    guard self.setup != setup else { return }
    let parent = parent(of: current)
    if let same = alternatives.last(where: { self.setup(of: $0) == setup }) {
      turn(from: parent, to: same)
      return
    }
    let stretch = stretches[current.stretch]
    if stretch.last == step, !stretch.track.knows(step) {
      if stretch.first == step {
        stretches[current.stretch].setup = number(of: setup)
        return
      }
      stretches[current.stretch].last = step - 1
    }
    stretches.append(
      Stretch(parent: parent, first: step, setup: number(of: setup), last: step))
    turn(from: parent, to: Place(stretch: stretches.count - 1, step: step))
  }

  /// The same step with other settings: all that were begun, this one included.
  var alternatives: [Place] {
    let parent = parent(of: current)
    var places = stretches.indices.filter {
      stretches[$0].parent == parent && stretches[$0].first == step
    }
    if let parent, stretches[parent.stretch].last > parent.step {
      places.insert(parent.stretch, at: 0)
    }
    return places.map { Place(stretch: $0, step: step) }
  }

  private mutating func turn(from parent: Place?, to place: Place) {
    current = place
    if let parent { turns[parent] = place.stretch }
  }

  /// The number of the settings, which are added when there are none like them.
  private mutating func number(of setup: StepSetup) -> Int {
    if let known = setups.firstIndex(of: setup) { return known }
    setups.append(setup)
    return setups.count - 1
  }

  /// The last checkpoint on the way to a step, and the steps to replay from it, oldest first; the
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
