import CNNModel

extension WeightFile {
  /// The parameters and running statistics of a network, under the names by which they are loaded:
  /// `LAYER.weight`, `LAYER.mean`. A shared parameter is there once.
  public static func arrays(of state: ModelState, _ network: Network) -> [NamedArray] {
    network.nodes.indices.flatMap { node in
      let names =
        network.parameters(of: node).map(\.name) + network.statistics(of: node).map(\.name)
      let tensors = state.parameters[node] + state.statistics[node]
      let repeated = Set(network.nodes[node].sharing.map(\.index))
      return names.indices.filter { !repeated.contains($0) }.map {
        NamedArray("\(network.nodes[node].name).\(names[$0])", NumericArray(tensors[$0]))
      }
    }
  }
}
