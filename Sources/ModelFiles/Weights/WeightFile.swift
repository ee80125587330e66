import CNNModel

/// Fills a network with the arrays of a `.safetensors` or `.npz` file, or with those of an ONNX
/// model.
///
/// By name, where the file has `LAYER.weight` and `LAYER.bias` (for batch normalization also
/// `LAYER.mean` and `LAYER.variance`, or PyTorch's `running_mean` and `running_var`), or names that
/// the network's own file has. Where none of the names is the network's, by order: layer after
/// layer, weight before bias.
public struct WeightFile: Sendable {
  private let path: String
  private let content: Content

  private enum Content: Sendable {
    case arrays([NamedArray])
    case model(ModelWeights)
  }

  /// An array with all that it may be called, what its file calls it first.
  struct Item: Sendable {
    let names: [String]
    let array: NumericArray

    var name: String { names[0] }
  }

  /// What went where, for the user.
  public struct Report: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable { case name, order }
    public let method: Method
    /// The array's name in the file, and what it fills.
    public let pairs: [Pair]
    /// The arrays that nothing asked for.
    public let unused: [String]

    public struct Pair: Hashable, Sendable {
      public let array: String
      public let slot: String
      public let shape: Shape
    }
  }

  /// - Throws: ``FileError`` where the file cannot be read or holds no arrays.
  public init(_ path: String) throws(FileError) {
    guard try FileKind.isModel(path) else {
      try self.init(path, arrays: ArrayFile.readAll(path))
      return
    }
    self.init(path, .model(try ModelWeights(path: path)))
  }

  /// The arrays of a file that was read already.
  public init(_ path: String, arrays: [NamedArray]) {
    self.init(path, .arrays(arrays.filter { !$0.name.hasSuffix(".num_batches_tracked") }))
  }

  private init(_ path: String, _ content: Content) {
    (self.path, self.content) = (path, content)
  }

  /// Replaces the parameters of a network, and its running statistics where the file has them.
  ///
  /// - Throws: ``FileError`` naming the array that is missing or does not fit; the state is
  ///   unchanged then.
  public func fill(
    _ state: inout ModelState, of network: Network
  ) throws(FileError) -> Report {
    let slots = network.nodes.indices.flatMap { WeightSlot.all(of: $0, network) }
    let items = items(for: network)
    let byName = Dictionary(
      items.flatMap { item in item.names.map { ($0, item) } },
      uniquingKeysWith: { first, _ in first })
    let isNamed = slots.contains { $0.names.contains { byName[$0] != nil } }
    let pairs =
      try isNamed ? pairs(byName: byName, slots, network) : pairsByOrder(items, slots, network)
    for (slot, item) in pairs where item.array.shape != slot.shape {
      throw FileError(
        path: "\(path):\(item.name.brief)",
        reason: "\(slot.names[0]) of \(network.title) is \(slot.shape), "
          + "but this array is \(item.array.shape)")
    }
    for (slot, item) in pairs { slot.put(item.array.tensor, into: &state) }
    let used = Set(pairs.map(\.1.name))
    return Report(
      method: isNamed ? .name : .order,
      pairs: pairs.map { .init(array: $1.name, slot: $0.names[0], shape: $0.shape) },
      unused: items.map(\.name).filter { !used.contains($0) })
  }

  private func items(for network: Network) -> [Item] {
    switch content {
    case .arrays(let arrays): arrays.map { Item(names: [$0.name], array: $0.array) }
    case .model(let model): model.items(sample: network.inputSample)
    }
  }

  private func pairs(
    byName items: [String: Item], _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [(WeightSlot, Item)] {
    var pairs: [(WeightSlot, Item)] = []
    for slot in slots {
      if let item = slot.names.lazy.compactMap({ items[$0] }).first {
        pairs.append((slot, item))
      } else if slot.isRequired {
        throw FileError(
          path: path,
          reason: "there is no \(slot.names[0]) (\(slot.shape)) in it, which \(network.title) needs"
        )
      }
    }
    return pairs
  }

  /// The arrays in the order of the layers; what is not required is left as it is where the file has
  /// too few arrays for it.
  private func pairsByOrder(
    _ items: [Item], _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [(WeightSlot, Item)] {
    let required = slots.filter(\.isRequired)
    let wanted = items.count == slots.count ? slots : required
    guard items.count == wanted.count else {
      throw FileError(
        path: path,
        reason: "none of its names is a layer's of \(network.title), and by order "
          + "\(required.count) arrays are expected, but it holds \(items.count)")
    }
    var orders = [items]
    if case .arrays = content { orders = [ArrayOrder.natural(items), ArrayOrder.layers(items)] }
    let fitting = orders.first { order in
      zip(wanted, order).allSatisfy { $0.shape == $1.array.shape }
    }
    return Array(zip(wanted, fitting ?? orders[0]))
  }
}

/// A parameter or a statistic of a network that an array can fill.
struct WeightSlot {
  /// What it may be called in a file, our own name first.
  let names: [String]
  let shape: Shape
  /// Whether a file without it is refused: not a running statistic, nor a constant of a model file,
  /// which keep what they are.
  let isRequired: Bool
  private let isParameter: Bool
  private let node: Int
  private let index: Int

  static func all(of node: Int, _ network: Network) -> [WeightSlot] {
    let (layer, reads) = (network.nodes[node].name, !network.nodes[node].inputs.isEmpty)
    let known = network.nodes[node].beginning?.names ?? []
    let parameters = network.parameters(of: node)
    let learnt = parameters.enumerated().map { index, parameter in
      WeightSlot(
        names: names(parameter.name, layer) + known.dropFirst(index).prefix(1),
        shape: parameter.shape, isRequired: reads, isParameter: true, node: node, index: index)
    }
    let kept = network.statistics(of: node).enumerated().map { index, statistic in
      WeightSlot(
        names: names(statistic.name, layer)
          + known.dropFirst(parameters.count + index).prefix(1),
        shape: statistic.shape, isRequired: false, isParameter: false, node: node, index: index)
    }
    return learnt + kept
  }

  /// Our name and PyTorch's.
  private static func names(_ name: String, _ layer: String) -> [String] {
    let known = ["mean": "running_mean", "variance": "running_var", "slope": "weight"]
    return [name, known[name]].compactMap(\.self).map { "\(layer).\($0)" }
  }

  func put(_ tensor: Tensor, into state: inout ModelState) {
    if isParameter {
      state.parameters[node][index] = tensor
    } else {
      state.statistics[node][index] = tensor
    }
  }
}
