import CNNModel

/// Fills a network with the arrays of a `.safetensors`, `.npz`, PyTorch or Keras file, or with those
/// of an ONNX model.
///
/// By name, where the file has `LAYER.weight` and `LAYER.bias` (for batch normalization also
/// `LAYER.mean` and `LAYER.variance`, or PyTorch's `running_mean` and `running_var`), or names that
/// the network's own file has, behind words that ``NameMatching`` knows or none. Where none of the
/// names is the network's, by order: layer after layer, weight before bias, if only one order fits.
public struct WeightFile: Sendable {
  private let path: String
  private let content: Content

  private enum Content: Sendable {
    case arrays(ArrayContents)
    case model(ModelWeights)
  }

  /// An array with all its possible names, that in the file first.
  struct Item: Sendable {
    let names: [String]
    let array: NumericArray

    var name: String { names[0] }
  }

  /// Slots with the arrays that fill them.
  typealias Pairs = [(slot: WeightSlot, item: Item)]

  /// Reads the file `path`.
  ///
  /// - Throws: ``FileError`` where the file cannot be read or holds no arrays.
  public init(_ path: String) throws(FileError) {
    SourceFiles.add(path, as: .weights)
    guard try FileKind.isModel(path) else {
      try self.init(path, .arrays(ArrayFile.contents(path)))
      return
    }
    self.init(path, .model(try ModelWeights(path: path)))
  }

  /// The arrays of a file that was read already.
  public init(_ path: String, arrays: [NamedArray]) {
    self.init(path, .arrays(ArrayContents(arrays)))
  }

  private init(_ path: String, _ content: Content) {
    (self.path, self.content) = (path, content)
  }

  /// Replaces the parameters of a network, and its running statistics where the file has them.
  ///
  /// - Parameter isPartial: whether what fits by name is taken and everything else left as it is.
  /// - Throws: ``FileError`` naming the array that is missing or does not fit, or where nothing fits;
  ///   the state is unchanged then.
  public func fill(
    _ state: inout ModelState, of network: Network, partially isPartial: Bool = false
  ) throws(FileError) -> Report {
    let slots = network.nodes.indices.flatMap { WeightSlot.all(of: $0, network) }
    let items = items(for: network)
    let matching = try matching(items.flatMap(\.names), slots, network, isPartial)
    var pairs =
      if let matching {
        try pairs(items, by: matching, isPartial ? [] : slots.filter(\.isRequired), slots, network)
      } else if isPartial {
        throw refused("none of its arrays fits \(network.title) by name and shape")
      } else {
        try pairsByOrder(items, slots, network)
      }
    if isChannelsLast { pairs = arranged(pairs, for: network) }
    let fitting = pairs.filter { $0.item.array.shape == $0.slot.shape }
    if !isPartial { try checkShapes(pairs, network) }
    guard !fitting.isEmpty || slots.isEmpty else {
      throw refused("none of its arrays fits \(network.title) by name and shape")
    }
    for (slot, item) in fitting { slot.put(item.array.tensor, into: &state, of: network) }
    return report(matching == nil ? .order : .name, pairs, isPartial ? slots : nil, of: items)
  }

  private func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  private func items(for network: Network) -> [Item] {
    switch content {
    case .arrays(let contents):
      contents.arrays.filter { !$0.name.hasSuffix("." + WeightName.batchCount) }
        .map { Item(names: [$0.name], array: $0.array) }
    case .model(let model): model.items(sample: network.inputSample)
    }
  }
}

/// By name.
extension WeightFile {
  private func matching(
    _ names: [String], _ slots: [WeightSlot], _ network: Network, _ isPartial: Bool
  ) throws(FileError) -> NameMatching? {
    do { return try NameMatching(names + refusals.keys, for: slots, isPartial: isPartial) } catch {
      throw refused(
        "it holds \(network.title) twice, as \(error.first.quoted) and as "
          + "\(error.second.quoted); a file with one of them is needed")
    }
  }

