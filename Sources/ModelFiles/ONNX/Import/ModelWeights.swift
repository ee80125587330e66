import CNNModel

/// The parameters of an ONNX model as weights for another network.
///
/// They are taken from the layers that the model becomes, so that they have the shapes of layers
/// even where the file has a matrix transposed. Each has its name in the file and the name by its
/// layer. Where the model has unsupported nodes, the constants that no layer took are added as they
/// are in the file.
struct ModelWeights {
  private let file: ModelFile

  /// - Throws: ``FileError`` where the file is not an ONNX model.
  init(path: String) throws(FileError) {
    file = try ModelFile(path: path)
  }

  /// The weights, layer after layer, for a network that takes images of the shape `sample`.
  func items(sample: Shape) -> [WeightFile.Item] {
    let model =
      (try? ImportedModel(file, title: "model"))
      ?? (try? ImportedModel(file, title: "model", .init(sample: sample)))
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
      guard let beginning = node.initialValues else { return [] }
      let parts =
        network.parameters(of: index).map(\.name) + network.statistics(of: index).map(\.name)
      return zip(parts, beginning.parameters + beginning.statistics).enumerated().map {
        let own = "\(node.name).\($1.0)"
        let file = $0 < beginning.names.count ? [beginning.names[$0]] : []
        return WeightFile.Item(names: file + [own], array: NumericArray($1.1))
      }
    }
  }

  /// The constants of the file, in its order.
  var arrays: [NamedArray] {
    file.graph.constantNames.compactMap { name in
      file.graph.constants[name].map { NamedArray(name, $0) }
    }
  }
}
