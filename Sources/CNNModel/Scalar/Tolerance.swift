/// How far a number may lie from the one that is expected: a share of a size, and what is allowed
/// besides. What the size is, the expected number or the largest of its array, whoever compares says.
public struct Tolerance: Hashable, Sendable {
  /// The share.
  public let relative: Double
  /// What is allowed besides.
  public let absolute: Double

  /// Both are not negative.
  public init(relative: Double, absolute: Double) {
    (self.relative, self.absolute) = (relative, absolute)
  }

  /// Reads `1e-4,1e-6`, the share first.
  ///
  /// - Returns: `nil` where it is not two finite numbers of at least 0.
  public init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }.filter { $0 >= 0 && $0.isFinite }
    guard parts.count == 2, numbers.count == 2 else { return nil }
    self.init(relative: numbers[0], absolute: numbers[1])
  }
}
