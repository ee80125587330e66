/// Spearman's rank correlation: the correlation of the ranks of two lists of numbers.
///
/// Equal numbers share the mean of their ranks. Source: C. Spearman, "The proof and measurement of
/// association between two things", 1904.
public enum RankCorrelation {
  /// The correlation, from −1 to 1; `nil` where all numbers of a list are equal, so that they have no
  /// order, or one is NaN.
  ///
  /// - Precondition: both lists have the same length.
  public static func of(_ first: [Float], _ second: [Float]) -> Double? {
    precondition(first.count == second.count, "\(first.count) and \(second.count) numbers")
    guard !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else { return nil }
    let (a, b) = (ranks(first), ranks(second))
    let mean = Double(a.count - 1) / 2
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - mean) * (y - mean)
      aa += (x - mean) * (x - mean)
      bb += (y - mean) * (y - mean)
    }
    return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : nil
  }

  /// The rank of every number, counted from 0; equal numbers have the mean of theirs.
  package static func ranks(_ numbers: [Float]) -> [Double] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, numbers[order[end + 1]] == numbers[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 }
      start = end + 1
    }
    return ranks
  }
}
