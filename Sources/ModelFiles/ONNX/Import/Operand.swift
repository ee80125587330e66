import CNNModel

/// A value of the graph while it is imported.
struct Operand {
  enum Content {
    /// It does not depend on anything that is known only at a run.
    case known(NumericArray)
    /// It flows along an edge of the network.
    case flowing(ValueReference)
  }

  var content: Content
  var shape: Shape
  /// The type that the graph gives it; in the network everything flows as 32-bit numbers.
  var type: ElementType
  /// What the user gave for it, where it is an input of the model.
  var given: NumericArray?
  /// What it is called in the file; `nil` for one between the layers of a node.
  var name: String?

  init(_ array: NumericArray, name: String? = nil) {
    (content, shape, type) = (.known(array), array.shape, array.elementType)
    self.name = name
  }

  init(_ value: ValueReference, shape: Shape, type: ElementType) {
    (content, self.shape, self.type) = (.flowing(value), shape, type)
  }

  /// The array, where it is known.
  var array: NumericArray? {
    if case .known(let array) = content { return array }
    return nil
  }

  var isKnown: Bool { array != nil }

  /// The same value under the type that the graph gives it. A known one is rounded to it.
  func typed(_ type: ElementType) -> Operand {
    var typed = self
    typed.type = type
    if let array { typed.content = .known(array.cast(to: type)) }
    return typed
  }
}
