/// The attributes of a node of an ONNX graph, by name.
///
/// Each accessor returns nil for an attribute that is absent, and throws where it has another type.
struct Attributes: Sendable {
  private var all: [String: Entry]

  /// An attribute, and the tensor or graph of it, which is read once for all nodes that the node of
  /// the file becomes.
  struct Entry: Sendable {
    fileprivate var attribute: ProtoAttribute
    fileprivate var tensor: Result<NumericArray, FileError>?
    fileprivate var graph: Result<ModelGraph, FileError>?
  }

  /// The largest magnitude of an integer that is kept.
  private static let largest: Int64 = 1 << 40

  /// - Parameter source: where tensors and graphs are read from; nil where there are none.
  init(_ attributes: [ProtoAttribute], _ source: GraphSource? = nil) {
    all = [:]
    for attribute in attributes where all[attribute.name] == nil {
      var entry = Entry(attribute: attribute)
      if let source, attribute.hasT {
        entry.tensor = Self.tensor(attribute.t, source)
        entry.attribute.clearT()
      }
      if let source, attribute.hasG {
        entry.graph = Self.graph(attribute.g, source)
        entry.attribute.clearG()
      }
      all[attribute.name] = entry
    }
  }

  private static func tensor(
    _ tensor: ProtoTensor, _ source: GraphSource
  ) -> Result<NumericArray, FileError> {
    do throws(FileError) {
      return .success(
        try NumericArray(tensor, path: source.path, external: source.external))
    } catch {
      return .failure(error)
    }
  }

  private static func graph(
    _ graph: ProtoGraph, _ source: GraphSource
  ) -> Result<ModelGraph, FileError> {
    var graph = graph
    do throws(FileError) { return .success(try ModelGraph(taking: &graph, source)) } catch {
      return .failure(error)
    }
  }

  /// Integers.
  init(_ numbers: [String: Int]) { self.init(numbers.map { ProtoAttribute.int($0, $1) }) }

  func has(_ name: String) -> Bool { all[name] != nil }

  /// An integer, clamped to ±2⁴⁰ so that sums of such integers do not overflow.
  func int(_ name: String) throws(NodeError) -> Int? {
    try attribute(name, type: 2, "an integer").map { Self.clamped($0.i) }
  }

  /// An integer that is 1 for true and 0 for false.
  func flag(_ name: String, default choice: Bool = false) throws(NodeError) -> Bool {
    try int(name).map { $0 != 0 } ?? choice
  }

  /// Integers, clamped as ``int(_:)`` is.
  func ints(_ name: String) throws(NodeError) -> [Int]? {
    try attribute(name, type: 7, "a list of integers")?.ints.map(Self.clamped)
  }

  func float(_ name: String) throws(NodeError) -> Double? {
    try attribute(name, type: 1, "a number").map { Double($0.f) }
  }

  func floats(_ name: String) throws(NodeError) -> [Float]? {
    try attribute(name, type: 6, "a list of numbers")?.floats
  }

  func string(_ name: String) throws(NodeError) -> String? {
    guard let attribute = try attribute(name, type: 3, "a string") else { return nil }
    return String(decoding: attribute.s, as: UTF8.self)
  }

  func strings(_ name: String) throws(NodeError) -> [String]? {
    try attribute(name, type: 8, "a list of strings")?.strings.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  func tensor(_ name: String) throws(NodeError) -> NumericArray? {
    guard try attribute(name, type: 4, "a tensor") != nil else { return nil }
    return try read(all[name]?.tensor, name)
  }

  func graph(_ name: String) throws(NodeError) -> ModelGraph? {
    guard try attribute(name, type: 5, "a graph") != nil else { return nil }
    return try read(all[name]?.graph, name)
  }

  private func read<Content>(
    _ result: Result<Content, FileError>?, _ name: String
  ) throws(NodeError) -> Content? {
    switch result {
    case .success(let content): return content
    case .failure(let error): throw .invalid("\(name): \(error.reason)")
    case nil: return nil
    }
  }

  /// - Throws: where it is there but of another type. Old files do not have the type.
  private func attribute(
    _ name: String, type: Int32, _ expected: String
  ) throws(NodeError) -> ProtoAttribute? {
    guard let attribute = all[name]?.attribute else { return nil }
    guard attribute.type == type || attribute.type == 0 else {
      throw .invalid("\(name) is not \(expected)")
    }
    return attribute
  }

  /// The integer, clamped to ±2⁴⁰.
  static func clamped(_ number: Int64) -> Int { Int(max(-largest, min(largest, number))) }
}

// MARK: Functions

extension Attributes {
  /// The attributes of a node in a body: those that refer to an attribute of the function have the
  /// value that it was called with, and are absent where it was called without.
  func resolved(in scope: Scope) -> Attributes {
    var resolved = self
    for (name, entry) in all where !entry.attribute.refAttrName.isEmpty {
      var argument = scope.argument(entry.attribute.refAttrName)
      argument?.attribute.name = name
      resolved.all[name] = argument
    }
    return resolved
  }

  /// The attributes that a function is called with.
  func arguments(defaults: Attributes) -> Attributes {
    var arguments = self
    arguments.all.merge(defaults.all) { given, _ in given }
    return arguments
  }

  /// An attribute that a function was called with, to be given to a node of its body.
  func entry(_ name: String) -> Entry? { all[name] }
}
