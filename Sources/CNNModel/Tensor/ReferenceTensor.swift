/// A dense array in double precision: what checks and explanations compute with.
public struct ReferenceTensor: Hashable, Sendable {
  public let shape: Shape
  public var elements: [Double]

  /// - Precondition: there are as many elements as the shape has places.
  public init(shape: Shape, elements: [Double]) {
    precondition(elements.count == shape.count, "\(elements.count) elements for \(shape)")
    (self.shape, self.elements) = (shape, elements)
  }

  public init(_ tensor: Tensor) {
    self.init(shape: tensor.shape, elements: tensor.elements.map(Double.init))
  }

  public static func zeros(_ shape: Shape) -> ReferenceTensor {
    ReferenceTensor(shape: shape, elements: [Double](repeating: 0, count: shape.count))
  }

  public subscript(position: Position) -> Double { elements[shape.offset(of: position)] }
}
