/// What can be said of many numbers in one line.
public struct TensorStatistics: Hashable, Sendable {
  public let count: Int
  /// The smallest and largest of the finite numbers; 0 when there is none.
  public let minimum: Float
  public let maximum: Float
  /// Of the finite numbers.
  public let mean: Double
  /// The standard deviation of the finite numbers (divided by their count).
  public let deviation: Double
  public let zeros: Int
  public let nans: Int
  public let infinities: Int

  public init(_ numbers: some Sequence<Float>) {
    self = numbers.withContiguousStorageIfAvailable { Self(buffer: $0) } ?? Self(Array(numbers))
  }

  private init(buffer numbers: UnsafeBufferPointer<Float>) {
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

  public init(_ tensor: Tensor) { self.init(tensor.elements) }

  /// The largest magnitude of the finite numbers.
  public var limit: Float { max(minimum.magnitude, maximum.magnitude) }

  /// The share of the numbers that are 0, from 0 to 1.
  public var zeroShare: Double { count == 0 ? 0 : Double(zeros) / Double(count) }
}
