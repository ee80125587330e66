import CNNModel

/// Numbers that are computed from the model's inputs but decide shapes.
///
/// A network's shapes are fixed. Where they depend on numbers, they are those for the input with which
/// the model is opened, and a layer of the network says so where another input gives others.
extension Lowering {
  /// The largest number of elements of a computed value that is required to stay the same.
  static let largestRequired = 4096

  /// The array of an input that decides what the node becomes, such as a shape or a number of cells.
  ///
  /// A computed one is that for the input at hand, and the network then requires it.
  ///
  /// - Parameter role: what it is, for the sentence.
  func determined(_ index: Int, _ role: String) throws(NodeError) -> NumericArray {
    let operand = try input(index)
    if let array = operand.array ?? operand.given { return array }
    guard operand.shape.count <= Self.largestRequired, let value = operand.value else {
      throw .unsupported("its \(role) is not a constant")
    }
    let array = NumericArray(try values.value(of: value, role)).cast(to: operand.type)
    let layer = RequiredValue(operand.shape, array.doubles)
    _ = try draft.add("\(name).\(role)", layer, [value])
    return array
  }

  /// The element type that an attribute names by its code; nil where it is absent or undefined.
  func type(_ attribute: String) throws(NodeError) -> ElementType? {
    guard let code = try attributes.int(attribute), code != 0 else { return nil }
    guard let type = ElementType(onnxCode: Int32(clamping: code)) else {
      let found = ElementType.onnxName(Int32(clamping: code))
      throw .unsupported("its \(attribute.quoted) is \(found), which is not supported")
    }
    return type
  }

  /// The numbers of an input for the input at hand, which may be others in a later run.
  ///
  /// - Parameter role: what it is, for the sentence.
  func sampleValue(_ index: Int, _ role: String) throws(NodeError) -> Value {
    let operand = try input(index)
    if let array = operand.array ?? operand.given { return array.value }
    guard let value = operand.value else { throw .unsupported("its \(role) is not known") }
    return try values.value(of: value, role)
  }
}
