import CNNModel

/// Which array fills which slot where no name says it.
///
/// Arrays are taken layer by layer, in each weight before bias. The order of the layers is that of
/// the file or of the numbers in the names, or, in a file whose names are sorted (as writers of
/// safetensors do), what the shapes alone decide. Where several orders fit, none is chosen.
struct ArrayOrder {
  /// Two arrays that could fill the same slot, for the sentence that refuses them.
  struct Ambiguity: Error {
    let first: WeightFile.Item
    let second: WeightFile.Item
  }

  /// The arrays of each layer, layers in the order of their first appearance in the file.
  private let layers: [[WeightFile.Item]]
  /// Whether the names are in alphabetical order, which then says nothing about the layers.
  private let isSorted: Bool

  init(_ items: [WeightFile.Item]) {
    var names: [String] = []
    var layers: [String: [WeightFile.Item]] = [:]
    for item in items {
      let layer = Self.layer(item)
      if layers[layer] == nil { names.append(layer) }
      layers[layer, default: []].append(item)
    }
    self.layers = names.map { name in
      (layers[name] ?? []).enumerated()
        .sorted { (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset) }
        .map(\.element)
    }
    isSorted = zip(items, items.dropFirst()).allSatisfy { $0.name < $1.name }
  }

  /// The arrays in the order of the slots that they fill; where none fits by shape, those in the
  /// preferred order.
  ///
  /// - Parameter slots: as many as there are arrays.
  func arrays(for slots: [WeightSlot]) throws(Ambiguity) -> [WeightFile.Item] {
    let natural = natural
    if let natural, isSorted { return natural }
    if isSorted, let arrays = try arraysByShape(slots) { return arrays }
    let orders = [natural, layers.flatMap(\.self)].compactMap(\.self)
    let fitting = orders.filter { order in
      zip(slots, order).allSatisfy { $0.shape == $1.array.shape }
    }
    if fitting.count == 2,
      let pair = zip(fitting[0], fitting[1]).first(where: { $0.name != $1.name })
    {
      throw Ambiguity(first: pair.0, second: pair.1)
    }
    return fitting.first ?? orders[0]
  }

  /// The layers sorted by the numbers in their names, nil where the names differ in more: writers
  /// of safetensors put `10.weight` before `2.weight`.
  private var natural: [WeightFile.Item]? {
    let names = layers.map { Self.layer($0[0]) }
    guard Set(names.map { $0.filter { !Self.isDigit($0) } }).count == 1 else { return nil }
    return Self.byNumbers(layers).flatMap(\.self)
  }

  /// Every node's arrays as their shapes decide it, nil where the shapes do not fit.
  private func arraysByShape(_ slots: [WeightSlot]) throws(Ambiguity) -> [WeightFile.Item]? {
    var rest = Dictionary(grouping: layers) { $0.map(\.array.shape) }
    let slotsOfNode = Dictionary(grouping: slots, by: \.node)
    var arrays: [WeightFile.Item] = []
    for node in slotsOfNode.keys.sorted() {
      let shapes = slotsOfNode[node]?.map(\.shape) ?? []
      if let group = rest[shapes], group.count > 1 { rest[shapes] = try Self.ordered(group) }
      guard let layer = rest[shapes]?.first else { return nil }
      try Self.checkParts(layer)
      rest[shapes]?.removeFirst()
      arrays += layer
    }
    return arrays
  }

  /// Layers of the same shapes in the order of the numbers in their names.
  private static func ordered(
    _ layers: [[WeightFile.Item]]
  ) throws(Ambiguity) -> [[WeightFile.Item]] {
    let names = layers.map { layer($0[0]) }
    if let other = names.indices.first(where: { letters(names[$0]) != letters(names[0]) }) {
      throw Ambiguity(first: layers[0][0], second: layers[other][0])
    }
    return byNumbers(layers)
  }

  /// In a sorted file, arrays of one shape within a layer are told apart by a known name only.
  private static func checkParts(_ layer: [WeightFile.Item]) throws(Ambiguity) {
    for (first, second) in zip(layer, layer.dropFirst())
    where rank(first) == rank(second) && first.array.shape == second.array.shape {
      throw Ambiguity(first: first, second: second)
    }
  }

  private static func byNumbers(_ layers: [[WeightFile.Item]]) -> [[WeightFile.Item]] {
    let keys = layers.map { numbers(in: layer($0[0])) }
    return zip(keys, layers.indices)
      .sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0.lexicographicallyPrecedes($1.0) }
      .map { layers[$0.1] }
  }
}

/// Names of arrays.
extension ArrayOrder {
  /// What PyTorch and Keras call the arrays of a layer, in the order of a layer's slots.
  private static let parts = [
    WeightName.all("weight") + ["scale"], WeightName.all("bias"), WeightName.all("mean"),
    WeightName.all("variance"),
  ]

  private static func layer(_ item: WeightFile.Item) -> String {
    item.name.lastIndex(of: ".").map { String(item.name[..<$0]) } ?? item.name
  }

  private static func rank(_ item: WeightFile.Item) -> Int {
    let part = item.name.split(separator: ".").last.map(String.init) ?? ""
    return parts.firstIndex { $0.contains(part) } ?? parts.count
  }

  private static func letters(_ name: String) -> String { name.filter { !isDigit($0) } }

  private static func numbers(in name: String) -> [Int] {
    name.split { !isDigit($0) }.compactMap { Int($0) }
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
