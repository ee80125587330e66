/// What flows along an edge of a network: floats, integers of one width, or booleans.
///
/// The element type of every edge is known when the network is made (``Layer/outputTypes(for:count:)``),
/// as its shape is. Most layers compute with floats and know of no values: they are given a ``Tensor``
/// for every input and give tensors, and an integer or boolean edge is only *read* as its type where
/// somebody asks. A layer that has to be exact, such as one of a quantized model, is an ``ExactLayer``:
/// it reads ``ForwardPass/value(_:)`` and gives values, which executions keep as they are, beside the
/// tensor that float layers behind it see. So nothing is paid for where all edges are floats.
///
/// Parameters and gradients are always floats: what is an integer is not learnt.
public enum Value: Hashable, Sendable {
  /// Floats of any width, kept in 32 bits.
  case floats(Tensor)
  /// Integers of one width.
  case integers(IntegerTensor)
  /// Truth values.
  case booleans(BooleanTensor)
}

extension Value {
  /// The extents of the axes.
  public var shape: Shape {
    switch self {
    case .floats(let tensor): tensor.shape
    case .integers(let tensor): tensor.shape
    case .booleans(let tensor): tensor.shape
    }
  }

  /// The type of the elements; float32 for floats of any width.
  public var elementType: ElementType {
    switch self {
    case .floats: .float32
    case .integers(let tensor): tensor.elementType
    case .booleans: .bool
    }
  }

  /// The value as 32-bit floats: integers rounded to the nearest, true as 1.
  public var tensor: Tensor {
    switch self {
    case .floats(let tensor): tensor
    case .integers(let tensor):
      Tensor(shape: tensor.shape, elements: tensor.integers.map { Float($0) })
    case .booleans(let tensor):
      Tensor(shape: tensor.shape, elements: tensor.elements.map { $0 ? 1 : 0 })
    }
  }

  /// The number at a row-major offset: exact up to 2⁵³, true as 1.
  public func double(at offset: Int) -> Double {
    switch self {
    case .floats(let tensor): Double(tensor[offset])
    case .integers(let tensor): Double(tensor[offset])
    case .booleans(let tensor): tensor.elements[offset] ? 1 : 0
    }
  }

  /// The integer at a row-major offset: floats are truncated, true is 1.
  public func integer(at offset: Int) -> Int128 {
    switch self {
    case .floats(let tensor): Int128(truncating: Double(tensor[offset]))
    case .integers(let tensor): tensor[offset]
    case .booleans(let tensor): tensor.elements[offset] ? 1 : 0
    }
  }
}

extension Value {
  /// The same numbers as another type: floats truncated to integers and integers wrapped around to
  /// the width; as booleans, true unless 0. As floats of any width they are not rounded to it.
  public func cast(to type: ElementType) -> Value {
    if type == elementType { return self }
    if type.isFloating { return .floats(tensor) }
    let offsets = 0..<shape.count
    guard type.isInteger else {
      return .booleans(BooleanTensor(shape: shape, elements: offsets.map { double(at: $0) != 0 }))
    }
    return Value(shape: shape, type, integers)
  }

  /// Integers wrapped around to a type, or as booleans, which are true unless 0.
  ///
  /// - Precondition: the type is not a floating-point type, and there are as many integers as the
  ///   shape has places.
  init(shape: Shape, _ type: ElementType, _ integers: [Int128]) {
    self =
      type == .bool
      ? .booleans(BooleanTensor(shape: shape, elements: integers.map { $0 != 0 }))
      : .integers(IntegerTensor(shape: shape, elementType: type, wrapping: integers))
  }

  /// All integers in row-major order, as ``integer(at:)`` gives them.
  var integers: [Int128] { (0..<shape.count).map { integer(at: $0) } }

  /// The same numbers under another shape.
  ///
  /// - Precondition: both shapes have the same number of elements.
  public func reshaped(to shape: Shape) -> Value {
    switch self {
    case .floats(let tensor): .floats(tensor.reshaped(to: shape))
    case .integers(let tensor): .integers(tensor.reshaped(to: shape))
    case .booleans(let tensor): .booleans(BooleanTensor(shape: shape, elements: tensor.elements))
    }
  }
}

extension [Value] {
  /// Those that are no floats, by their index.
  package var exact: [Int: Value] {
    Dictionary(
      uniqueKeysWithValues: enumerated().filter { $1.elementType != .float32 }
        .map { ($0.offset, $0.element) })
  }
}
