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
    public let initialValues: InitialValues?
    /// What its outputs are called in the file that it came from; empty for a node that is called
    /// by its own name alone.
    public let outputNames: [String]
    /// The element types of its outputs, when its file declares them; else they are the layer's.
    public let outputTypes: [ElementType]?
    /// What it computes instead of its layer's own passes: a planted fault.
    public internal(set) var alternative: Alternative?

    public init(
      _ name: String, _ layer: any Layer, inputs: [ValueReference],
      initializer: Initializer? = nil, initialValues: InitialValues? = nil,
      outputNames: [String] = [], outputTypes: [ElementType]? = nil
    ) {
      (self.name, self.layer, self.inputs) = (name, layer, inputs)
      (self.initializer, self.initialValues) = (initializer, initialValues)
      (self.outputNames, self.outputTypes) = (outputNames, outputTypes)
    }

    /// Whether an image enters here.
    public var isSource: Bool { layer.isSource }
  }

  /// What it is called, such as `lenet5`.
  public let title: String
  public internal(set) var nodes: [Node]
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
  let shapesOfOne: [[Shape]]
  /// The element types of the outputs of every node.
  let types: [[ElementType]]
  let consumersOfNode: [[Consumer]]
  /// Whether what a node gives has the batch in front.
  let carriesBatch: [Bool]

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
    types = try Self.types(of: nodes, counts: shapesOfOne.map(\.count))
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
