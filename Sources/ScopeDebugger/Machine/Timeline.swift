import CNNEngine

/// Every training step that was begun, as a tree: a step that is begun anew with other settings is
/// a branch. Nothing is forgotten; states are kept at checkpoints only, and those are bounded.
///
/// A state between checkpoints is reached by replay, which gives the same bits.
struct Timeline: Sendable {
  struct Entry: Sendable {
    let parent: Int?
    let step: Int
    /// Which of the settings it has.
    fileprivate let setup: Int
    /// The loss of the step, once it was computed.
    var loss: Float?
    /// The share of the batch that was classified right, likewise.
    var accuracy: Float?
    /// What an evaluation on the test part found after it.
    var test: TestFigures?
    /// The step that was done after it, the last time: the way forward again.
    var next: Int?
  }

  private(set) var entries: [Entry]
  var current = 0
  private var setups: [StepSetup]
  private var checkpoints: [Int: ModelState]
  /// How many bytes the checkpoints take.
  private(set) var bytes: Int
  /// A checkpoint is kept at every step that is a multiple of it.
  private(set) var interval = 1
  /// How many bytes checkpoints may take in all.
  private(set) var budget: Int

  init(_ setup: StepSetup, state: ModelState, budget: Int) {
    entries = [Entry(parent: nil, step: 0, setup: 0)]
    setups = [setup]
    checkpoints = [0: state]
    (self.budget, bytes) = (budget, state.byteCount)
  }

  var entry: Entry { entries[current] }
  var setup: StepSetup { setups[entry.setup] }
  var checkpointCount: Int { checkpoints.count }

  func setup(of index: Int) -> StepSetup { setups[entries[index].setup] }

  mutating func record(loss: Float, accuracy: Float?) {
    (entries[current].loss, entries[current].accuracy) = (loss, accuracy)
  }

  mutating func record(test: TestFigures) { entries[current].test = test }

  /// Goes on to the next step: the one that was there already, with its settings, or a new one
  /// with the same settings as this.
  ///
  /// - Parameter state: what this step ends with.
  mutating func advance(_ state: ModelState) {
    if let next = entry.next {
      current = next
    } else {
      append(parent: current, step: entry.step + 1, entry.setup)
    }
    keep(state)
  }

  /// Begins the current step anew with other settings: the branch that has them already, or a new
  /// one beside this. A step that was not done yet is simply changed.
  mutating func branch(_ setup: StepSetup) {
    guard self.setup != setup else { return }
    let parent = entry.parent
    if let same = entries.indices.last(where: {
      entries[$0].parent == parent && self.setup(of: $0) == setup
    }) {
      current = same
      if let parent { entries[parent].next = same }
    } else if entry.loss == nil, entry.next == nil, parent != nil {
      entries[current] = Entry(parent: parent, step: entry.step, setup: number(of: setup))
    } else {
      let root = checkpoints[current]
      append(parent: parent, step: entry.step, number(of: setup))
      if parent == nil, let root { put(root) }
    }
  }

  /// The number of the settings, which are added when there are none like them.
  private mutating func number(of setup: StepSetup) -> Int {
    if let known = setups.firstIndex(of: setup) { return known }
    setups.append(setup)
    return setups.count - 1
  }

  private mutating func append(parent: Int?, step: Int, _ setup: Int) {
    entries.append(Entry(parent: parent, step: step, setup: setup))
    current = entries.count - 1
    if let parent { entries[parent].next = current }
  }

  /// The last checkpoint on the way to a step, and the steps to replay from it, oldest first; the
  /// step itself is not among them.
  func replay(to step: Int) -> (state: ModelState, steps: [Int]) {
    var path: [Int] = []
    var index = step
    while true {
      if let state = checkpoints[index] { return (state, path.reversed()) }
      guard let parent = entries[index].parent else {
        preconditionFailure("the first step has no checkpoint")
      }
      path.append(parent)
      index = parent
    }
  }

  /// Keeps a state where the interval asks for one. First steps are always kept.
  private mutating func keep(_ state: ModelState) {
    guard entry.step % interval == 0 else { return }
    put(state)
    thin()
  }

  private mutating func put(_ state: ModelState) {
    bytes += state.byteCount - (checkpoints[current]?.byteCount ?? 0)
    checkpoints[current] = state
  }

  /// Widens the interval until the checkpoints are within the budget.
  private mutating func thin() {
    while bytes > budget, interval <= entries.count {
      interval *= 2
      for (index, state) in checkpoints
      where entries[index].step % interval != 0 && entries[index].parent != nil {
        bytes -= state.byteCount
        checkpoints[index] = nil
      }
    }
  }

  /// Changes how many bytes checkpoints may take.
  mutating func limit(to budget: Int) {
    self.budget = budget
    thin()
  }
}
