/// Layers and how values flow between them. A network that exists has shapes that fit.
///
/// Nodes stand in topological order: a node reads outputs of nodes before it. Images enter at nodes
/// of their own, the sources; unless said otherwise the first output of the last node is the
/// network's.
public struct Network: Sendable {
  public struct Node: Sendable {
    public let name: String
    public let layer: any Layer
    /// What it reads; nothing where an image enters and where a constant stands.
    public let inputs: [ValueReference]
    /// How its parameters begin, when that differs from the rest of the network.
    public let initializer: Initializer?
    /// The numbers it begins with where they are known, as those of a model file are.
    public let beginning: Beginning?
    /// What its outputs are called in the file that it came from; empty for a node that is called
    /// by its own name alone.
    public let outputNames: [String]

    public init(
      _ name: String, _ layer: any Layer, inputs: [ValueReference],
      initializer: Initializer? = nil, beginning: Beginning? = nil, outputNames: [String] = []
    ) {
      (self.name, self.layer, self.inputs) = (name, layer, inputs)
      (self.initializer, self.beginning) = (initializer, beginning)
      self.outputNames = outputNames
    }

    /// Whether an image enters here.
    public var isSource: Bool { layer.isSource }
  }

  /// The parameters and running statistics that a node begins with.
  public struct Beginning: Hashable, Sendable {
    public let parameters: [Tensor]
    public let statistics: [Tensor]
    /// What the parameters and then the statistics are called in the file that they came from, as
    /// many as are known.
    public let names: [String]

    public init(parameters: [Tensor], statistics: [Tensor] = [], names: [String] = []) {
      (self.parameters, self.statistics, self.names) = (parameters, statistics, names)
    }
  }

  /// A node of a model file that no layer stands for, or that needs one for which none does.
  public struct MissingNode: Hashable, Sendable {
    public let name: String
    /// The operator, such as `LSTM`.
    public let kind: String
    /// Why it is missing, as the end of a sentence: `the operator is not known`.
    public let reason: String
    /// Whether only something before it is missing.
    public let isBehindAnother: Bool

    public init(name: String, kind: String, reason: String, isBehindAnother: Bool) {
      (self.name, self.kind, self.reason) = (name, kind, reason)
      self.isBehindAnother = isBehindAnother
    }
  }

  /// A value of a model file that is the same at every run.
  public struct KnownValue: Hashable, Sendable {
    public let name: String
    public let tensor: Tensor

    public init(name: String, tensor: Tensor) { (self.name, self.tensor) = (name, tensor) }
  }

  /// What it is called, such as `lenet5`.
  public let title: String
  public let nodes: [Node]
  /// What it gives: at least one value. The loss compares the first with what is wanted.
  public let outputs: [ValueReference]
  public internal(set) var loss: any Loss
  public let initializer: Initializer
  /// What the file that it came from has besides, in its order.
  public let missing: [MissingNode]
  /// What of the file does not depend on what flows, and so was computed while it was read.
  public let known: [KnownValue]
  /// What was assumed where its file leaves something open, each the beginning of a sentence.
  public let notes: [String]
  private let shapesOfOne: [[Shape]]
  private let consumersOfNode: [[Consumer]]
  /// Whether what a node gives has the batch in front.
  private let carriesBatch: [Bool]

  /// - Parameter outputs: the first output of the last node unless said.
  /// - Throws: ``NetworkError`` naming the first layer that cannot take what comes before it, and
  ///   the value that would fit.
  /// - Precondition: nodes read only nodes before them; names are unique; there is a source;
  ///   outputs are values of nodes.
  public init(
    title: String, nodes: [Node], outputs: [ValueReference]? = nil,
    loss: any Loss = CrossEntropy(), initializer: Initializer = .pytorch,
    missing: [MissingNode] = [], known: [KnownValue] = [], notes: [String] = []
  ) throws(NetworkError) {
    precondition(nodes.contains(where: \.isSource), "a network without an input")
    (self.title, self.nodes, self.loss) = (title, nodes, loss)
    self.outputs = outputs ?? [ValueReference(nodes.count - 1)]
    precondition(!self.outputs.isEmpty, "a network without an output")
    (self.initializer, self.missing, self.known) = (initializer, missing, known)
    self.notes = notes
    shapesOfOne = try Self.shapes(of: nodes)
    carriesBatch = nodes.reduce(into: []) { carries, node in
      carries.append(
        node.isSource ? node.layer.hasBatch : node.inputs.contains { carries[$0.node] })
    }
    var consumers = nodes.map { _ in [Consumer]() }
    for (index, node) in nodes.enumerated() {
      for (input, value) in node.inputs.enumerated() {
        precondition(value.node < index, "\(node.name) reads a node behind it")
        consumers[value.node].append(Consumer(node: index, input: input, output: value.output))
      }
    }
    consumersOfNode = consumers
  }

  private static func shapes(of nodes: [Node]) throws(NetworkError) -> [[Shape]] {
    var shapes: [[Shape]] = []
    for node in nodes { shapes.append(try Self.shapes(of: node, after: shapes)) }
    try checkSum(of: shapes, nodes)
    return shapes
  }

  /// - Throws: at the first node with which all activations of a sample are more than 2³⁰ numbers.
  private static func checkSum(of shapes: [[Shape]], _ nodes: [Node]) throws(NetworkError) {
    var sum = 0
    for (index, outputs) in shapes.enumerated() {
      sum += outputs.reduce(0) { $0 + $1.count }
      guard sum > 1 << 30 else { continue }
      throw NetworkError(
        node: index, name: nodes[index].name, layer: nodes[index].layer.text,
        error: ShapeError("all activations so far are more than the 2³⁰ numbers that are allowed"))
    }
  }

