import CNNModel

/// How a node becomes other nodes while a model is read: a call of a function, a branch that is
/// decided, a loop of known length.
protocol Expansion {
  /// The next nodes, which are lowered before more are asked for; nil where there are none left.
  ///
  /// - Parameters:
  ///   - values: what the nodes before give, by name.
  ///   - names: gives the values new names.
  /// - Throws: where it cannot be decided while reading.
  mutating func next(
    _ values: [String: Operand], _ names: inout NamePool
  ) throws(NodeError) -> ExpandedNodes?
}

/// Nodes in the place of another, and the constants that come with them.
struct ExpandedNodes {
  /// The nodes of all bodies of a model may become so many.
  static let most = 20_000
  /// Why a body is not expanded that would give more.
  static let excess =
    "the functions, branches and loops of the model would become more than \(most) nodes"

  var nodes: [ModelGraph.Node] = []
  var constants: [(name: String, array: NumericArray)] = []
}

/// All nodes at once.
struct SingleExpansion: Expansion {
  private var nodes: ExpandedNodes?

  init(_ nodes: ExpandedNodes) { self.nodes = nodes }

  mutating func next(
    _ values: [String: Operand], _ names: inout NamePool
  ) -> ExpandedNodes? { nodes.take() }
}

/// A node that is to be expanded.
struct ExpandedNode {
  let node: ModelGraph.Node
  /// What it is called on the screen.
  let name: String
  /// The values of its inputs; nil for one that is omitted.
  let inputs: [Operand?]

  func input(_ index: Int) -> Operand? { index < inputs.count ? inputs[index] : nil }

  /// A subgraph that the node has as an attribute.
  func graph(_ attribute: String) throws(NodeError) -> ModelGraph {
    guard let graph = try node.attributes.graph(attribute) else {
      throw .invalid("its \(attribute) is missing")
    }
    if let reason = graph.brokenConstants.values.min() { throw .unsupported(reason) }
    return graph
  }

  /// The scope of the constants of a subgraph, with the constants under their new names.
  func scope(
    of graph: ModelGraph, _ names: inout NamePool
  ) -> (scope: Scope, constants: [(name: String, array: NumericArray)]) {
    var values: [String: String] = [:]
    var constants: [(name: String, array: NumericArray)] = []
    for name in graph.constantNames where values[name] == nil {
      guard let array = graph.constants[name] else { continue }
      let fresh = names.fresh("\(self.name)/\(name)")
      values[name] = fresh
      constants.append((fresh, array))
    }
    return (Scope(values, in: node.scope), constants)
  }

  /// The only element of a constant input; nil where it is omitted.
  func integer(_ index: Int, _ role: String) throws(NodeError) -> Int128? {
    guard let operand = input(index) else { return nil }
    guard let array = operand.array ?? operand.given else {
      throw .unsupported("its \(role) depends on the input")
    }
    guard array.count == 1, !array.elementType.isFloating, let number = array.integers.first else {
      throw .invalid("its \(role) is \(array.shape) \(array.elementType), not one integer")
    }
    return number
  }
}
