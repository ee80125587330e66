import CNNModel

/// The orders in which a file's arrays may follow the layers.
enum ArrayOrder {
  private static let parts = ["weight", "bias", "mean", "running_mean", "variance", "running_var"]

  /// Layer by layer as their names first stand in the file, and in each weight before bias.
  static func layers(_ items: [WeightFile.Item]) -> [WeightFile.Item] {
    var layers: [String] = []
    for item in items where !layers.contains(layer(item)) { layers.append(layer(item)) }
    return layers.flatMap { name in
      items.filter { layer($0) == name }.sorted { rank($0) < rank($1) }
    }
  }

  /// The same with the layers sorted by the numbers in their names, where the names differ in them
  /// alone: writers of safetensors put `10.weight` before `2.weight`.
  static func natural(_ items: [WeightFile.Item]) -> [WeightFile.Item] {
    let ordered = layers(items)
    let names = ordered.map(layer)
    guard Set(names.map { $0.filter { !isDigit($0) } }).count == 1 else { return ordered }
    let keys = names.map(numbers)
    return zip(keys, ordered.indices)
      .sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0.lexicographicallyPrecedes($1.0) }
      .map { ordered[$0.1] }
  }

  private static func layer(_ item: WeightFile.Item) -> String {
    item.name.lastIndex(of: ".").map { String(item.name[..<$0]) } ?? item.name
  }

  private static func rank(_ item: WeightFile.Item) -> Int {
    let part = item.name.split(separator: ".").last.map(String.init) ?? ""
    return parts.firstIndex(of: part) ?? parts.count
  }

  private static func numbers(in name: String) -> [Int] {
    name.split { !isDigit($0) }.compactMap { Int($0) }
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
