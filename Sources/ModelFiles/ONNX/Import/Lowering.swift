import CNNModel

/// One node of a graph that is being lowered to layers.
///
/// Nodes whose inputs are all constants are computed at once, by the layers that would stand in the
/// network otherwise: 32-bit floats, integers and booleans by their forward pass, floats of other
/// widths, and integers that a layer does not compute exactly, by the reference pass in double
/// precision. So constants are folded by the same definitions that the network computes with.
struct Lowering {
  let node: ModelGraph.Node
  /// Nil for an input that is omitted.
  let inputs: [Operand?]
  let draft: NetworkDraft
  /// The values of computed inputs for the input at hand.
  let values: DraftValues
  /// The name of the layers for which the file has none.
  let name: String

  var attributes: Attributes { node.attributes }

  /// The version of the standard operator set.
  var version: Int { node.version }

  /// The largest number of elements that a constant may be folded to. Folding takes up to 40 bytes
  /// of memory for each.
  static let largestConstant = min(1 << 30, MemorySize.available / 40)

  /// The shape of a constant that a node generates.
  ///
  /// - Throws: where it has more than 2²⁴ elements.
  static func generated(_ extents: [Int]) throws(NodeError) -> Shape {
    let shape = try Shape(checking: extents)
    guard shape.count <= 1 << 24 else {
      throw .unsupported("a generated constant of \(shape) numbers is too large")
    }
    return shape
  }

  /// Why a constant is not folded, with its size.
  static func excess(_ shape: Shape) -> String {
    "a constant of \(shape) numbers (\(ByteCount(4 * shape.count))) does not fit in memory"
  }

  /// The number of outputs up to the last one that has a name.
  var outputCount: Int { node.outputs.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0 }
}

// MARK: Inputs

extension Lowering {
  /// A required input.
  func input(_ index: Int) throws(NodeError) -> Operand {
    guard let input = optional(index) else {
      throw .invalid("\(node.kind) needs input \(index + 1), which is missing")
    }
    return input
  }

  /// An optional input; nil where it is omitted.
  func optional(_ index: Int) -> Operand? { index < inputs.count ? inputs[index] : nil }

  /// All inputs, of which none may be omitted.
  func allInputs() throws(NodeError) -> [Operand] {
    var all: [Operand] = []
    for index in inputs.indices { all.append(try input(index)) }
    guard !all.isEmpty else { throw .invalid("\(node.kind) needs inputs, but has none") }
    return all
  }

  /// A required input that must be a constant, such as weights or a shape.
  ///
  /// - Parameter role: what it is, for the sentence.
  func constant(_ index: Int, _ role: String) throws(NodeError) -> NumericArray {
    let operand = try input(index)
    guard let array = operand.array ?? operand.given else {
      throw .unsupported("its \(role) is not a constant")
    }
    return array
  }

  /// The integers of an input that decides what the node becomes, clamped to ±2⁴⁰.
  func ints(_ index: Int, _ role: String) throws(NodeError) -> [Int] {
    let array = try determined(index, role)
    guard !array.elementType.isFloating else {
      throw .invalid("its \(role) is \(array.elementType), but integers are expected")
    }
    guard array.shape.rank <= 1 else {
      throw .invalid("its \(role) is \(array.shape), but a list is expected")
    }
    return array.integers.map { Attributes.clamped(Int64(clamping: $0)) }
  }

  /// Integers that old versions have as an attribute and new ones as an input.
  func ints(_ attribute: String, orInput index: Int) throws(NodeError) -> [Int]? {
    if let numbers = try attributes.ints(attribute) { return numbers }
    guard optional(index) != nil else { return nil }
    return try ints(index, attribute)
  }

  /// The only number of such an input.
  func scalar(_ index: Int, _ role: String) throws(NodeError) -> Double {
    let array = try determined(index, role)
    guard array.count == 1, let number = array.doubles.first else {
      throw .invalid("its \(role) is \(array.shape), but one number is expected")
    }
    return number
  }
}

// MARK: Layers

extension Lowering {
  /// The layer that a line of a model file describes.
  func layer(_ line: String) throws(NodeError) -> any Layer {
    do { return try LayerCatalog.layer(Word.split(line[...])) } catch {
      throw .invalid(error.description)
    }
  }

