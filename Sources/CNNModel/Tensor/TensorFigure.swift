/// A number that says something of a whole tensor.
public enum TensorFigure: String, Hashable, Sendable, CaseIterable {
  /// The root of the sum of squares.
  case norm
  /// The share of a sample's numbers that are at most 0 for every sample of the batch.
  case dead
  case max
  case min
  case mean
  /// The largest magnitude; NaN where one of the numbers is.
  case magnitude
  /// How many numbers are NaN or infinite.
  case nan

  /// - Returns: `nil` where there is none, as the largest of no numbers.
  public func value(of tensor: Tensor) -> Double? {
    switch self {
    case .norm: tensor.norm
    case .dead: tensor.deadShare
    case .max: tensor.elements.max().map(Double.init)
    case .min: tensor.elements.min().map(Double.init)
    case .mean:
      tensor.elements.reduce(0.0) { $0 + Double($1) } / Double(Swift.max(1, tensor.shape.count))
    case .magnitude: Double(tensor.largestMagnitude)
    case .nan: Double(tensor.oddityCount)
    }
  }
}

extension Tensor {
  /// Magnitudes are in the order of their bits, NaN the largest.
  fileprivate var largestMagnitude: Float {
    var largest: UInt32 = 0
    for element in elements { largest = max(largest, element.bitPattern & 0x7FFF_FFFF) }
    return Float(bitPattern: largest)
  }
}
