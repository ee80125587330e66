/// A network as a table: one row per layer, and totals.
public struct NetworkSummary: Sendable {
  /// A layer of the network.
  public struct Row: Hashable, Sendable {
    /// The name of the node.
    public let name: String
    /// The layer's keyword, such as `conv`.
    public let kind: String
    /// The layer's line of text.
    public let text: String
    /// The names of the nodes that it reads.
    public let inputs: [String]
    /// The shape of the first output for a sample.
    public let outputShape: Shape
    /// The element type of the first output.
    public let outputType: ElementType
    /// The parameters of the layer that no row above has.
    public let parameters: [ParameterDeclaration]
    /// The parameters of rows above that the layer shares: `weight of conv1`.
    public let shared: [String]
    /// The multiply-accumulates (MACs) for a sample.
    public let multiplyAccumulates: Int
    /// The size of the input region that a unit depends on; `nil` where it does not apply, and for
    /// networks with more than ``NetworkSummary/fieldLimit`` nodes, for which it would take too
    /// long.
    public let receptiveField: PerAxis?
    /// What is unusual about the output.
    public let remarks: [String]
    /// The arithmetic of the output shape.
    public let arithmetic: [String]

    /// The number of parameters, counted in numbers.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }

    /// The arithmetic of ``parameterCount``: `16·6·5·5 + 16`.
    public var parameterArithmetic: String {
      parameters.map(\.arithmetic).joined(separator: " + ")
    }
  }

  /// The largest number of nodes for which receptive fields are computed.
  public static let fieldLimit = 2000

  /// The name of the network.
  public let title: String
  /// One row per node.
  public let rows: [Row]
  /// The nodes of the network's file without layers.
  public let missing: [Network.MissingNode]
  /// The assumptions where the network's file is ambiguous.
  public let notes: [String]

  /// The number of parameters of all rows, counted in numbers.
  public var parameterCount: Int { rows.reduce(0) { $0 + $1.parameterCount } }

  /// How many constants are not parameters, and how many numbers they hold.
  public let fixed: (constants: Int, numbers: Int)

  /// The multiply-accumulates (MACs) of all rows, for a sample.
  public var multiplyAccumulates: Int { rows.reduce(0) { $0 + $1.multiplyAccumulates } }

  /// The summary of a network.
  public init(_ network: Network) {
    title = network.title
    missing = network.missing
    notes = network.notes + network.precisionNotes
    rows = network.nodes.indices.map { Self.row(of: $0, network) }
    let numbers = network.nodes.indices.filter { network.nodes[$0].inputs.isEmpty }
      .map { network.statistics(of: $0).reduce(0) { $0 + $1.shape.count } }.filter { $0 > 0 }
    fixed = (numbers.count, numbers.reduce(0, +))
  }

  private static func shared(of index: Int, _ network: Network) -> [String] {
    network.nodes[index].sharing.map { shared in
      let name = network.parameters(of: shared.first.node)[shared.first.index].name
      return "\(name) of \(network.nodes[shared.first.node].name)"
    }
  }

  private static func row(of index: Int, _ network: Network) -> Row {
    let node = network.nodes[index]
    let output = network.outputShapes(of: index)[0]
    let middle = Position(output.extents.map { ($0 - 1) / 2 })
    let field =
      network.nodes.count > fieldLimit ? nil : network.receptiveField(of: middle, node: index)
    return Row(
      name: node.name, kind: node.layer.kind, text: node.layer.text,
      inputs: node.inputs.map { network.nodes[$0.node].name },
      outputShape: network.sampleShape(of: index),
      outputType: network.elementType(of: ValueReference(index)),
      parameters: network.ownParameters(of: index), shared: shared(of: index, network),
      multiplyAccumulates: network.multiplyAccumulates(of: index),
      receptiveField: field?.size,
      remarks: node.isSource ? [] : node.layer.remarks(for: network.inputShapes(of: index)),
      arithmetic: node.isSource
        ? [] : node.layer.shapeArithmetic(for: network.inputShapes(of: index)))
  }
}
