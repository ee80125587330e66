/// How the gradients of several copies of a cell, or of several groups that have it, are put together.
enum GradientCombination: Sendable {
  /// They are added, as is right.
  case added
  /// The last one overwrites the others, or the first one is kept.
  case last, first
  /// The same among those that are no 0 times anything.
  case lastContribution, firstContribution
  /// The sum is divided by the number of copies or groups.
  case averaged
  /// The largest one is kept.
  case largest
}

/// The gradients of cells, put together from what comes to each.
struct CombinedGradients<Number: Scalar> {
  private var sums: [Number]
  private var counts: [Int]
  private let combination: GradientCombination

  init(count: Int, _ combination: GradientCombination) {
    (sums, counts) = ([Number](repeating: 0, count: count), [Int](repeating: 0, count: count))
    self.combination = combination
  }

  /// - Parameter contributes: whether the part is no 0 times anything.
  mutating func add(_ part: Number, to cell: Int, contributes: Bool = true) {
    counts[cell] += 1
    switch combination {
    case .added, .averaged: sums[cell] += part
    case .last: sums[cell] = part
    case .first: if counts[cell] == 1 { sums[cell] = part }
    case .lastContribution: if contributes { sums[cell] = part }
    case .firstContribution: if sums[cell] == 0 { sums[cell] = part }
    case .largest: sums[cell] = counts[cell] == 1 ? part : max(sums[cell], part)
    }
  }

  /// By cell.
  var elements: [Number] {
    guard combination == .averaged else { return sums }
    return zip(sums, counts).map { $0 / Number(max(1, $1)) }
  }
}
