import CNNModel

/// States that are kept so that steps can be returned to: those of the steps that are multiples of
/// an interval, which is widened whenever they take more than they may. The initial state is
/// always kept.
struct Checkpoints<Place: Hashable & Sendable>: Sendable {
  /// The state before the first step.
  let root: ModelState
  private var states: [Place: (step: Int, state: ModelState)] = [:]
  /// How many bytes they take.
  private(set) var bytes: Int
  /// How many bytes they may take, with what else has to be remembered.
  private(set) var budget: Int
  private(set) var interval = 1

  init(root: ModelState, budget: Int) {
    (self.root, self.budget, bytes) = (root, budget, root.byteCount)
  }

  /// How many there are, with the first.
  var count: Int { states.count + 1 }

  subscript(place: Place) -> ModelState? { states[place]?.state }

  /// Keeps the state that a step begins with, where the interval asks for it.
  ///
  /// - Parameters:
  ///   - spacing: the least interval, a power of two.
  ///   - others: how many bytes of the budget are taken by other things.
  mutating func keep(
    _ state: @autoclosure () -> ModelState, at place: Place, step: Int, spacing: Int,
    besides others: Int
  ) {
    interval = max(interval, spacing)
    guard step % interval == 0 else { return }
    let state = state()
    bytes += state.byteCount - (states[place]?.state.byteCount ?? 0)
    states[place] = (step, state)
    thin(others)
  }

  mutating func limit(to budget: Int, besides others: Int) {
    self.budget = budget
    thin(others)
  }

  private mutating func thin(_ others: Int) {
    while bytes + others > budget, !states.isEmpty {
      interval *= 2
      for (place, kept) in states where kept.step % interval != 0 || kept.step == 0 {
        bytes -= kept.state.byteCount
        states[place] = nil
      }
    }
  }
}
