import CNNModel

/// The shape and the range of the values of an image before preprocessing.
public struct PixelFormat: Hashable, Sendable {
  /// Channels, rows and columns.
  public let shape: Shape
  /// The value that stands for white, or for 1.
  public let maximum: Double
  /// What the values are divided by unless the user says otherwise.
  public let divisor: Double

  /// The shape of the array in its file; `nil` for an image.
  let array: Shape?

  /// Whether it is an array, whose shape and values stay what they are.
  public var isArray: Bool { array != nil }

  /// The shape as the user knows it.
  var arrayShape: Shape { array ?? shape }

  /// - Parameters:
  ///   - shape: channels, rows and columns.
  ///   - maximum: the value that stands for white, or for 1.
  ///   - divisor: what the values are divided by by default; ``maximum`` unless given.
  ///   - array: the shape of the array in its file; `nil` for an image.
  /// - Precondition: the shape is `[channels, rows, columns]` without an extent of 0.
  public init(_ shape: Shape, maximum: Double = 1, divisor: Double? = nil, array: Shape? = nil) {
    precondition(shape.rank == 3 && shape.count > 0, "no image shape: \(shape)")
    (self.shape, self.maximum, self.divisor) = (shape, maximum, divisor ?? maximum)
    self.array = array
  }
}
