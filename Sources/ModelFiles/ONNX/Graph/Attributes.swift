/// The attributes of a node of an ONNX graph, by name.
struct Attributes {
  private let all: [String: ProtoAttribute]
  private let path: String

  /// The largest magnitude of a whole number that is taken as it is.
  private static let largest: Int64 = 1 << 40

  init(_ attributes: [ProtoAttribute], path: String) {
    all = Dictionary(attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.path = path
  }

  func has(_ name: String) -> Bool { all[name] != nil }

  /// A whole number; nearer to 0 where it is beyond 2⁴⁰, so that sums of such numbers are numbers.
  func whole(_ name: String) throws(NodeError) -> Int? {
    try attribute(name, type: 2, "a whole number").map { Self.bounded($0.i) }
  }

  /// A whole number that is 1 for yes and 0 for no.
  func flag(_ name: String, default choice: Bool = false) throws(NodeError) -> Bool {
    try whole(name).map { $0 != 0 } ?? choice
  }

  /// Whole numbers, bounded as ``whole(_:)`` is.
  func wholes(_ name: String) throws(NodeError) -> [Int]? {
    try attribute(name, type: 7, "a list of whole numbers")?.ints.map(Self.bounded)
  }

  func number(_ name: String) throws(NodeError) -> Double? {
    try attribute(name, type: 1, "a number").map { Double($0.f) }
  }

  func numbers(_ name: String) throws(NodeError) -> [Float]? {
    try attribute(name, type: 6, "a list of numbers")?.floats
  }

  func text(_ name: String) throws(NodeError) -> String? {
    guard let attribute = try attribute(name, type: 3, "a word") else { return nil }
    return String(decoding: attribute.s, as: UTF8.self)
  }

  func array(_ name: String) throws(NodeError) -> NumericArray? {
    guard let attribute = try attribute(name, type: 4, "a tensor") else { return nil }
    do { return try NumericArray(attribute.t, path: path) } catch {
      throw .mistake("\(name): \(error.reason)")
    }
  }

  /// - Throws: where it is there but of another type. Old files do not say the type.
  private func attribute(
    _ name: String, type: Int32, _ expected: String
  ) throws(NodeError) -> ProtoAttribute? {
    guard let attribute = all[name] else { return nil }
    guard attribute.type == type || attribute.type == 0 else {
      throw .mistake("\(name) is not \(expected)")
    }
    return attribute
  }

  static func bounded(_ number: Int64) -> Int { Int(max(-largest, min(largest, number))) }
}
