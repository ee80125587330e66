/// How many multiply-accumulates a search for causes may take, so that it ends in a network of any
/// size.
final class SearchBudget {
  private var rest: Int
  /// Whether a computation was left out since it would have taken too many.
  private(set) var isExhausted = false

  /// About a minute with optimized code.
  static let usual = 1 << 36

  init(_ operations: Int = usual) { rest = operations }

  /// Takes some operations from what is left.
  ///
  /// - Returns: whether there were so many.
  func take(_ operations: Int) -> Bool {
    guard operations <= rest else {
      isExhausted = true
      return false
    }
    rest -= operations
    return true
  }

  /// Returns operations that were not needed.
  func giveBack(_ operations: Int) { rest += operations }
}
