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

  /// Goes on to the next step: the one that was there already when the settings are the same, or
  /// else a new one.
  mutating func advance(_ setup: StepSetup, state: ModelState) {
    let same = entries.indices.last {
      entries[$0].parent == current && entries[$0].setup == setup
    }
    if let same {
      current = same
    } else {
      entries.append(Entry(parent: current, step: entry.step + 1, setup: setup))
      current = entries.count - 1
    }
    keep(state)
  }

  /// Begins the current step anew with other settings: a branch beside it.
  mutating func branch(_ setup: StepSetup, state: ModelState) {
    guard entry.setup != setup else { return }
    if current == entries.count - 1, entry.loss == nil, entry.parent != nil || current == 0 {
      entries[current] = Entry(parent: entry.parent, step: entry.step, setup: setup)
    } else {
      entries.append(Entry(parent: entry.parent, step: entry.step, setup: setup))
      current = entries.count - 1
    }
    if entry.parent == nil { checkpoints[current] = state } else { keep(state) }
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
