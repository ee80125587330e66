import CNNModel

/// Fills a network with the arrays of a `.safetensors` or `.npz` file, or with those of an ONNX
/// model.
///
/// By name, where the file has `LAYER.weight` and `LAYER.bias` (for batch normalization also
/// `LAYER.mean` and `LAYER.variance`, or PyTorch's `running_mean` and `running_var`), or names that
/// the network's own file has, behind a prefix that all of them share (`module.`) or none. Where none
/// of the names is the network's, by order: layer after layer, weight before bias, if only one order
/// fits.
public struct WeightFile: Sendable {
  private let path: String
  private let content: Content

  private enum Content: Sendable {
    case arrays([NamedArray])
    case model(ModelWeights)
  }

  /// An array with all its possible names, that in the file first.
  struct Item: Sendable {
    let names: [String]
    let array: NumericArray

    var name: String { names[0] }
  }

  /// Which array filled which parameter, for the user.
  public struct Report: Hashable, Sendable {
    /// Whether arrays were matched by name or by order.
    public enum Method: String, Hashable, Sendable { case name, order }
    /// How the arrays were matched.
    public let method: Method
    /// Every array that was used, with what it filled.
    public let pairs: [Pair]
    /// The arrays that were not used.
    public let unused: [String]

    /// An array that was used.
    public struct Pair: Hashable, Sendable {
      /// Its name in the file.
      public let array: String
      /// The parameter or statistic that it filled: `conv1.weight`.
      public let slot: String
      /// The shape of both.
      public let shape: Shape
    }
  }

  /// Reads the file `path`.
  ///
  /// - Throws: ``FileError`` where the file cannot be read or holds no arrays.
  public init(_ path: String) throws(FileError) {
    SourceFiles.add(path, as: .weights)
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
    let prefix = try prefix(items.flatMap(\.names), slots, network)
    let pairs =
      if let prefix {
        try pairs(byName: byName, prefix, slots, network)
      } else {
        try pairsByOrder(items, slots, network)
      }
    try checkShapes(pairs, network)
    for (slot, item) in pairs { slot.put(item.array.tensor, into: &state, of: network) }
    return report(prefix == nil ? .order : .name, pairs, of: items)
  }

  private func prefix(
    _ names: [String], _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> String? {
    do { return try NamePrefix.find(in: names, for: slots) } catch {
      throw FileError(
        path: path,
        reason: "it holds \(network.title) twice, as \(error.first.quoted) and as "
          + "\(error.second.quoted); a file with one of them is needed")
    }
  }

  private func checkShapes(
    _ pairs: [(WeightSlot, Item)], _ network: Network
  ) throws(FileError) {
    for (slot, item) in pairs where item.array.shape != slot.shape {
      throw FileError(
        path: "\(path):\(item.name.brief)",
        reason: "\(slot.names[0]) of \(network.title) is \(slot.shape), "
          + "but this array is \(item.array.shape)")
    }
  }

  private func report(
    _ method: Report.Method, _ pairs: [(WeightSlot, Item)], of items: [Item]
  ) -> Report {
    let used = Set(pairs.map(\.1.name))
    return Report(
      method: method,
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
    byName items: [String: Item], _ prefix: String, _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [(WeightSlot, Item)] {
    var pairs: [(WeightSlot, Item)] = []
    for slot in slots {
      if let item = slot.names.lazy.compactMap({ items[prefix + $0] }).first {
        pairs.append((slot, item))
      } else if slot.isRequired {
        throw FileError(
          path: path,
          reason: "it has no \(slot.names[0]) (\(slot.shape)), which \(network.title) needs"
        )
      }
    }
    return pairs
  }

  /// The arrays in the order of the layers; what is not required stays unchanged where the file
  /// has too few arrays for it.
  private func pairsByOrder(
    _ items: [Item], _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [(WeightSlot, Item)] {
    let required = slots.filter(\.isRequired)
    let wanted = items.count == slots.count ? slots : required
    guard items.count == wanted.count else {
      throw FileError(
        path: path,
        reason: "none of its array names is one of \(network.title)'s, and loading by order needs "
          + "\(required.count) arrays, but it holds \(items.count)")
    }
    return Array(zip(wanted, try ordered(items, for: wanted, network)))
  }

  private func ordered(
    _ items: [Item], for slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [Item] {
    guard case .arrays = content else { return items }
    do { return try ArrayOrder(items).arrays(for: slots) } catch {
      throw FileError(
        path: path,
        reason:
          "none of its array names is one of \(network.title)'s, and its arrays fit in several "
          + "orders: \(error.first.name.quoted) and \(error.second.name.quoted) could change places; "
          + "names such as \(slots[0].names[0]) are needed")
    }
  }
}
