import CNNModel

extension WeightFile {
  /// The parameters and running statistics of a network under the names that PyTorch gives them, so
  /// that `load_state_dict` takes them where the layers have the same names: `LAYER.weight`,
  /// `LAYER.running_mean`, and beside statistics `LAYER.num_batches_tracked`, the updates so far. A
  /// shared parameter is there once.
  public static func arrays(of state: ModelState, _ network: Network) -> [NamedArray] {
    network.nodes.indices.flatMap { node in
      let statistics = network.statistics(of: node).map(\.name)
      let names = network.parameters(of: node).map(\.name) + statistics
      let tensors = state.parameters[node] + state.statistics[node]
      let repeated = Set(network.nodes[node].sharing.map(\.index))
      let layer = network.nodes[node].name
      let arrays = names.indices.filter { !repeated.contains($0) }.map {
        NamedArray("\(layer).\(WeightName.written(names[$0]))", NumericArray(tensors[$0]))
      }
      guard !statistics.isEmpty else { return arrays }
      let count = NumericArray(shape: [], int64s: [Int64(state.updates)])
      return arrays + [NamedArray("\(layer).\(WeightName.batchCount)", count)]
    }
  }

  /// The names under which a file that ``write(_:to:)`` has written may have an array, newest first:
  /// formerly they were our own.
  public static func writtenNames(_ layer: String, _ name: String) -> [String] {
    ["\(layer).\(WeightName.written(name))", "\(layer).\(name)"]
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
