import CNNModel

extension WeightFile {
  /// The parameters and running statistics of a network under the names by which they are read
  /// back: `LAYER.weight`, `LAYER.mean`.
  public static func arrays(of state: ModelState, _ network: Network) -> [NamedArray] {
    network.nodes.indices.flatMap { node in
      let names =
        network.parameters(of: node).map(\.name) + network.statistics(of: node).map(\.name)
      let tensors = state.parameters[node] + state.statistics[node]
      return zip(names, tensors).map {
        NamedArray("\(network.nodes[node].name).\($0)", NumericArray($1))
      }
    }
  }
}
