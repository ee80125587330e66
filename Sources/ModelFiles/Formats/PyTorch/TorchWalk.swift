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
    if let entries = pickle.entries(value) {
      try walk.visit(entries.filter { !leavesOut($0.key) }, "")
    } else {
      try walk.visit(value, "")
    }
    return walk.entries
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
    let node = pickle[number]
    if let tensor = pickle.tensor(value) {
      entries.append(Entry(name: name, tensor: tensor, isTensor: true))
    } else if let module = pickle.module(node) {
      try visit(module, name)
    } else if let dictionary = pickle.entries(value) {
      try visit(dictionary, name)
    } else if let items = pickle.items(value) {
      try visit(items.enumerated().map { ("\($0.offset)", $0.element) }, name)
    } else if let call = pickle.call(node) {
      let reason = "it is an object of \(call.name.quoted), not a tensor"
      entries.append(Entry(name: name, tensor: .refused(reason), isTensor: false))
    }
  }

  private mutating func visit(
    _ values: [(key: String, value: PickleValue)], _ name: String
  ) throws(FileError) {
    room -= 1 + values.count
    guard room >= 0 else {
      throw FileError(
        path: path, reason: "its pickle refers to the same values too often to be read")
    }
    for (key, value) in values { try visit(value, name.isEmpty ? key : "\(name).\(key)") }
  }
}

extension Pickle {
  /// Whether a value is a module of PyTorch.
  func isModule(_ value: PickleValue) -> Bool { node(value).flatMap(module) != nil }

  /// The parameters, buffers and submodules of a module by name; nil where a node is none.
  ///
  /// A module of TorchScript has them as its attributes.
  fileprivate func module(_ node: PickleNode) -> [(key: String, value: PickleValue)]? {
    guard let call = call(node), let attributes = attributes(of: node) else { return nil }
    if call.name.hasPrefix("__torch__.") { return entries(attributes) }
    let parts = ["_parameters", "_buffers", "_modules"].map { entry($0, of: attributes) }
    guard parts.contains(where: { $0 != nil }) else { return nil }
    let unsaved = Set(
      entry("_non_persistent_buffers_set", of: attributes).flatMap(self.node)?.items
        .compactMap(\.text) ?? [])
    return parts.flatMap { entries($0) ?? [] }.filter { !unsaved.contains($0.key) }
  }
}
