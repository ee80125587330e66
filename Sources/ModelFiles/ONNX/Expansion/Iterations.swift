import CNNModel

/// The runs of a body one after the other, each of which is given what the one before it gave.
struct Iterations {
  /// A loop is not unrolled to more runs.
  static let most = 4096

  private let owner: ExpandedNode
  private let body: Body
  private let scope: Scope
  /// The values that go from run to run, by name.
  private(set) var carried: [String]
  /// What the runs gave beside them, run by run.
  private var collected: [[String]] = []
  /// The constants of the body, until the first run takes them.
  private var constants: [(name: String, array: NumericArray)]

  /// The number of runs so far.
  var count: Int { collected.count }

  /// - Parameters:
  ///   - owner: the node, with its body as an attribute.
  ///   - carried: the values that the first run is given.
  init(_ owner: ExpandedNode, carried: [String], _ names: inout NamePool) throws(NodeError) {
    let graph = try owner.graph("body")
    (self.owner, body, self.carried) = (owner, try Body(graph), carried)
    (scope, constants) = owner.scope(of: graph, &names)
  }

  var nodeCount: Int { body.nodes.count }
  /// The number of the body's inputs and outputs.
  var inputCount: Int { body.inputs.count }
  var outputCount: Int { body.outputs.count }

  /// The nodes of the next run.
  ///
  /// - Parameters:
  ///   - leading: the values of the inputs before the carried ones.
  ///   - trailing: the values of the inputs behind them.
  ///   - skipped: the number of outputs before the carried ones.
  /// - Returns: the nodes, and the names of the skipped outputs.
  mutating func run(
    leading: [String] = [], trailing: [String] = [], skipping skipped: Int = 0,
    _ names: inout NamePool
  ) -> (nodes: ExpandedNodes, skipped: [String]) {
    let scope = scope
    let placed = body.placed(
      under: "\(owner.name)/\(count)", given: leading + carried + trailing, &names
    ) { Scope($0, in: scope) }
    let results = placed.outputs.dropFirst(skipped)
    carried = Array(results.prefix(carried.count))
    collected.append(Array(results.dropFirst(carried.count)))
    defer { constants = [] }
    return (
      ExpandedNodes(nodes: placed.nodes, constants: constants),
      Array(placed.outputs.prefix(skipped))
    )
  }

  /// The nodes that give the outputs of the owner: the carried values, and the others of all runs,
  /// stacked on a new axis.
  ///
  /// - Parameters:
  ///   - axes: the new axis of each.
  ///   - reversed: which of them have the last run first.
  func results(
    axes: [Int] = [], reversed: Set<Int> = [], _ names: inout NamePool
  ) throws(NodeError) -> ExpandedNodes {
    var nodes: [ModelGraph.Node] = []
    for (index, output) in owner.node.outputs.enumerated() where !output.isEmpty {
      guard index >= carried.count else {
        nodes.append(.standard("Identity", [carried[index]], [output], name: owner.name))
        continue
      }
      let stack = index - carried.count
      let parts = collected.compactMap { stack < $0.count ? $0[stack] : nil }
      guard !parts.isEmpty else {
        throw .unsupported("it runs zero times, so the shape of its output is not known")
      }
      let list = names.fresh("\(owner.name)/\(output)")
      nodes.append(
        .standard(
          "SequenceConstruct", reversed.contains(stack) ? parts.reversed() : parts, [list],
          name: "\(owner.name)/parts"))
      nodes.append(
        .standard(
          "ConcatFromSequence", [list], [output], name: owner.name,
          ["axis": stack < axes.count ? axes[stack] : 0, "new_axis": 1]))
    }
    return ExpandedNodes(nodes: nodes)
  }
}
