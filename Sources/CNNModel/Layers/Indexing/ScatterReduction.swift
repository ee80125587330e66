/// What becomes of a cell and the updates that are written to it.
package enum ScatterReduction: String, Hashable, Sendable, CaseIterable {
  /// The last update replaces the cell.
  case replace
  case add, multiply, minimum, maximum

  /// The cell after one more update; NaN is selected over numbers.
  func combine<N: Numeric & Comparable>(_ cell: N, _ update: N) -> N {
    switch self {
    case .replace: update
    case .add: cell + update
    case .multiply: cell * update
    case .minimum: update < cell || update != update ? update : cell
    case .maximum: update > cell || update != update ? update : cell
    }
  }

  /// The cell of integers after one more update, where a product that is too large wraps around.
  func combineWrapping(_ cell: Int128, _ update: Int128) -> Int128 {
    self == .multiply ? cell &* update : combine(cell, update)
  }

  /// Which part is selected, where one is: the cell itself is the first of the parts.
  func winner<S: Scalar>(_ parts: [S]) -> Int? {
    switch self {
    case .replace: return parts.count - 1
    case .minimum: return Array(parts.indices).winner(of: parts, isSmallest: true)
    case .maximum: return Array(parts.indices).winner(of: parts)
    case .add, .multiply: return nil
    }
  }

  /// The slope of the result with respect to one of the parts.
  func slope(by index: Int, _ parts: [Float]) -> Float {
    if let winner = winner(parts) { return winner == index ? 1 : 0 }
    guard self == .multiply else { return 1 }
    return parts.indices.reduce(1) { $1 == index ? $0 : $0 * parts[$1] }
  }

  /// The result as an expression.
  func define(_ parts: [Term]) -> Expression {
    let terms = parts.map(Expression.term)
    return switch self {
    case .replace: .sum(terms.suffix(1))
    case .add: .sum(terms)
    case .multiply: .product(terms)
    case .minimum: .minimum(terms)
    case .maximum: .maximum(terms)
    }
  }

  /// The slope as an expression; `nil` where no gradient passes.
  func defineSlope(by index: Int, _ parts: [Term]) -> Expression? {
    if let winner = winner(parts.map(\.value)) { return winner == index ? .constant(1) : nil }
    guard self == .multiply else { return .constant(1) }
    return .product(parts.indices.filter { $0 != index }.map { .term(parts[$0]) })
  }
}