  /// What stands in the place of an array but cannot be read, with the reason.
  private var refusals: [String: String] {
    guard case .arrays(let contents) = content else { return [:] }
    return Dictionary(
      contents.refused.map { ($0.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter required: the slots without which the file is refused.
  private func pairs(
    _ items: [Item], by matching: NameMatching, _ required: [WeightSlot], _ slots: [WeightSlot],
    _ network: Network
  ) throws(FileError) -> Pairs {
    let byName = Dictionary(
      items.flatMap { item in item.names.map { ($0, item) } },
      uniquingKeysWith: { first, _ in first })
    let refusals = refusals
    let needed = Set(required.map { $0.names[0] })
    var pairs: Pairs = []
    for slot in slots {
      let name = matching.name(for: slot)
      if let item = name.flatMap({ byName[$0] }) {
        pairs.append((slot, item))
      } else if needed.contains(slot.names[0]) {
        if let name, let reason = refusals[name] {
          throw FileError(path: "\(path):\(name.brief)", reason: reason)
        }
        throw refused("it has no \(slot.names[0]) (\(slot.shape)), which \(network.title) needs")
      }
    }
    return pairs
  }

  private func checkShapes(_ pairs: Pairs, _ network: Network) throws(FileError) {
    for (slot, item) in pairs where item.array.shape != slot.shape {
      throw FileError(
        path: "\(path):\(item.name.brief)",
        reason: "\(slot.names[0]) of \(network.title) is \(slot.shape), "
          + "but this array is \(item.array.shape)")
    }
  }
}

/// By order.
extension WeightFile {
  /// The arrays in the order of the layers; what is not required stays unchanged where the file
  /// has too few arrays for it.
  private func pairsByOrder(
    _ items: [Item], _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> Pairs {
    let required = slots.filter(\.isRequired)
    let wanted = items.count == slots.count ? slots : required
    guard items.count == wanted.count else {
      throw refused(
        "none of its array names is one of \(network.title)'s, and loading by order needs "
          + "\(required.count) arrays, but it holds \(items.count)")
    }
    let pairs = Array(zip(wanted, try ordered(items, for: wanted, network)))
    guard pairs.contains(where: { $0.1.array.shape != $0.0.shape }),
      let transposed = transposed(pairs)
    else { return pairs }
    return arranged(transposed, for: network)
  }

  /// The arrays in our arrangement where all of them are in that of Keras, as its `get_weights()` gives
  /// them; nil where they are not.
  private func transposed(_ pairs: Pairs) -> Pairs? {
    let transposed: Pairs = pairs.compactMap { pair in
      KerasKernel.transposed(pair.item.array, to: pair.slot.shape).map {
        (pair.slot, Item(names: pair.item.names, array: $0))
      }
    }
    return transposed.count == pairs.count ? transposed : nil
  }

  /// The arrays in our order where the file has the channels last.
  private func arranged(_ pairs: Pairs, for network: Network) -> Pairs {
    let order = FlattenedOrder(network)
    return pairs.map { pair in
      let array = order.arranged(pair.item.array, for: pair.slot)
      return (pair.slot, Item(names: pair.item.names, array: array))
    }
  }

  private func ordered(
    _ items: [Item], for slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [Item] {
    guard case .arrays = content else { return items }
    do { return try ArrayOrder(items).arrays(for: slots) } catch {
      throw refused(
        "none of its array names is one of \(network.title)'s, and its arrays fit in several "
          + "orders: \(error.first.name.quoted) and \(error.second.name.quoted) could change places; "
          + "names such as \(slots[0].names[0]) are needed")
    }
  }
}

/// What was done.
extension WeightFile {
  /// - Parameter slots: those that the network has, where some may remain without an array.
  private func report(
    _ method: Report.Method, _ pairs: Pairs, _ slots: [WeightSlot]?, of items: [Item]
  ) -> Report {
    let used = Set(pairs.map(\.item.name))
    let filled = Set(pairs.map { $0.slot.names[0] })
    func isFitting(_ pair: (slot: WeightSlot, item: Item)) -> Bool {
      pair.item.array.shape == pair.slot.shape
    }
    return Report(
      method: method,
      pairs: pairs.filter(isFitting).map {
        .init(array: $0.item.name, slot: $0.slot.names[0], shape: $0.slot.shape)
      },
      isPartial: slots != nil,
      missing: (slots ?? []).filter { !filled.contains($0.names[0]) }.map(\.description),
      misfits: pairs.filter { !isFitting($0) }.map {
        .init(array: $0.item.name, shape: $0.item.array.shape, slot: $0.slot.description)
      },
      unused: items.map(\.name).filter { !used.contains($0) }, notes: notes)
  }

  private var isChannelsLast: Bool {
    if case .arrays(let contents) = content { contents.isChannelsLast } else { false }
  }

  private var notes: [String] {
    if case .arrays(let contents) = content { contents.notes } else { [] }
  }
}

extension WeightSlot {
  fileprivate var description: WeightFile.Report.Slot { .init(name: names[0], shape: shape) }
}
