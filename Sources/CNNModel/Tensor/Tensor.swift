/// A dense array of 32-bit numbers in row-major order, a value with copy-on-write.
///
/// Images are `[batch, channels, rows, columns]`, as in PyTorch and ONNX.
/// There are no strides, views or implicit broadcasting: a layer that needs one of them implements
/// it.
public struct Tensor: Sendable {
  /// The extents.
  public let shape: Shape
  /// The numbers in row-major order.
  public package(set) var elements: [Float]

  /// - Precondition: there are as many elements as the shape has positions.
  public init(shape: Shape, elements: [Float]) {
    precondition(
      elements.count == shape.count, "\(elements.count) elements for the shape \(shape)")
    self.shape = shape
    self.elements = elements
  }

  /// A tensor filled with one number.
  public init(shape: Shape, repeating element: Float) {
    self.init(shape: shape, elements: [Float](repeating: element, count: shape.count))
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(shape: shape, repeating: 0) }

  /// A tensor of zeros of the same shape.
  public var zeros: Tensor { .zeros(shape) }

  /// The number at a position.
  public subscript(position: Position) -> Float {
    get { elements[shape.offset(of: position)] }
    set { elements[shape.offset(of: position)] = newValue }
  }

  /// The number at a row-major offset.
  public subscript(offset: Int) -> Float {
    get { elements[offset] }
    set { elements[offset] = newValue }
  }

  /// The same elements with another shape.
  ///
  /// - Precondition: both shapes have the same number of elements.
  public func reshaped(to shape: Shape) -> Tensor { Tensor(shape: shape, elements: elements) }

  /// The samples `range` of a batch.
  ///
  /// - Precondition: the rank is at least 1 and the range lies within the first axis.
  public func samples(_ range: Range<Int>) -> Tensor {
    let size = shape.sample.count
    let part = elements[range.lowerBound * size..<range.upperBound * size]
    return Tensor(shape: shape.replacing(axis: 0, with: range.count), elements: Array(part))
  }

  /// The tensor with a function applied to every element.
  public func map(_ change: (Float) -> Float) -> Tensor {
    Tensor(shape: shape, elements: elements.map(change))
  }

  /// The sum of two tensors, element by element.
  ///
  /// - Precondition: the shapes are equal.
  public static func + (first: Tensor, second: Tensor) -> Tensor {
    precondition(first.shape == second.shape, "\(first.shape) + \(second.shape)")
    return Tensor(shape: first.shape, elements: zip(first.elements, second.elements).map(+))
  }

  /// The difference of two tensors, element by element.
  ///
  /// - Precondition: the shapes are equal.
  public static func - (first: Tensor, second: Tensor) -> Tensor {
    precondition(first.shape == second.shape, "\(first.shape) − \(second.shape)")
    return Tensor(shape: first.shape, elements: zip(first.elements, second.elements).map(-))
  }

  /// Replaces every element by a function of its offset and its value.
  public mutating func transform(_ change: (_ offset: Int, _ element: Float) -> Float) {
    for offset in elements.indices { elements[offset] = change(offset, elements[offset]) }
  }
}

extension Tensor: Hashable {
  /// Tensors are equal when their shapes and the *bits* of all elements are: NaN equals itself, and
  /// 0 does not equal −0. The debugger uses it to find out whether it has returned to the same
  /// moment.
  public static func == (first: Tensor, second: Tensor) -> Bool {
    guard first.shape == second.shape else { return false }
    return first.sharesStorage(with: second)
      || zip(first.elements, second.elements).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  /// Whether the elements are the same memory, as those of a copy are until one of them changes; then
  /// the elements are equal.
  package func sharesStorage(with other: Tensor) -> Bool {
    elements.withUnsafeBufferPointer { own in
      other.elements.withUnsafeBufferPointer { other in
        own.baseAddress == other.baseAddress && own.count == other.count
      }
    }
  }

  /// Hashes the shape and the bits of the elements.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    for element in elements { hasher.combine(element.bitPattern) }
  }
}
