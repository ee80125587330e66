/// The reason why a layer cannot accept its input shapes: the arithmetic, and what would fit.
public struct ShapeError: Error, Hashable, Sendable {
  /// What is wrong, with its numbers: `kernel 5×5 does not fit into 4×4 without padding`.
  public let reason: String
  /// What to write instead, if there is a suggestion.
  public let proposal: String?

  /// An error; see the properties.
  public init(_ reason: String, proposal: String? = nil) {
    (self.reason, self.proposal) = (reason, proposal)
  }
}

extension ShapeError: CustomStringConvertible {
  /// The reason and the proposal, separated by a semicolon.
  public var description: String { proposal.map { "\(reason); \($0)" } ?? reason }
}

extension Shape {
  /// - Throws: when there are more than 2³⁰ elements, where an extent of 0 counts as 1 so that the
  ///   others are limited too.
  public func checkSize(_ name: String) throws(ShapeError) {
    var count = 1
    for extent in extents {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(1, extent))
      guard !overflow, product <= 1 << 30 else {
        throw ShapeError("\(name) of \(self) is larger than the 2³⁰ numbers that are allowed")
      }
      count = product
    }
  }
}
