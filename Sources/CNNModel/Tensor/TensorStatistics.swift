/// Statistics of an array of numbers.
public struct TensorStatistics: Hashable, Sendable {
  /// The number of elements.
  public let count: Int
  /// The smallest finite number; 0 if there is none.
  public let minimum: Float
  /// The largest finite number; 0 if there is none.
  public let maximum: Float
  /// The mean of the finite numbers.
  public let mean: Double
  /// The standard deviation of the finite numbers (divided by their count).
  public let deviation: Double
  /// The number of zeros.
  public let zeros: Int
  /// The number of NaN.
  public let nans: Int
  /// The number of infinities.
  public let infinities: Int

  /// The statistics of some numbers.
  public init(_ numbers: some Collection<Float>) {
    var (finite, zeros, nans) = (0, 0, 0)
    var (low, high) = (Float.infinity, -Float.infinity)
    var (sum, squares) = (0.0, 0.0)
    for number in numbers {
      guard number.isFinite else {
        if number.isNaN { nans += 1 }
        continue
      }
      finite += 1
      if number == 0 { zeros += 1 }
      if number < low { low = number }
      if number > high { high = number }
      let wide = Double(number)
      sum += wide
      squares += wide * wide
    }
    let (count, infinities) = (numbers.count, numbers.count - finite - nans)
    let mean = finite == 0 ? 0 : sum / Double(finite)
    self.count = count
    (self.zeros, self.nans, self.infinities) = (zeros, nans, infinities)
    (minimum, maximum) = finite == 0 ? (0, 0) : (low, high)
    self.mean = mean
    let variance = finite == 0 ? 0 : squares / Double(finite) - mean * mean
    deviation = max(0, variance).squareRoot()
  }

  /// The statistics of a tensor.
  public init(_ tensor: Tensor) { self.init(tensor.elements) }

  /// The largest magnitude of the finite numbers.
  public var limit: Float { max(minimum.magnitude, maximum.magnitude) }

  /// The fraction of the numbers that are 0, from 0 to 1.
  public var zeroShare: Double { count == 0 ? 0 : Double(zeros) / Double(count) }
}
