import CNNModel

/// Nodes that stand for a node: the body of a function, of a branch or of a loop.
struct Body {
  /// In an order in which each comes after those that it reads.
  let nodes: [ModelGraph.Node]
  /// The names of what it is given and of what it gives.
  let inputs: [String]
  let outputs: [String]

  init(_ graph: ModelGraph) throws(NodeError) {
    inputs = graph.inputs.map(\.name)
    outputs = graph.outputs.map(\.name)
    nodes = try Self.ordered(graph.nodes, entering: inputs + graph.constantNames)
  }

  init(_ function: ModelFunction) throws(NodeError) {
    (inputs, outputs) = (function.inputs, function.outputs)
    nodes = try Self.ordered(function.nodes, entering: inputs)
  }

  private static func ordered(
    _ nodes: [ModelGraph.Node], entering: [String]
  ) throws(NodeError) -> [ModelGraph.Node] {
    try nodes.order(entering: Set(entering)).map { nodes[$0] }
  }
}

extension Body {
  /// Nodes in the place of another, with what they give.
  struct Placed {
    var nodes: [ModelGraph.Node]
    /// The names of the outputs.
    let outputs: [String]
  }

  /// The body's nodes with names that occur once in the model.
  ///
  /// - Parameters:
  ///   - prefix: stands before the names, as in `layer1/conv`.
  ///   - given: the names of the values for the inputs, empty where one is omitted.
  ///   - wanted: what outputs are to be called; a new name where it is empty or not there.
  ///   - scope: makes the scope of the names that it is given.
  func placed(
    under prefix: String, given: [String], wanted: [String] = [], _ names: inout NamePool,
    _ scope: ([String: String]) -> Scope
  ) -> Placed {
    var values = Dictionary(
      zip(inputs, given + inputs.dropFirst(given.count).map { _ in "" }),
      uniquingKeysWith: { first, _ in first })
    let produced = Set(nodes.flatMap(\.outputs))
    for (output, name) in zip(outputs, wanted)
    where !name.isEmpty && produced.contains(output) && values[output] == nil {
      values[output] = name
    }
    for name in nodes.flatMap(\.outputs) where !name.isEmpty && values[name] == nil {
      values[name] = names.fresh("\(prefix)/\(name)")
    }
    let body = scope(values)
    var placed = nodes.enumerated().map { $1.placed(in: body, name: "\(prefix)/\($1.title($0))") }
    let results = outputs.map(body.name)
    for (result, name) in zip(results, wanted) where !name.isEmpty && name != result {
      placed.append(.standard("Identity", [result], [name], name: prefix))
    }
    return Placed(nodes: placed, outputs: results)
  }
}

extension ModelGraph.Node {
  /// The node as it stands in a body that is put in the place of another.
  fileprivate func placed(in scope: Scope, name: String) -> ModelGraph.Node {
    var node = self
    node.name = name
    node.inputs = inputs.map(scope.name)
    node.outputs = outputs.map(scope.name)
    node.attributes = attributes.resolved(in: scope)
    node.scope = scope
    return node
  }

  /// A node of an operator of the specification, version 13.
  static func standard(
    _ kind: String, _ inputs: [String], _ outputs: [String], name: String,
    _ attributes: [String: Int] = [:]
  ) -> ModelGraph.Node {
    ModelGraph.Node(
      name: name, kind: kind, domain: "", overload: "", version: 13, inputs: inputs,
      outputs: outputs, attributes: Attributes(attributes))
  }
}
