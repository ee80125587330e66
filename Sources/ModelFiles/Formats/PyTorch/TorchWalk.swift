/// The tensors of a pickle by their names: those of dictionaries and modules, one within the other.
///
/// A module gives its parameters, its buffers as far as they are saved, and its submodules, as its
/// `state_dict()` would.
struct TorchWalk {
  /// A tensor, or what stands in the place of one.
  struct Entry {
    let name: String
    let tensor: TorchTensor
    /// Whether it is a tensor; otherwise an object of a class that is not known.
    let isTensor: Bool
  }

  private let pickle: Pickle
  private let path: String
  private(set) var entries: [Entry] = []
  /// The nodes around the one that is visited, which may contain themselves.
  private var around: Set<Int> = []
  private var room = PickleMachine.most

  private static let deepest = 64
  private static let longestName = 1024

  init(_ pickle: Pickle, path: String) { (self.pickle, self.path) = (pickle, path) }

  /// The tensors that a value holds.
  ///
  /// - Parameter leavesOut: whether an entry of the outermost dictionary is left out.
  /// - Throws: ``FileError`` where it is nested too deeply or refers to the same values too often.
  static func entries(
    of value: PickleValue, in pickle: Pickle, path: String,
    leavingOut leavesOut: (String) -> Bool = { _ in false }
  ) throws(FileError) -> [Entry] {
    var walk = TorchWalk(pickle, path: path)
    if let entries = try walk.dictionary(value) {
      try walk.visit(entries.filter { !leavesOut($0.key) }, "")
    } else {
      try walk.visit(value, "")
    }
    return walk.entries
  }

  /// Whether a value is a tensor or holds one.
  ///
  /// - Throws: ``FileError`` where it refers to the same values too often.
  mutating func holdsTensor(_ value: PickleValue) throws(FileError) -> Bool {
    var seen: Set<Int> = []
    var pending = [value]
    while let value = pending.popLast() {
      guard case .node(let number) = value, seen.insert(number).inserted else { continue }
      try spend(1)
      if pickle.tensor(value) != nil { return true }
      pending += try values(in: value)?.map(\.value) ?? []
    }
    return false
  }

  private mutating func visit(_ value: PickleValue, _ name: String) throws(FileError) {
    guard case .node(let number) = value, around.insert(number).inserted else { return }
    defer { around.remove(number) }
    guard around.count < Self.deepest, name.utf8.count <= Self.longestName else {
      throw FileError(
        path: path,
        reason: "its tensors are nested more than \(Self.deepest) deep, or a name takes more than "
          + "\(Self.longestName) bytes")
    }
    try spend(1 + name.utf8.count / 16)
    if let tensor = pickle.tensor(value) {
      entries.append(Entry(name: name, tensor: tensor, isTensor: true))
    } else if let values = try values(in: value) {
      try visit(values, name)
    } else if let call = pickle.call(pickle[number]) {
      let reason = "it is an object of \(call.name.quoted), not a tensor"
      entries.append(Entry(name: name, tensor: .refused(reason), isTensor: false))
    }
  }

  private mutating func visit(
    _ values: [(key: String, value: PickleValue)], _ name: String
  ) throws(FileError) {
    for (key, value) in values where pickle.node(value) != nil {
      try visit(value, name.isEmpty ? key : "\(name).\(key)")
    }
  }

  /// - Throws: ``FileError`` where more was looked at than a pickle has.
  private mutating func spend(_ count: Int) throws(FileError) {
    room -= count
    guard room >= 0 else {
      throw FileError(
        path: path, reason: "its pickle refers to the same values too often to be read")
    }
  }
}

/// What a value holds by name; looking at it is paid for by the number of its items.
extension TorchWalk {
  /// The parts of a module, a dictionary or a list; nil for anything else.
  private mutating func values(
    in value: PickleValue
  ) throws(FileError) -> [(key: String, value: PickleValue)]? {
    if let module = try module(value) { return module }
    if let dictionary = try dictionary(value) { return dictionary }
    guard let items = pickle.items(value) else { return nil }
    try spend(items.count)
    return items.enumerated().map { ("\($0.offset)", $0.element) }
  }

  private mutating func dictionary(
    _ value: PickleValue?
  ) throws(FileError) -> [(key: String, value: PickleValue)]? {
    try spend(value.flatMap(pickle.node)?.items.count ?? 0)
    return pickle.entries(value)
  }

  /// The parameters, buffers and submodules of a module by name; nil where a value is none.
  ///
  /// A module of TorchScript has them as its attributes.
  private mutating func module(
    _ value: PickleValue
  ) throws(FileError) -> [(key: String, value: PickleValue)]? {
    guard let node = pickle.node(value), let call = pickle.call(node), let state = node.state,
      let attributes = try attributes(state)
    else { return nil }
    if call.name.hasPrefix("__torch__.") { return attributes }
    func attribute(_ name: String) -> PickleValue? {
      attributes.first { $0.key == name }?.value
    }
    let parts = ["_parameters", "_buffers", "_modules"].map(attribute)
    guard parts.contains(where: { $0 != nil }) else { return nil }
    let unsaved = attribute("_non_persistent_buffers_set").flatMap(pickle.node)?.items ?? []
    try spend(unsaved.count)
    let names = Set(unsaved.compactMap(\.text))
    var values: [(key: String, value: PickleValue)] = []
    for part in parts { values += try dictionary(part) ?? [] }
    return values.filter { !names.contains($0.key) }
  }

  /// The attributes of an object; one with slots has two dictionaries as its state.
  private mutating func attributes(
    _ state: PickleValue
  ) throws(FileError) -> [(key: String, value: PickleValue)]? {
    if let attributes = try dictionary(state) { return attributes }
    guard let first = pickle.items(state)?.first else { return nil }
    return try dictionary(first)
  }
}
