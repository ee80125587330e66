import CNNModel

/// An array as a file stores it: a shape, and elements of the file's own type.
///
/// The elements are in row-major order whatever the file's was. They keep the
/// file's type, so that nothing is lost; ``tensor`` rounds them to 32 bits.
public struct NumericArray: Hashable, Sendable {
  /// The extents, outermost axis first.
  public let shape: Shape
  /// The type of the elements.
  public let elementType: ElementType

  /// The elements, row-major, little-endian as every processor that Swift runs on.
  let bytes: ArraySlice<UInt8>

  /// - Precondition: there are as many bytes as the shape has elements of the type.
  init(shape: Shape, elementType: ElementType, bytes: ArraySlice<UInt8>) {
    precondition(
      bytes.count == shape.count * elementType.size,
      "\(bytes.count) bytes for \(shape) elements of \(elementType)")
    self.shape = shape
    self.elementType = elementType
    self.bytes = bytes
  }

  /// The elements of a tensor as ``ElementType/float32``.
  public init(_ tensor: Tensor) {
    self.init(shape: tensor.shape, elementType: .float32, elements: tensor.elements)
  }

  /// An array of ``ElementType/float64``.
  ///
  /// - Precondition: there are as many elements as the shape has elements.
  public init(shape: Shape, doubles: [Double]) {
    self.init(shape: shape, elementType: .float64, elements: doubles)
  }

  /// An array of ``ElementType/int64``.
  ///
  /// - Precondition: there are as many elements as the shape has elements.
  public init(shape: Shape, int64s: [Int64]) {
    self.init(shape: shape, elementType: .int64, elements: int64s)
  }

  /// An array of ``ElementType/uint8``.
  ///
  /// - Precondition: there are as many elements as the shape has elements.
  public init(shape: Shape, bytes: [UInt8]) {
    self.init(shape: shape, elementType: .uint8, bytes: bytes[...])
  }

  /// An array of ``ElementType/uint16``.
  ///
  /// - Precondition: there are as many elements as the shape has elements.
  public init(shape: Shape, uint16s: [UInt16]) {
    self.init(shape: shape, elementType: .uint16, elements: uint16s)
  }

  fileprivate init<E: BitwiseCopyable>(shape: Shape, elementType: ElementType, elements: [E]) {
    self.init(
      shape: shape, elementType: elementType, bytes: elements.withUnsafeBytes { [UInt8]($0)[...] })
  }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The elements rounded to 32 bits, under the array's shape. Converted at every call.
  public var tensor: Tensor { Tensor(shape: shape, elements: floats(in: 0..<count)) }

  /// The elements of a range of row-major offsets, rounded to 32 bits.
  ///
  /// - Precondition: the range lies within the array.
  public func floats(in range: Range<Int>) -> [Float] {
    elementType.representation.floats(bytes(of: range))
  }

  /// The elements in row-major order, exact except for integers beyond 2⁵³, which are rounded.
  /// Converted at every call.
  public var doubles: [Double] { elementType.representation.doubles(bytes) }

  /// The elements of a range of row-major offsets, exact as ``doubles`` are.
  ///
  /// - Precondition: the range lies within the array.
  public func doubles(in range: Range<Int>) -> [Double] {
    elementType.representation.doubles(bytes(of: range))
  }

  /// The elements in row-major order, or nil where one is not an integer or does not fit.
  /// Converted at every call.
  public var int64s: [Int64]? { elementType.representation.int64s(bytes) }

  /// The elements of a range of row-major offsets in digits that read back to the same element:
  /// `0.1`, `-0.0`, `nan`, `18446744073709551615`, `true`.
  ///
  /// - Precondition: the range lies within the array.
  public func texts(in range: Range<Int>) -> [String] {
    elementType.representation.texts(bytes(of: range))
  }

  /// The same elements under another shape.
  ///
  /// - Precondition: both shapes have the same number of elements.
  public func reshaped(to shape: Shape) -> NumericArray {
    NumericArray(shape: shape, elementType: elementType, bytes: bytes)
  }

  /// Arrays of one type one behind the other along their first axis.
  ///
  /// - Precondition: there is one, and they differ only in their first extents.
  package init(stacking arrays: [NumericArray]) {
    let count = arrays.reduce(0) { $0 + $1.shape[0] }
    self.init(
      shape: arrays[0].shape.replacing(axis: 0, with: count), elementType: arrays[0].elementType,
      bytes: arrays.flatMap(\.bytes)[...])
  }

  /// The arrays along the first axis.
  ///
  /// - Precondition: there is a first axis.
  package var samples: [NumericArray] {
    let size = shape.sample.count
    return (0..<shape[0]).map { index in
      NumericArray(
        shape: shape.sample, elementType: elementType,
        bytes: bytes(of: index * size..<(index + 1) * size))
    }
  }

  private func bytes(of range: Range<Int>) -> ArraySlice<UInt8> {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "no elements \(range) in \(shape)")
    let start = bytes.startIndex
    let size = elementType.size
    return bytes[start + range.lowerBound * size..<start + range.upperBound * size]
  }
}

/// An array and its name in a file.
public struct NamedArray: Hashable, Sendable {
  /// The name in the file.
  public let name: String
  /// The array.
  public let array: NumericArray

  /// An array under a name.
  public init(_ name: String, _ array: NumericArray) {
    self.name = name
    self.array = array
  }

  /// The same with floats rounded to 16 bits; beyond the largest one they are infinite. Integers stay.
  public var halfPrecision: NamedArray {
    guard array.elementType.isFloating else { return self }
    return NamedArray(
      name,
      NumericArray(
        shape: array.shape, elementType: .float16, elements: array.doubles.map { Float16($0) }))
  }
}
