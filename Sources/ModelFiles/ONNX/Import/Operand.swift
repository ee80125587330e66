import CNNModel

/// A value of the graph while it is imported.
struct Operand {
  enum Content {
    /// It is known without running the network.
    case constant(NumericArray)
    /// An edge of the network carries it.
    case computed(ValueReference)
    /// Tensors in order, whose number is known. Its shape is that of a scalar; operators that take
    /// tensors are not given one.
    case sequence([Operand])
    /// An optional value that is not there.
    case absent
  }

  private(set) var content: Content
  let shape: Shape
  /// The type that the graph gives it.
  private(set) var type: ElementType
  /// The array that the user gave for it, where it is an input of the model.
  var given: NumericArray?
  /// What it is called in the file; nil for a value between the layers of a node.
  var name: String?
  /// The initializer that a constant shows; nil where it was computed.
  var origin: Origin?

  init(_ array: NumericArray, name: String? = nil, origin: Origin? = nil) {
    (content, shape, type) = (.constant(array), array.shape, array.elementType)
    (self.name, self.origin) = (name, origin)
  }

  init(_ value: ValueReference, shape: Shape, type: ElementType) {
    (content, self.shape, self.type) = (.computed(value), shape, type)
  }

  /// A sequence of tensors; an empty one has elements of the type `type`.
  init(sequence: [Operand], type: ElementType = .float32) {
    (content, shape, self.type) = (.sequence(sequence), [], sequence.first?.type ?? type)
  }

  /// An optional value that is not there.
  static func absent(_ type: ElementType) -> Operand {
    var operand = Operand(sequence: [], type: type)
    operand.content = .absent
    return operand
  }

  /// A constant scalar.
  init(scalar number: Double) {
    self.init(NumericArray(shape: [], type: .float32, numbers: [number]))
  }

  /// The array of a constant, nil for a computed value.
  var array: NumericArray? {
    if case .constant(let array) = content { return array }
    return nil
  }

  var isConstant: Bool { array != nil }

  /// The edge of a computed value, nil for a constant.
  var value: ValueReference? {
    if case .computed(let value) = content { return value }
    return nil
  }

  /// The elements of a sequence, nil for any other value.
  var sequence: [Operand]? {
    if case .sequence(let elements) = content { return elements }
    return nil
  }

  var isTensor: Bool { isConstant || value != nil }

  /// The edges of the network that carry it or its elements.
  var edges: [ValueReference] { sequence?.flatMap(\.edges) ?? value.map { [$0] } ?? [] }

  /// The same value under the type that the graph gives it; a constant is rounded to it.
  func typed(_ type: ElementType) -> Operand {
    var typed = self
    typed.type = type
    if let array { typed.content = .constant(array.cast(to: type)) }
    return typed
  }
}
