/// Statistics that reveal numerical problems.
extension Tensor {
  /// Whether a number is NaN or infinite.
  public var hasOddities: Bool {
    let exponent: UInt32 = 0x7F80_0000
    var found: UInt32 = 0
    for element in elements { found |= element.bitPattern & exponent == exponent ? 1 : 0 }
    return found != 0
  }

  /// The number of NaN and infinite numbers.
  public var oddityCount: Int { elements.reduce(0) { $0 + ($1.isFinite ? 0 : 1) } }

  /// The fraction of the numbers of a sample that are at most 0 for every sample of the batch.
  public var deadShare: Double? {
    guard shape.rank > 0, shape.count > 0 else { return nil }
    let size = shape.sample.count
    var largest = Array(elements[..<size])
    for sample in 1..<max(1, shape[0]) {
      for index in 0..<size where !(elements[sample * size + index] <= largest[index]) {
        largest[index] = elements[sample * size + index]
      }
    }
    return Double(largest.reduce(0) { $0 + ($1 <= 0 ? 1 : 0) }) / Double(size)
  }

  /// The square root of the sum of squares.
  public var norm: Double {
    elements.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
