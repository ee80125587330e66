/// What a reader asks of values.
extension Pickle {
  subscript(_ number: Int) -> PickleNode { nodes[number] }

  /// The node that a value is; nil where it is none.
  func node(_ value: PickleValue) -> PickleNode? {
    if case .node(let number) = value { nodes[number] } else { nil }
  }

  /// The items of a tuple or list; nil for anything else.
  func items(_ value: PickleValue?) -> [PickleValue]? {
    guard let value, let node = node(value), node.kind == .tuple || node.kind == .list else {
      return nil
    }
    return node.items
  }

  /// Keys and values in order; nil where the value is no dictionary. A key is a text or an integer;
  /// others are left out. Of a key that is there twice the last value counts.
  func entries(_ value: PickleValue?) -> [(key: String, value: PickleValue)]? {
    guard let value, let node = node(value), node.kind == .dictionary else { return nil }
    var places: [String: Int] = [:]
    var entries: [(key: String, value: PickleValue)] = []
    for index in stride(from: 0, to: node.items.count - 1, by: 2) {
      guard let key = node.items[index].key else { continue }
      if let place = places[key] {
        entries[place].value = node.items[index + 1]
      } else {
        places[key] = entries.count
        entries.append((key, node.items[index + 1]))
      }
    }
    return entries
  }

  /// The value of a key of a dictionary.
  func entry(_ key: String, of value: PickleValue?) -> PickleValue? {
    entries(value)?.first { $0.key == key }?.value
  }

  /// The attributes of an object, a dictionary; nil where it has none.
  func attributes(of node: PickleNode) -> PickleValue? {
    guard let state = node.state else { return nil }
    if entries(state) != nil { return state }
    // An object with slots has two dictionaries.
    return items(state)?.first.flatMap { entries($0) == nil ? nil : $0 }
  }

  /// The class or function that a value is, as Python spells it; nil for anything else.
  func globalName(_ value: PickleValue?) -> String? {
    if case .global(let number)? = value { globals[number].description } else { nil }
  }

  /// What is called, as Python spells it, and the arguments; nil where a node is no call of a global.
  func call(_ node: PickleNode) -> (name: String, arguments: [PickleValue])? {
    guard case .call(let number) = node.kind else { return nil }
    return (globals[number].description, items(node.items.first) ?? [])
  }

  /// The extents or strides of a tuple or list; nil where something else is among them, or where they
  /// are more than an array may have.
  func integers(_ value: PickleValue?) -> [Int]? {
    guard let items = items(value), items.count <= ArrayLayout.maximumRank else { return nil }
    let integers = items.compactMap(\.integer)
    return integers.count == items.count ? integers : nil
  }

  /// What a value is, for a sentence: `a dictionary with "a" and "b"`.
  func description(of value: PickleValue) -> String {
    switch value {
    case .none: "None"
    case .boolean, .integer, .real: "a number"
    case .text: "a text"
    case .bytes: "bytes"
    case .global(let number): "the class \(globals[number].description.quoted)"
    case .node(let number): description(of: nodes[number])
    }
  }

  private func description(of node: PickleNode) -> String {
    switch node.kind {
    case .tuple: "a tuple"
    case .list: "a list"
    case .set: "a set"
    case .persistent: "a storage"
    case .unknown: "an object of an unknown class"
    case .call(let number): "an object of \(globals[number].description.quoted)"
    case .dictionary:
      node.items.isEmpty ? "an empty dictionary" : "a dictionary with \(keys(of: node))"
    }
  }

  private func keys(of node: PickleNode) -> String {
    let keys = stride(from: 0, to: node.items.count, by: 2).compactMap { node.items[$0].key }
    let shown = keys.prefix(4).map(\.quoted).joined(separator: ", ")
    return keys.count > 4 ? "\(shown) and \(keys.count - 4) more" : shown
  }
}

extension PickleValue {
  /// The text that names an entry of a dictionary; nil for a key that is neither text nor integer.
  fileprivate var key: String? {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    default: nil
    }
  }

  var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
}
