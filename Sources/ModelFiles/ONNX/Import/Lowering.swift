import CNNModel

/// One node of a graph on its way to layers.
///
/// What an operator's inputs are known is computed at once, by the layers that would stand in the
/// network otherwise: 32-bit numbers by their forward pass, all others by the reference pass in
/// double precision. So a constant is folded by the same definition that everything flows through.
struct Lowering {
  let node: ModelGraph.Node
  /// The version of the operators.
  let version: Int
  /// `nil` for an input that is left out.
  let inputs: [Operand?]
  let draft: NetworkDraft
  /// What the layers are called where the file has no name for them.
  let name: String

  var attributes: Attributes { node.attributes }

  /// The most numbers that a constant may be folded to.
  static let largestConstant = 1 << 24

  /// How many outputs somebody could read.
  var outputCount: Int { node.outputs.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0 }

  /// An input that must be there.
  func input(_ index: Int) throws(NodeError) -> Operand {
    guard let input = optional(index) else {
      throw .mistake("\(node.kind) needs input \(index + 1), which is left out")
    }
    return input
  }

  func optional(_ index: Int) -> Operand? { index < inputs.count ? inputs[index] : nil }

  /// All inputs, of which none may be left out.
  func allInputs() throws(NodeError) -> [Operand] {
    var all: [Operand] = []
    for index in inputs.indices { all.append(try input(index)) }
    guard !all.isEmpty else { throw .mistake("\(node.kind) needs inputs, but has none") }
    return all
  }

  /// An input that must be known before a run, such as weights or a shape.
  func known(_ index: Int, _ what: String) throws(NodeError) -> NumericArray {
    try known(try input(index), what)
  }

  func known(_ operand: Operand, _ what: String) throws(NodeError) -> NumericArray {
    guard let array = operand.array ?? operand.given else {
      throw .unsupported("its \(what) is not known before a run")
    }
    return array
  }

  /// The whole numbers of an input that must be known, bounded to ±2⁴⁰.
  func wholes(_ index: Int, _ what: String) throws(NodeError) -> [Int] {
    let array = try known(index, what)
    guard !array.elementType.isFloating else {
      throw .mistake("its \(what) is \(array.elementType), but whole numbers are expected")
    }
    guard array.shape.rank <= 1 else {
      throw .mistake("its \(what) is \(array.shape), but a list is expected")
    }
    return array.integers.map { Attributes.bounded(Int64(clamping: $0)) }
  }

  /// Whole numbers that old versions have as an attribute and new ones as an input.
  func wholes(
    _ attribute: String, orInput index: Int
  ) throws(NodeError) -> [Int]? {
    if let numbers = try attributes.wholes(attribute) { return numbers }
    guard optional(index) != nil else { return nil }
    return try wholes(index, attribute)
  }

  /// The only number of an input that must be known.
  func scalar(_ index: Int, _ what: String) throws(NodeError) -> Double {
    let array = try known(index, what)
    guard array.count == 1, let number = array.doubles.first else {
      throw .mistake("its \(what) is \(array.shape), but one number is expected")
    }
    return number
  }

  /// The layer that a line of a model file means.
  func layer(_ line: String) throws(NodeError) -> any Layer {
    do { return try LayerCatalog.layer(Word.split(line[...])) } catch {
      throw .mistake(error.description)
    }
  }
}

extension Lowering {
  /// The outputs of a layer: computed where all inputs are known, and else a node of the network.
  func outputs(
    of layer: any Layer, _ operands: [Operand], _ parameters: [Tensor] = [],
    statistics: [Tensor] = []
  ) throws(NodeError) -> [Operand] {
    let beginning = Network.Beginning(parameters: parameters, statistics: statistics)
    let arrays = operands.compactMap(\.array)
    guard arrays.count < operands.count else { return try fold(layer, arrays, beginning) }
    var values: [ValueReference] = []
    for operand in operands { values.append(try draft.flowing(operand, for: name)) }
    let type = operands.first { !$0.isKnown }?.type ?? .float32
    let added = try draft.add("\(name).\(layer.kind)", layer, values, beginning)
    return added.map { Operand($0.value, shape: $0.shape, type: type) }
  }

  /// The only output of a layer.
  func apply(
    _ layer: any Layer, _ operands: Operand..., parameters: [Tensor] = []
  ) throws(NodeError) -> Operand {
    try outputs(of: layer, operands, parameters)[0]
  }

  /// The only output of a layer that a line of a model file means.
  func apply(_ line: String, _ operands: Operand...) throws(NodeError) -> Operand {
    try outputs(of: try layer(line), operands)[0]
  }

  private func fold(
    _ layer: any Layer, _ arrays: [NumericArray], _ beginning: Network.Beginning
  ) throws(NodeError) -> [Operand] {
    for shape in try layer.check(arrays.map(\.shape), beginning)
    where shape.count > Self.largestConstant {
      throw .unsupported("a constant of \(shape) is too large")
    }
    guard arrays.contains(where: { $0.elementType != .float32 }) else {
      let pass = ForwardPass(
        inputs: arrays.map(\.tensor), parameters: beginning.parameters,
        statistics: beginning.statistics)
      return layer.forward(pass).outputs.map { Operand(NumericArray($0)) }
    }
    let pass = ReferencePass(
      inputs: arrays.map { ReferenceTensor(shape: $0.shape, elements: $0.doubles) },
      parameters: beginning.parameters.map(ReferenceTensor.init),
      statistics: beginning.statistics.map(ReferenceTensor.init))
    return layer.reference(pass).map {
      Operand(NumericArray(shape: $0.shape, doubles: $0.elements))
    }
  }
}

extension Lowering {
  /// The outputs of a layer that only moves numbers: known arrays of every type keep their bits.
  ///
  /// The elements are numbered from 1, the numbers go through the layer, and what comes out says
  /// which element stands where; 0 stands for zero, which a padding adds.
  func move(_ layer: any Layer, _ operands: [Operand]) throws(NodeError) -> [Operand] {
    let arrays = operands.compactMap(\.array)
    guard arrays.count == operands.count, let type = arrays.first?.elementType, type != .float32
    else { return try outputs(of: layer, operands) }
    guard arrays.allSatisfy({ $0.elementType == type }) else {
      throw .mistake("\(node.kind) takes inputs of one type")
    }
    for shape in try layer.check(arrays.map(\.shape), .init(parameters: []))
    where shape.count > Self.largestConstant {
      throw .unsupported("a constant of \(shape) is too large")
    }
    let all = NumericArray.joined(arrays, zeroFirst: true)
    var next = 1.0
    let numbered = arrays.map { array in
      defer { next += Double(array.count) }
      return ReferenceTensor(
        shape: array.shape, elements: (0..<array.count).map { next + Double($0) })
    }
    return layer.reference(ReferencePass(inputs: numbered)).map {
      Operand(all.picking($0.elements.map { Int($0) }, shape: $0.shape))
    }
  }
}

extension NumericArray {
  /// The elements of several arrays of one type as one list, behind a zero if wanted.
  ///
  /// - Precondition: all have the type of the first.
  static func joined(_ arrays: [NumericArray], zeroFirst: Bool) -> NumericArray {
    let type = arrays[0].elementType
    var bytes = [UInt8](repeating: 0, count: zeroFirst ? type.size : 0)
    for array in arrays { bytes += array.bytes }
    return NumericArray(
      shape: [bytes.count / type.size], elementType: type, bytes: bytes[...])
  }
}
