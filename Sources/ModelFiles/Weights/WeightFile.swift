import CNNEngine

/// Fills a network with the arrays of a `.safetensors` or `.npz` file.
///
/// By name, where the file has `LAYER.weight` and `LAYER.bias` (for batch normalisation also
/// `LAYER.mean` and `LAYER.variance`, or PyTorch's `running_mean` and `running_var`). Where none of
/// the names is the network's, by order: layer after layer, weight before bias.
public struct WeightFile: Sendable {
  private let path: String
  private let arrays: [NamedArray]

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
    try self.init(path, arrays: ArrayFile.readAll(path))
  }

  /// The arrays of a file that was read already.
  public init(_ path: String, arrays: [NamedArray]) {
    self.path = path
    self.arrays = arrays.filter { !$0.name.hasSuffix(".num_batches_tracked") }
  }

  /// Replaces the parameters of a network, and its running statistics where the file has them.
  ///
  /// - Throws: ``FileError`` naming the array that is missing or does not fit; the state is
  ///   unchanged then.
  public func fill(
    _ state: inout ModelState, of network: Network
  ) throws(FileError) -> Report {
    let slots = network.nodes.indices.flatMap { WeightSlot.all(of: $0, network) }
    let isNamed = arrays.contains { array in slots.contains { $0.names.contains(array.name) } }
    let pairs = try isNamed ? pairsByName(slots, network) : pairsByOrder(slots, network)
    for (slot, array) in pairs where array.array.shape != slot.shape {
      throw FileError(
        path: "\(path):\(array.name.brief)",
        reason: "\(slot.names[0]) of \(network.title) is \(slot.shape), "
          + "but this array is \(array.array.shape)")
    }
    for (slot, array) in pairs { slot.put(array.array.tensor, into: &state) }
    let used = Set(pairs.map(\.1.name))
    return Report(
      method: isNamed ? .name : .order,
      pairs: pairs.map { .init(array: $1.name, slot: $0.names[0], shape: $0.shape) },
      unused: arrays.map(\.name).filter { !used.contains($0) })
  }

  private func pairsByName(
    _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [(WeightSlot, NamedArray)] {
    var pairs: [(WeightSlot, NamedArray)] = []
    for slot in slots {
      if let array = arrays.first(where: { slot.names.contains($0.name) }) {
        pairs.append((slot, array))
      } else if slot.isRequired {
        throw FileError(
          path: path,
          reason: "there is no \(slot.names[0]) (\(slot.shape)) in it, which \(network.title) needs"
        )
      }
    }
    return pairs
  }

  /// The arrays in the order of the layers; running statistics are left as they are where the file
  /// has too few arrays for them.
  private func pairsByOrder(
    _ slots: [WeightSlot], _ network: Network
  ) throws(FileError) -> [(WeightSlot, NamedArray)] {
    let required = slots.filter(\.isRequired)
    let wanted = arrays.count == slots.count ? slots : required
    guard arrays.count == wanted.count else {
      throw FileError(
        path: path,
        reason: "none of its names is a layer's of \(network.title), and by order "
          + "\(required.count) arrays are expected, but it holds \(arrays.count)")
    }
    let orders = [ArrayOrder.natural(arrays), ArrayOrder.layers(arrays)]
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
  let isRequired: Bool
  private let node: Int
  private let index: Int

  static func all(of node: Int, _ network: Network) -> [WeightSlot] {
    let layer = network.nodes[node].name
    let parameters = network.parameters(of: node).enumerated().map {
      WeightSlot(
        names: names($1.name, layer), shape: $1.shape, isRequired: true, node: node, index: $0)
    }
    let statistics = network.statistics(of: node).enumerated().map {
      WeightSlot(
        names: names($1.name, layer), shape: $1.shape, isRequired: false, node: node, index: $0)
    }
    return parameters + statistics
  }

  /// Our name and PyTorch's.
  private static func names(_ name: String, _ layer: String) -> [String] {
    let known = ["mean": "running_mean", "variance": "running_var", "slope": "weight"]
    return [name, known[name]].compactMap(\.self).map { "\(layer).\($0)" }
  }

  func put(_ tensor: Tensor, into state: inout ModelState) {
    if isRequired {
      state.parameters[node][index] = tensor
    } else {
      state.statistics[node][index] = tensor
    }
  }
}

/// The orders in which a file's arrays may follow the layers.
enum ArrayOrder {
  private static let parts = ["weight", "bias", "mean", "running_mean", "variance", "running_var"]

  /// Layer by layer as their names first stand in the file, and in each weight before bias.
  static func layers(_ arrays: [NamedArray]) -> [NamedArray] {
    var layers: [String] = []
    for array in arrays where !layers.contains(layer(array)) { layers.append(layer(array)) }
    return layers.flatMap { name in
      arrays.filter { layer($0) == name }.sorted { rank($0) < rank($1) }
    }
  }

  /// The same with the layers sorted by the numbers in their names, where the names differ in them
  /// alone: writers of safetensors put `10.weight` before `2.weight`.
  static func natural(_ arrays: [NamedArray]) -> [NamedArray] {
    let ordered = layers(arrays)
    let names = ordered.map(layer)
    guard Set(names.map { $0.filter { !isDigit($0) } }).count == 1 else { return ordered }
    let keys = names.map(numbers)
    return zip(keys, ordered.indices)
      .sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0.lexicographicallyPrecedes($1.0) }
      .map { ordered[$0.1] }
  }

  private static func layer(_ array: NamedArray) -> String {
    array.name.lastIndex(of: ".").map { String(array.name[..<$0]) } ?? array.name
  }

  private static func rank(_ array: NamedArray) -> Int {
    let part = array.name.split(separator: ".").last.map(String.init) ?? ""
    return parts.firstIndex(of: part) ?? parts.count
  }

  private static func numbers(in name: String) -> [Int] {
    name.split { !isDigit($0) }.compactMap { Int($0) }
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
