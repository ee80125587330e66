import CNNModel
internal import FoundationEssentials

/// A graph that is put together from the model of another format, of operators of ONNX.
final class GraphBuilder {
  /// The version of the operator set that the nodes are of.
  private static let version = 21

  private let source: GraphSource
  private(set) var inputs: [ModelGraph.Value] = []
  private(set) var outputs: [ModelGraph.Value] = []
  private(set) var nodes: [ModelGraph.Node] = []
  private var constants: [String: NumericArray] = [:]
  private var constantNames: [String] = []
  /// How many numbers may still be in constants that are not in the file.
  private var room = 1 << 24

  init(path: String) { source = GraphSource(path: path, []) }

  /// The graph so far.
  var graph: ModelGraph {
    ModelGraph(
      inputs: inputs, outputs: outputs, nodes: nodes, constants: constants,
      constantNames: constantNames)
  }

  /// Takes back all nodes but the first so many.
  func removeNodes(behind count: Int) { nodes.removeLast(nodes.count - count) }

  func addInput(_ name: String, _ type: ElementType, _ extents: [ModelGraph.Extent]) {
    inputs.append(
      .init(
        name: name, isSequence: false, isOptional: false, type: type, problem: "", extents: extents)
    )
  }

  func addOutput(_ name: String, _ type: ElementType) {
    outputs.append(
      .init(name: name, isSequence: false, isOptional: false, type: type, problem: "", extents: nil)
    )
  }

  /// Adds a constant; of a name that is there already nothing is added.
  ///
  /// - Returns: its name.
  @discardableResult
  func constant(_ name: String, _ array: NumericArray) -> String {
    if constants.updateValue(array, forKey: name) == nil { constantNames.append(name) }
    return name
  }

  /// Adds integers as a constant.
  func constant(_ name: String, _ integers: [Int]) -> String {
    constant(name, NumericArray(shape: [integers.count], int64s: integers.map(Int64.init)))
  }

  /// Adds one number as a constant.
  func constant(_ name: String, _ number: Double) -> String {
    constant(name, NumericArray(Tensor(shape: [], elements: [Float(number)])))
  }

  /// Adds a constant with the same number everywhere.
  ///
  /// - Throws: where such constants take too much together, as a small file can claim any shape.
  func constant(
    _ name: String, _ number: Float, extents: [Int]
  ) throws(NodeError) -> String {
    guard let count = ArrayLayout(extents: extents, elementType: .uint8).byteCount, count <= room
    else { throw .unsupported("constants of so many numbers are not supported") }
    room -= count
    let numbers = [Float](repeating: number, count: count)
    return constant(name, NumericArray(Tensor(shape: Shape(extents), elements: numbers)))
  }

  /// Adds a node.
  ///
  /// - Parameters:
  ///   - outputs: the names of its values; by default one with its own name.
  ///   - domain: the operator set; empty for that of ONNX.
  /// - Returns: the name of its first value.
  @discardableResult
  func add(
    _ kind: String, _ inputs: [String], name: String, _ attributes: [ProtoAttribute] = [],
    outputs: [String]? = nil, domain: String = ""
  ) -> String {
    let outputs = outputs ?? [name]
    nodes.append(
      .init(
        name: name, kind: kind, domain: domain, overload: "", version: Self.version, inputs: inputs,
        outputs: outputs, attributes: Attributes(attributes, source)))
    return outputs.first ?? name
  }
}

extension ModelGraph {
  /// A graph of another format.
  init(
    inputs: [Value], outputs: [Value], nodes: [Node], constants: [String: NumericArray],
    constantNames: [String]
  ) {
    (self.inputs, self.outputs, self.nodes) = (inputs, outputs, nodes)
    (self.constants, self.constantNames) = (constants, constantNames)
    brokenConstants = [:]
  }
}

extension ProtoAttribute {
  static func int(_ name: String, _ value: Int) -> ProtoAttribute {
    var attribute = ProtoAttribute()
    (attribute.name, attribute.type, attribute.i) = (name, 2, Int64(value))
    return attribute
  }

  static func ints(_ name: String, _ values: [Int]) -> ProtoAttribute {
    var attribute = ProtoAttribute()
    (attribute.name, attribute.type, attribute.ints) = (name, 7, values.map(Int64.init))
    return attribute
  }

  static func float(_ name: String, _ value: Double) -> ProtoAttribute {
    var attribute = ProtoAttribute()
    (attribute.name, attribute.type, attribute.f) = (name, 1, Float(value))
    return attribute
  }

  static func string(_ name: String, _ value: String) -> ProtoAttribute {
    var attribute = ProtoAttribute()
    (attribute.name, attribute.type, attribute.s) = (name, 3, Data(value.utf8))
    return attribute
  }
}