  /// The shapes of a node's outputs behind nodes with the given ones.
  static func shapes(of node: Node, after shapes: [[Shape]]) throws(NetworkError) -> [Shape] {
    let inputs = node.inputs.map { shapes[$0.node][$0.output] }
    do throws(ShapeError) {
      let outputs = try node.layer.outputShapes(for: inputs)
      for output in outputs { try output.checkSize("an output") }
      for weight in node.layer.parameters(for: inputs) {
        try weight.shape.checkSize("a \(weight.name)")
      }
      return outputs
    } catch {
      throw NetworkError(
        node: shapes.count, name: node.name, layer: node.layer.text, error: error)
    }
  }
}

extension Shape {
  /// - Throws: when there are more than 2³⁰ elements.
  public func checkSize(_ name: String) throws(ShapeError) {
    var count = 1
    for extent in extents {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= 1 << 30 else {
        throw ShapeError("\(name) of \(self) is larger than the 2³⁰ numbers that are allowed")
      }
      count = product
    }
  }
}

/// An output of a node: what flows along an edge.
public struct ValueReference: Hashable, Sendable {
  public let node: Int
  public let output: Int

  public init(_ node: Int, _ output: Int = 0) { (self.node, self.output) = (node, output) }
}

/// A node that reads an output of another, and as which input.
public struct Consumer: Hashable, Sendable {
  public let node: Int
  public let input: Int
  public let output: Int
}

/// Why layers do not make a network.
public struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number of the node, sources included.
  public let node: Int
  public let name: String
  public let layer: String
  public let error: ShapeError

  public var description: String { "\(name) (\(layer)): \(error)" }
}

extension Network {
  /// The output that the loss compares with what is wanted.
  public var output: ValueReference { outputs[0] }

  /// The nodes where images enter.
  public var sources: [Int] { nodes.indices.filter { nodes[$0].isSource } }

  /// What a value is called in the file that the network came from, or else what its node is; a
  /// further output has its number behind the name.
  public func valueName(_ value: ValueReference) -> String {
    let node = nodes[value.node]
    if value.output < node.outputNames.count, !node.outputNames[value.output].isEmpty {
      return node.outputNames[value.output]
    }
    return value.output == 0 ? node.name : "\(node.name).\(value.output)"
  }

  /// The shape of a sample at the first source: `[channels, rows, columns]` or `[units]`.
  public var inputSample: Shape { shapesOfOne[sources[0]][0].sample }

  /// The outputs of a node for a batch, with the batch in front.
  public func outputShapes(of node: Int, batch: Int = 1) -> [Shape] {
    guard batch != 1, carriesBatch[node] else { return shapesOfOne[node] }
    return shapesOfOne[node].map { $0.rank == 0 ? $0 : $0.replacing(axis: 0, with: $0[0] * batch) }
  }

  /// Whether the first axis of what a node gives is the batch: not of a constant, nor of what was
  /// brought to a shape without one.
  public func hasBatch(_ node: Int) -> Bool {
    carriesBatch[node] && shapesOfOne[node][0].extents.first == 1
  }

  /// The shape of a node's first output for one sample.
  public func sampleShape(of node: Int) -> Shape {
    hasBatch(node) ? shapesOfOne[node][0].sample : shapesOfOne[node][0]
  }

  /// Whether several images at once make shapes that are those of one, several times: a layer that
  /// insists on one sample, as reshaping to `1,256` does, does not.
  public var takesBatches: Bool {
    var shapes: [[Shape]] = []
    for (index, node) in nodes.enumerated() {
      let wanted = outputShapes(of: index, batch: 2)
      let inputs = node.inputs.map { shapes[$0.node][$0.output] }
      guard node.isSource || (try? node.layer.outputShapes(for: inputs)) == wanted else {
        return false
      }
      shapes.append(wanted)
    }
    return nodes[sources[0]].layer.hasBatch
  }

  /// The inputs of a node for a batch, with the batch in front.
  public func inputShapes(of node: Int, batch: Int = 1) -> [Shape] {
    nodes[node].inputs.map { outputShapes(of: $0.node, batch: batch)[$0.output] }
  }

  /// What a node learns.
  public func parameters(of node: Int) -> [ParameterDeclaration] {
    nodes[node].isSource ? [] : nodes[node].layer.parameters(for: inputShapes(of: node))
  }

  /// What a node keeps from batch to batch.
  public func statistics(of node: Int) -> [StatisticDeclaration] {
    nodes[node].isSource ? [] : nodes[node].layer.statistics(for: inputShapes(of: node))
  }

  /// Who reads an output of a node, in the order in which their gradients are added.
  public func consumers(of value: ValueReference) -> [Consumer] {
    consumersOfNode[value.node].filter { $0.output == value.output }
  }

  /// The number of the node with a name, or of the one whose output is called so.
  public func node(named name: String) -> Int? {
    nodes.firstIndex { $0.name == name } ?? nodes.firstIndex { $0.outputNames.contains(name) }
  }

  /// How many numbers it learns.
  public var parameterCount: Int {
    nodes.indices.reduce(0) { $0 + parameters(of: $1).reduce(0) { $0 + $1.shape.count } }
  }

  /// Multiplications of a forward pass of one sample through all nodes.
  public var multiplyAccumulateCount: Int {
    nodes.indices.reduce(0) { $0 + multiplyAccumulates(of: $1) }
  }

  /// Multiplications of a forward pass of one sample.
  public func multiplyAccumulates(of node: Int) -> Int {
    nodes[node].isSource ? 0 : nodes[node].layer.multiplyAccumulates(for: inputShapes(of: node))
  }
}
