import CNNModel

extension ExpandedNode {
  /// The nodes of a call of a function (ONNX, "Functions"): inputs, outputs and attributes of the
  /// call stand for those of the body.
  func call(
    of function: ModelFunction, _ names: inout NamePool
  ) throws(NodeError) -> any Expansion {
    guard node.inputs.count <= function.inputs.count,
      node.outputs.count <= function.outputs.count
    else {
      throw .invalid(
        "it has \(node.inputs.count) inputs and \(node.outputs.count) outputs, but the function has "
          + "\(function.inputs.count) and \(function.outputs.count)")
    }
    let arguments = node.attributes.arguments(defaults: function.defaults)
    let placed = try Body(function).placed(
      under: name, given: node.inputs, wanted: node.outputs, &names
    ) { Scope($0, arguments: arguments) }
    return SingleExpansion(ExpandedNodes(nodes: placed.nodes))
  }

  /// The nodes of the branch that is taken (ONNX, If-25).
  func branch(_ names: inout NamePool) throws(NodeError) -> any Expansion {
    guard let condition = try integer(0, "condition") else {
      throw .invalid("its condition is missing")
    }
    let graph = try graph(condition != 0 ? "then_branch" : "else_branch")
    let (scope, constants) = scope(of: graph, &names)
    guard node.outputs.count <= graph.outputs.count else {
      throw .invalid(
        "it has \(node.outputs.count) outputs, but its branch has \(graph.outputs.count)")
    }
    let placed = try Body(graph).placed(
      under: name, given: [], wanted: node.outputs, &names
    ) { Scope($0, in: scope) }
    return SingleExpansion(ExpandedNodes(nodes: placed.nodes, constants: constants))
  }
}
