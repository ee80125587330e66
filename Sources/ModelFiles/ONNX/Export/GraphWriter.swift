import CNNModel
import Foundation

/// Builds the graph of an ONNX model, node by node.
struct GraphWriter {
  /// A value of the graph.
  struct Edge: Hashable {
    let name: String
    let type: ElementType
  }

  private let network: Network
  private let state: ModelState
  private var graph = ProtoGraph()
  private var names: UniqueNames
  /// The outputs of the nodes so far.
  private var edges: [[Edge]] = []
  /// The initializers of parameters, by their first uses.
  private var parameters: [ParameterReference: Edge] = [:]

  init(_ network: Network, _ state: ModelState) {
    (self.network, self.state) = (network, state)
    names = UniqueNames(
      taken: network.nodes.indices.flatMap { node in
        network.outputShapes(of: node).indices.map {
          network.valueName(ValueReference(node, $0))
        }
      })
    graph.name = network.title
  }

  /// Adds a node of the network: an input, or the operators of its layer.
  ///
  /// - Throws: ``FileError`` where the layer has none.
  mutating func add(_ node: Int, path: String) throws(FileError) {
    let found = network.nodes[node]
    guard !found.isSource else { return addInput(node) }
    guard let layer = found.layer as? any ONNXExportable else {
      throw FileError(
        path: path,
        reason:
          "\(found.name.quoted) (\(found.layer.text.harmless)) is no operator of ONNX, and no "
          + "combination of them is known")
    }
    var call = CallWriter(node: node, writer: self)
    let outputs = call.outputs(of: layer.operators(network.inputShapes(of: node)))
    self = call.writer
    edges.append(outputs)
  }

  /// The graph with its outputs.
  mutating func finished() -> ProtoGraph {
    for value in network.outputs {
      graph.output.append(information(edges[value.node][value.output], of: value))
    }
    return graph
  }

  private mutating func addInput(_ node: Int) {
    let value = ValueReference(node)
    let edge = edge(of: value)
    graph.input.append(information(edge, of: value))
    edges.append([edge])
  }

  /// The type and the shape of an input or an output; the batch is open where it may be.
  private func information(_ edge: Edge, of value: ValueReference) -> ProtoValueInfo {
    var information = ProtoValueInfo()
    information.name = edge.name
    information.type.tensorType.elemType = edge.type.onnxCode
    let shape = network.outputShapes(of: value.node)[value.output]
    let two =
      network.takesBatches
      ? network.outputShapes(of: value.node, batch: 2)[value.output] : shape
    information.type.tensorType.shape.dim = zip(shape.extents, two.extents).map { one, two in
      var dimension = ProtoTensorShape.Dimension()
      if (one, two) == (1, 2) {
        dimension.dimParam = "batch"
      } else {
        dimension.dimValue = Int64(one)
      }
      return dimension
    }
    return information
  }
}

extension GraphWriter {
  /// What a node of the network reads.
  func inputs(of node: Int) -> [Edge] {
    network.nodes[node].inputs.map { edges[$0.node][$0.output] }
  }

  /// The names and types that the outputs of a node have in the network.
  func values(of node: Int) -> [Edge] {
    network.outputShapes(of: node).indices.map { index in
      edge(of: ValueReference(node, index))
    }
  }

  /// The name of a value, and its type; all floats are computed with 32 bits.
  private func edge(of value: ValueReference) -> Edge {
    let type = network.elementType(of: value)
    return Edge(name: network.valueName(value), type: type.isFloating ? .float32 : type)
  }

  /// A name for something inside of a node that nothing else has.
  mutating func name(inside node: Int, _ word: String) -> String {
    names.unused("\(network.nodes[node].name).\(word)")
  }

  mutating func add(_ node: ProtoNode) { graph.node.append(node) }

  /// Adds an array as an initializer.
  mutating func constant(_ array: NumericArray, _ name: String) -> Edge {
    var tensor = ProtoTensor()
    tensor.name = name
    tensor.dims = array.shape.extents.map { Int64($0) }
    tensor.dataType = array.elementType.onnxCode
    tensor.rawData = Data(array.bytes)
    graph.initializer.append(tensor)
    return Edge(name: name, type: array.elementType)
  }

  /// The initializer of a parameter, which its uses share, and how this use reads it.
  mutating func parameter(_ index: Int, of node: Int) -> (Edge, SharedParameter?) {
    let sharing = network.nodes[node].sharing.first { $0.index == index }
    let first = sharing?.first ?? ParameterReference(node, index)
    if let known = parameters[first] { return (known, sharing) }
    let word = network.parameters(of: first.node)[first.index].name
    let tensor = state.parameters[first.node][first.index]
    let edge = constant(NumericArray(tensor), name(inside: first.node, word))
    parameters[first] = edge
    return (edge, sharing)
  }

  /// The shape that a node's layer gives its parameter.
  func parameterShape(_ index: Int, of node: Int) -> Shape {
    network.parameters(of: node)[index].shape
  }

  mutating func statistic(_ index: Int, of node: Int) -> Edge {
    let own = network.statistics(of: node)[index].name
    let name = name(inside: node, Self.statisticNames[own] ?? own)
    return constant(NumericArray(state.statistics[node][index]), name)
  }

  /// The names of PyTorch's buffers.
  private static let statisticNames = ["mean": "running_mean", "variance": "running_var"]
}

/// Names that are given once.
struct UniqueNames {
  private var taken: Set<String>

  init(taken: [String]) { self.taken = Set(taken) }

  /// The name, or the first with a number behind it that is free.
  mutating func unused(_ name: String) -> String {
    var (chosen, number) = (name, 1)
    while !taken.insert(chosen).inserted {
      number += 1
      chosen = "\(name)_\(number)"
    }
    return chosen
  }
}
