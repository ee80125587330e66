/// A dense array in double precision, for checks and explanations.
public struct ReferenceTensor: Hashable, Sendable {
  /// The extents.
  public let shape: Shape
  /// The numbers in row-major order.
  public var elements: [Double]

  /// - Precondition: there are as many elements as the shape has positions.
  public init(shape: Shape, elements: [Double]) {
    precondition(elements.count == shape.count, "\(elements.count) elements for \(shape)")
    (self.shape, self.elements) = (shape, elements)
  }

  /// The same numbers in double precision.
  public init(_ tensor: Tensor) {
    self.init(shape: tensor.shape, elements: tensor.elements.map(Double.init))
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> ReferenceTensor {
    ReferenceTensor(shape: shape, elements: [Double](repeating: 0, count: shape.count))
  }

  /// The number at a position.
  public subscript(position: Position) -> Double { elements[shape.offset(of: position)] }
}
