import CNNModel

/// A parameter or running statistic of a node, with its name and numbers.
struct NamedParameter {
  let place: ParameterPlace
  /// The name within the layer: `weight`, `variance`.
  let name: String
  /// What it does; `nil` for a running statistic.
  let kind: ParameterDeclaration.Kind?
  let tensor: Tensor
}

extension ComparedNetwork {
  /// The parameters and then the running statistics of a node.
  func named(_ node: Int) -> [NamedParameter] {
    let shapes = network.inputShapes(of: node)
    let layer = network.nodes[node].layer
    guard !network.nodes[node].isSource else { return [] }
    let parameters = layer.parameters(for: shapes).enumerated().map { index, declaration in
      NamedParameter(
        place: .parameter(index), name: declaration.name, kind: declaration.kind,
        tensor: state.parameters[node][index])
    }
    let statistics = layer.statistics(for: shapes).enumerated().map { index, declaration in
      NamedParameter(
        place: .statistic(index), name: declaration.name, kind: nil,
        tensor: state.statistics[node][index])
    }
    return parameters + statistics
  }
}
