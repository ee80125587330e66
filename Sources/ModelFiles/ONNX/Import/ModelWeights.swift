import CNNModel

/// The numbers of an ONNX model as weights for a network.
///
/// They are taken from the layers that the model becomes, so that they are shaped as layers want
/// them, whatever way round the file has a matrix. Each is called as in the file and by its layer.
/// Where the model has a node that nothing here stands for, what no layer has is added as the file
/// has it.
struct ModelWeights {
  private let path: String
  private let graph: ModelGraph

  /// - Throws: ``FileError`` where the file is no ONNX model.
  init(path: String) throws(FileError) {
    self.path = path
    graph = try ModelGraph(path: path)
  }

  /// The weights, layer after layer, for a network that takes images of the shape `sample`.
  func items(sample: Shape) -> [WeightFile.Item] {
    let model =
      (try? ImportedModel(graph, path: path, title: "model"))
      ?? (try? ImportedModel(graph, path: path, title: "model", sample: sample))
    let items = model?.network.map(Self.items) ?? []
    if let model, model.missing.isEmpty { return items }
    let taken = Set(items.flatMap(\.names))
    return items
      + arrays.filter { $0.array.elementType.isFloating && !taken.contains($0.name) }
      .map { WeightFile.Item(names: [$0.name], array: $0.array) }
  }

  private static func items(of network: Network) -> [WeightFile.Item] {
    network.nodes.indices.flatMap { index -> [WeightFile.Item] in
      let node = network.nodes[index]
      guard let beginning = node.beginning else { return [] }
      let parts =
        network.parameters(of: index).map(\.name) + network.statistics(of: index).map(\.name)
      return zip(parts, beginning.parameters + beginning.statistics).enumerated().map {
        let own = "\(node.name).\($1.0)"
        let file = $0 < beginning.names.count ? [beginning.names[$0]] : []
        return WeightFile.Item(names: file + [own], array: NumericArray($1.1))
      }
    }
  }

  /// The constants as the file has them, in its order.
  var arrays: [NamedArray] {
    graph.constantNames.compactMap { name in
      graph.constants[name].map { NamedArray(name, $0) }
    }
  }
}
