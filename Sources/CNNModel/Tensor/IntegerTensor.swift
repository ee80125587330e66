/// A dense array of integers of one width in row-major order.
public struct IntegerTensor: Hashable, Sendable {
  /// The extents of the axes.
  public let shape: Shape
  /// An integer type.
  public let elementType: ElementType
  /// The elements; of `uint64` the signed integers with the same bits.
  private let elements: [Int64]

  /// Integers that are wrapped around to the width of the type.
  ///
  /// - Precondition: the type is an integer type, and there are as many elements as the shape has
  ///   places.
  public init(shape: Shape, elementType: ElementType, wrapping elements: [Int128]) {
    self.init(shape, elementType, elements.map(elementType.wrapped))
  }

  private init(_ shape: Shape, _ elementType: ElementType, _ elements: [Int64]) {
    precondition(elementType.isInteger, "integers of the type \(elementType)")
    precondition(elements.count == shape.count, "\(elements.count) elements for \(shape)")
    (self.shape, self.elementType, self.elements) = (shape, elementType, elements)
  }

  /// The integer at a row-major offset.
  public subscript(offset: Int) -> Int128 {
    let element = elements[offset]
    return elementType == .uint64 ? Int128(UInt64(bitPattern: element)) : Int128(element)
  }

  /// All integers in row-major order.
  public var integers: [Int128] { elements.indices.map { self[$0] } }

  /// The same integers under another shape.
  ///
  /// - Precondition: both shapes have the same number of elements.
  public func reshaped(to shape: Shape) -> IntegerTensor {
    IntegerTensor(shape, elementType, elements)
  }

  /// The integers at offsets of this tensor, 0 at an offset below 0.
  func gathering(_ offsets: [Int], shape: Shape) -> IntegerTensor {
    IntegerTensor(shape, elementType, offsets.map { $0 < 0 ? 0 : elements[$0] })
  }
}

/// A dense array of truth values in row-major order.
public struct BooleanTensor: Hashable, Sendable {
  /// The extents of the axes.
  public let shape: Shape
  /// The elements in row-major order.
  public let elements: [Bool]

  /// - Precondition: there are as many elements as the shape has places.
  public init(shape: Shape, elements: [Bool]) {
    precondition(elements.count == shape.count, "\(elements.count) elements for \(shape)")
    (self.shape, self.elements) = (shape, elements)
  }
}
