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

  /// Writes arrays to a `.safetensors` file, or to an archive where the name ends in `.npz`.
  ///
  /// - Throws: ``FileError`` as ``FileContent/write(_:to:)`` does.
  public static func write(_ arrays: [NamedArray], to path: String) throws(FileError) {
    if path.lowercased().hasSuffix(".npz") {
      try NpzFile.write(arrays, to: path)
    } else {
      try SafetensorsFile.write(arrays, to: path)
    }
  }
}
