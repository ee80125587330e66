import CNNEngine

/// Every training step that was begun, as a tree: a step that is begun anew with other settings is
/// a branch. Nothing is forgotten; states are kept at checkpoints only, and those are bounded.
///
/// A state between checkpoints is reached by replay, which gives the same bits.
struct Timeline: Sendable {
  struct Entry: Sendable {
    let parent: Int?
    let step: Int
    let setup: StepSetup
    /// The loss of the step, once it was computed.
    var loss: Float?
    /// The step that was done after it, the last time: the way forward again.
    var next: Int?
  }

  private(set) var entries: [Entry]
  private(set) var current = 0
  private var checkpoints: [Int: ModelState]
  /// A checkpoint is kept at every step that is a multiple of it.
  private var interval = 1
  /// How many bytes checkpoints may take in all.
  let budget: Int

  init(_ setup: StepSetup, state: ModelState, budget: Int) {
    entries = [Entry(parent: nil, step: 0, setup: setup)]
    checkpoints = [0: state]
    self.budget = budget
  }

  var entry: Entry { entries[current] }

  mutating func record(loss: Float) { entries[current].loss = loss }

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
    guard entry.setup != setup else { return }
    let parent = entry.parent
    if let same = entries.indices.last(where: {
      entries[$0].parent == parent && entries[$0].setup == setup
    }) {
      current = same
      if let parent { entries[parent].next = same }
    } else if entry.loss == nil, entry.next == nil, parent != nil {
      entries[current] = Entry(parent: parent, step: entry.step, setup: setup)
      checkpoints[current] = nil
    } else {
      let root = checkpoints[current]
      append(parent: parent, step: entry.step, setup)
      if parent == nil { checkpoints[current] = root }
    }
  }

  private mutating func append(parent: Int?, step: Int, _ setup: StepSetup) {
    entries.append(Entry(parent: parent, step: step, setup: setup))
    current = entries.count - 1
    if let parent { entries[parent].next = current }
  }

  /// Goes back to the step before.
  ///
  /// - Returns: false when there is none.
  mutating func retreat() -> Bool {
    guard let parent = entry.parent else { return false }
    current = parent
    return true
  }

  /// The last checkpoint on the way to the current step, and the steps to replay from it, oldest
  /// first; the current one is not among them.
  func replay() -> (state: ModelState, entries: [Entry]) {
    var path: [Entry] = []
    var index = current
    while true {
      if let state = checkpoints[index] { return (state, path.reversed()) }
      guard let parent = entries[index].parent else {
        preconditionFailure("the first step has no checkpoint")
      }
      path.append(entries[parent])
      index = parent
    }
  }

  /// The losses on the way to the current step, oldest first.
  var losses: [(step: Int, loss: Float)] {
    var points: [(step: Int, loss: Float)] = []
    var index: Int? = current
    while let place = index {
      if let loss = entries[place].loss { points.append((entries[place].step, loss)) }
      index = entries[place].parent
    }
    return points.reversed()
  }

  /// Keeps a state where the interval asks for one, and widens the interval when the budget is
  /// full. First steps are always kept.
  private mutating func keep(_ state: ModelState) {
    guard entry.step % interval == 0 else { return }
    checkpoints[current] = state
    while checkpoints.count > 2, checkpoints.count * state.byteCount > budget {
      interval *= 2
      for (index, _) in checkpoints
      where entries[index].step % interval != 0 && entries[index].parent != nil {
        checkpoints[index] = nil
      }
      if interval > entries.count { return }
    }
  }
}
