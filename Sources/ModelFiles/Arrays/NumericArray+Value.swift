import CNNModel

extension NumericArray {
  /// The elements of a value, with its element type.
  public init(_ value: Value) {
    switch value {
    case .floats(let tensor): self.init(tensor)
    case .integers(let tensor):
      self.init(shape: tensor.shape, type: tensor.elementType, integers: tensor.integers)
    case .booleans(let tensor):
      self.init(shape: tensor.shape, type: .bool, integers: tensor.elements.map { $0 ? 1 : 0 })
    }
  }

  /// The array as an edge of a network carries it: floats rounded to 32 bits, integers and booleans
  /// exactly.
  public var value: Value {
    if elementType.isFloating { return .floats(tensor) }
    if elementType.isInteger {
      let tensor = IntegerTensor(shape: shape, elementType: elementType, wrapping: integers)
      return .integers(tensor)
    }
    return .booleans(BooleanTensor(shape: shape, elements: integers.map { $0 != 0 }))
  }
}
