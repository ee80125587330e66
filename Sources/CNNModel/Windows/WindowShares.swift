/// The factors of the sums of all windows of an average pooling, without a number per window.
package struct WindowShares: Sendable {
  /// By axis and window, how many of its cells count.
  package let counts: [[Int]]
  /// The divisor of every sum instead of the number of cells that count.
  package let divisor: Int?

  package init(counts: [[Int]], divisor: Int?) {
    (self.counts, self.divisor) = (counts, divisor)
  }

  /// The factor of the sum of windows of which `counts` cells count on each axis.
  package func share(_ counts: Int...) -> Float {
    1 / Float(divisor ?? max(1, counts.reduce(1, *)))
  }
}