  /// The outputs of a layer: folded where all inputs are constants, else a node of the network.
  func outputs(
    of layer: any Layer, _ operands: [Operand], _ parameters: [Tensor] = [],
    statistics: [Tensor] = []
  ) throws(NodeError) -> [Operand] {
    let beginning = Network.InitialValues(parameters: parameters, statistics: statistics)
    try checkConditions(of: layer, operands)
    let arrays = operands.compactMap(\.array)
    guard arrays.count < operands.count else { return try fold(layer, arrays, beginning) }
    var values: [ValueReference] = []
    for operand in operands { values.append(try draft.value(of: operand, owner: name)) }
    let type = operands.first { !$0.isConstant }?.type ?? .float32
    let added = try draft.add("\(name).\(layer.kind)", layer, values, beginning)
    return added.map { output in
      let own = draft.type(of: output.value)
      return Operand(output.value, shape: output.shape, type: own == .float32 ? type : own)
    }
  }

  /// The only output of a layer.
  func apply(
    _ layer: any Layer, _ operands: Operand..., parameters: [Tensor] = []
  ) throws(NodeError) -> Operand {
    try outputs(of: layer, operands, parameters)[0]
  }

  /// The only output of a layer that a line of a model file describes.
  func apply(_ line: String, _ operands: Operand...) throws(NodeError) -> Operand {
    try outputs(of: try layer(line), operands)[0]
  }

  private func fold(
    _ layer: any Layer, _ arrays: [NumericArray], _ beginning: Network.InitialValues
  ) throws(NodeError) -> [Operand] {
    try checkFolding(of: layer, arrays.map(\.shape), beginning)
    if let values = forward(layer, arrays, beginning) {
      return values.map { Operand(NumericArray($0)) }
    }
    let pass = ReferencePass(
      inputs: arrays.map { ReferenceTensor(shape: $0.shape, elements: $0.doubles) },
      parameters: beginning.parameters.map(ReferenceTensor.init),
      statistics: beginning.statistics.map(ReferenceTensor.init))
    return layer.reference(pass).map {
      Operand(NumericArray(shape: $0.shape, doubles: $0.elements))
    }
  }

  /// The outputs of a layer for 32-bit floats, integers and booleans; nil for other floats, and
  /// where wide integers are not computed exactly.
  private func forward(
    _ layer: any Layer, _ arrays: [NumericArray], _ beginning: Network.InitialValues
  ) -> [Value]? {
    let types = arrays.map(\.elementType)
    guard types.allSatisfy({ $0 == .float32 || !$0.isFloating }) else { return nil }
    let pass = ForwardPass(
      values: arrays.map(\.value), parameters: beginning.parameters,
      statistics: beginning.statistics)
    let result = layer.forward(pass)
    let isExact = result.exactOutputs.count == result.outputs.count
    return isExact || types.allSatisfy { $0.bitWidth <= 16 || $0 == .float32 }
      ? result.values : nil
  }

  /// - Throws: where constants break the condition that a layer sets for their values.
  func checkConditions(of layer: any Layer, _ operands: [Operand]) throws(NodeError) {
    guard let conditional = layer as? any ConditionalLayer,
      conditional.checkedInputs.allSatisfy(operands.indices.contains)
    else { return }
    let values = conditional.checkedInputs.compactMap { operands[$0].array?.value }
    guard values.count == conditional.checkedInputs.count else { return }
    let shapes = operands.map(\.shape)
    _ = try layer.check(shapes, .init(parameters: []))
    if let reason = conditional.violation(of: values, shapes) { throw .invalid(reason) }
  }

  /// - Throws: where the shapes do not fit, or a result would be too large or take too long.
  func checkFolding(
    of layer: any Layer, _ shapes: [Shape], _ beginning: Network.InitialValues
  ) throws(NodeError) {
    for shape in try layer.check(shapes, beginning) where shape.count > Self.largestConstant {
      throw .unsupported(Self.excess(shape))
    }
    guard layer.multiplyAccumulates(for: shapes) <= 1 << 27 else {
      throw .unsupported("its constants take too long to be computed while the file is read")
    }
  }
}
