/// A statistic of a whole tensor.
public enum TensorFigure: String, Hashable, Sendable, CaseIterable {
  /// The square root of the sum of squares.
  case norm
  /// The fraction of a sample's numbers that are at most 0 for every sample of the batch.
  case dead
  /// The largest number.
  case max
  /// The smallest number.
  case min
  /// The mean.
  case mean
  /// The largest magnitude; NaN if a number is NaN.
  case magnitude
  /// The number of NaN and infinite numbers.
  case nan

  /// The statistic of a tensor.
  ///
  /// - Returns: `nil` where it is undefined, such as the maximum of no numbers.
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
  /// Magnitudes are compared by their bits, in which NaN is the largest.
  fileprivate var largestMagnitude: Float {
    var largest: UInt32 = 0
    for element in elements { largest = max(largest, element.bitPattern & 0x7FFF_FFFF) }
    return Float(bitPattern: largest)
  }
}
