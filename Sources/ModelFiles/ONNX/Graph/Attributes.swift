/// The attributes of a node of an ONNX graph, by name.
///
/// Each accessor returns nil for an attribute that is absent, and throws where it has another type.
struct Attributes {
  private var all: [String: ProtoAttribute]
  /// Where tensors and graphs are read from; nil for attributes that are in no file.
  private let source: GraphSource?

  /// The largest magnitude of an integer that is kept.
  private static let largest: Int64 = 1 << 40

  init(_ attributes: [ProtoAttribute], _ source: GraphSource? = nil) {
    all = Dictionary(attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.source = source
  }

  /// Integers.
  init(_ numbers: [String: Int]) { self.init(numbers.map { .int($0, $1) }) }

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
    guard let attribute = try attribute(name, type: 4, "a tensor"), let source else { return nil }
    do {
      return try NumericArray(attribute.t, path: source.path, external: source.external)
    } catch {
      throw .invalid("\(name): \(error.reason)")
    }
  }

  func graph(_ name: String) throws(NodeError) -> ModelGraph? {
    guard let attribute = try attribute(name, type: 5, "a graph"), let source else { return nil }
    var graph = attribute.g
    do { return try ModelGraph(taking: &graph, source) } catch {
      throw .invalid("\(name): \(error.reason)")
    }
  }

  /// - Throws: where it is there but of another type. Old files do not have the type.
  private func attribute(
    _ name: String, type: Int32, _ expected: String
  ) throws(NodeError) -> ProtoAttribute? {
    guard let attribute = all[name] else { return nil }
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
    for (name, attribute) in all where !attribute.refAttrName.isEmpty {
      var argument = scope.argument(attribute.refAttrName)
      argument?.name = name
      resolved.all[name] = argument
    }
    return resolved
  }

  /// The attributes that a function is called with.
  func arguments(defaults: [ProtoAttribute]) -> [String: ProtoAttribute] {
    defaults.reduce(into: all) { arguments, attribute in
      if arguments[attribute.name] == nil { arguments[attribute.name] = attribute }
    }
  }
}
