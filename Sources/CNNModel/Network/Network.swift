/// A graph of layers. The shapes of a network that exists are consistent.
///
/// Nodes are in topological order: a node reads outputs of nodes before it. The inputs of the
/// network are nodes of their own; by default the first output of the last node is the output of
/// the network.
public struct Network: Sendable {
  /// A layer with its place in the graph.
  public struct Node: Sendable {
    /// The unique name, such as `conv1`.
    public let name: String
    /// The layer.
    public let layer: any Layer
    /// The values that it reads; none for inputs of the network and constants.
    public let inputs: [ValueReference]
    /// How its parameters are initialized, if not as in the rest of the network.
    public let initializer: Initializer?
    /// Its initial numbers if they are known, as in a model file.
    public let initialValues: InitialValues?
    /// Its name in the file that it came from, where that is another.
    public let fileName: String?
    /// The names of its outputs in the file that it came from; empty if its own name is the only
    /// one.
    public let outputNames: [String]
    /// The element types of its outputs, when its file declares them; else they are the layer's.
    public let outputTypes: [ElementType]?
    /// The parameters that are those of nodes before it.
    public let sharing: [SharedParameter]
    /// What it computes instead of its layer's own passes: a planted fault.
    public internal(set) var alternative: Alternative?

    /// A node; see the properties.
    public init(
      _ name: String, _ layer: any Layer, inputs: [ValueReference],
      initializer: Initializer? = nil, initialValues: InitialValues? = nil,
      fileName: String? = nil, outputNames: [String] = [], outputTypes: [ElementType]? = nil,
      sharing: [SharedParameter] = []
    ) {
      (self.name, self.layer, self.inputs) = (name, layer, inputs)
      (self.initializer, self.initialValues) = (initializer, initialValues)
      (self.outputNames, self.outputTypes) = (outputNames, outputTypes)
      (self.sharing, self.fileName) = (sharing, fileName)
    }

    /// Whether it is an input of the network.
    public var isSource: Bool { layer.isSource }
  }

  /// The name of the network, such as `lenet5`.
  public let title: String
  /// All nodes, in topological order.
  public internal(set) var nodes: [Node]
  /// The outputs of the network, at least one. The loss compares the first one with the target.
  public let outputs: [ValueReference]
  /// The loss that training minimizes.
  public internal(set) var loss: any Loss
  /// How parameters are initialized where a node does not say otherwise.
  public let initializer: Initializer
  /// The nodes of its file without layers, in the order of the file.
  public let missing: [MissingNode]
  /// The outputs of its file that nothing computes, because of missing nodes.
  public let unavailable: [UnavailableOutput]
  /// Whether ``outputs`` are its file's; where the file has none that can be computed, the last
  /// node stands for them.
  public let hasResult: Bool
  /// The values of its file that were computed while it was read, because they depend on no input.
  public let known: [KnownValue]
  /// The assumptions where its file is ambiguous, each the beginning of a sentence.
  public let notes: [String]
  /// What its classes are called; `nil` where nobody says it.
  public package(set) var classNames: ClassNames?
  let shapesOfOne: [[Shape]]
  /// The element types of the outputs of every node.
  let types: [[ElementType]]
  let consumersOfNode: [[Consumer]]
  /// The uses of every parameter that several nodes share, by any of them.
  let usesOfShared: [ParameterReference: [ParameterUse]]
  /// By node, whether its outputs have a batch axis.
  let carriesBatch: [Bool]

  /// - Parameter outputs: by default the first output of the last node.
  /// - Throws: ``NetworkError`` naming the first layer that cannot accept its input, with a value
  ///   that would fit.
  /// - Precondition: nodes read only nodes before them; names are unique; there is an input;
  ///   outputs are values of nodes.
  public init(
    title: String, nodes: [Node], outputs: [ValueReference]? = nil,
    loss: any Loss = CrossEntropy(), initializer: Initializer = .pytorch,
    missing: [MissingNode] = [], unavailable: [UnavailableOutput] = [], hasResult: Bool = true,
    known: [KnownValue] = [], notes: [String] = []
  ) throws(NetworkError) {
    precondition(nodes.contains(where: \.isSource), "a network without an input")
    (self.title, self.nodes, self.loss) = (title, nodes, loss)
    self.outputs = outputs ?? [ValueReference(nodes.count - 1)]
    precondition(!self.outputs.isEmpty, "a network without an output")
    (self.initializer, self.missing, self.known) = (initializer, missing, known)
    (self.notes, self.unavailable, self.hasResult) = (notes, unavailable, hasResult)
    usesOfShared = nodes.sharedUses
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
    self.loss = replacing(loss: loss).loss
  }

  private static func shapes(of nodes: [Node]) throws(NetworkError) -> [[Shape]] {
    var shapes: [[Shape]] = []
    for node in nodes { shapes.append(try Self.shapes(of: node, after: shapes)) }
    try checkSum(of: shapes, nodes)
    return shapes
  }

  /// - Throws: ``NetworkError`` at the first node with which the activations of a sample exceed 2³⁰
  ///   numbers.
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

  /// The shapes of a node's outputs, from those of the nodes before it.
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
