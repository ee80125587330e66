/// A network as a table: a row a layer, and totals.
public struct NetworkSummary: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    public let name: String
    /// The layer's word, such as `conv`.
    public let kind: String
    /// The layer's line of text.
    public let text: String
    public let inputs: [String]
    /// The shape of a sample of the first output.
    public let outputShape: Shape
    public let parameters: [ParameterDeclaration]
    /// Multiplications and additions, counted as one, for a sample.
    public let multiplyAccumulates: Int
    /// Rows and columns of the source that a unit depends on; `nil` also for networks of more nodes
    /// than ``NetworkSummary/fieldLimit``, where it would take too long to find out.
    public let receptiveField: PerAxis?
    /// The arithmetic of the output shape.
    public let arithmetic: [String]

    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }

    /// `16·6·5·5 + 16`
    public var parameterArithmetic: String {
      parameters.map(\.arithmetic).joined(separator: " + ")
    }
  }

  /// In so many nodes every unit's field is looked for.
  public static let fieldLimit = 2000

  public let title: String
  public let rows: [Row]
  /// What the file has besides, for which there are no layers.
  public let missing: [Network.MissingNode]
  /// What was assumed where its file leaves something open.
  public let notes: [String]

  public var parameterCount: Int { rows.reduce(0) { $0 + $1.parameterCount } }
  public var multiplyAccumulates: Int { rows.reduce(0) { $0 + $1.multiplyAccumulates } }

  public init(_ network: Network) {
    title = network.title
    missing = network.missing
    notes = network.notes
    rows = network.nodes.indices.map { Self.row(of: $0, network) }
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
      parameters: network.parameters(of: index),
      multiplyAccumulates: network.multiplyAccumulates(of: index),
      receptiveField: field?.size,
      arithmetic: node.isSource
        ? [] : node.layer.shapeArithmetic(for: network.inputShapes(of: index)))
  }
}
