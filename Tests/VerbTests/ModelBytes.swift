import ModelFiles

/// Small ONNX models in the wire format of protocol buffers.
enum ModelBytes {
  /// A node: its operator, its inputs and outputs, and attributes that are lists of integers.
  struct Node {
    var kind: String
    var inputs: [String]
    var outputs: [String]
    var lists: [String: [Int]] = [:]
  }

  /// An input with its element type (1 for 32-bit floats, 2 for bytes, 7 for 64-bit integers); an
  /// extent of `nil` is left open.
  struct Input {
    var name: String
    var extents: [Int?]
    var type = 1
  }

  /// A tensor of floats, or of 64-bit integers.
  enum Constant {
    case floats(String, [Int], [Float])
    case wholes(String, [Int])
  }

  static func write(
    _ nodes: [Node], inputs: [Input], outputs: [String], constants: [Constant] = [],
    to path: String
  ) throws {
    let graph =
      nodes.flatMap { field(1, node($0)) } + constants.flatMap { field(5, tensor($0)) }
      + inputs.flatMap { field(11, input($0)) } + outputs.flatMap { field(12, field(1, $0)) }
    try FileContent.write(
      [0x08, 0x08] + field(7, graph) + field(8, number(2, 18)), to: path)
  }

  private static func node(_ node: Node) -> [UInt8] {
    let lists = node.lists.sorted { $0.key < $1.key }.flatMap { name, numbers in
      field(5, field(1, name) + numbers.flatMap { number(8, $0) } + number(20, 7))
    }
    return node.inputs.flatMap { field(1, $0) } + node.outputs.flatMap { field(2, $0) }
      + field(3, node.outputs[0]) + field(4, node.kind) + lists
  }

  private static func input(_ input: Input) -> [UInt8] {
    let extents = input.extents.flatMap { extent in
      field(1, extent.map { number(1, $0) } ?? field(2, "N"))
    }
    return field(1, input.name)
      + field(2, field(1, number(1, input.type) + field(2, extents)))
  }

  private static func tensor(_ constant: Constant) -> [UInt8] {
    switch constant {
    case .floats(let name, let extents, let numbers):
      let bytes = numbers.flatMap { element in
        (0..<4).map { UInt8(truncatingIfNeeded: element.bitPattern >> ($0 * 8)) }
      }
      return extents.flatMap { number(1, $0) } + number(2, 1) + field(8, name) + field(9, bytes)
    case .wholes(let name, let numbers):
      return number(1, numbers.count) + number(2, 7) + numbers.flatMap { number(7, $0) }
        + field(8, name)
    }
  }

  private static func number(_ tag: Int, _ number: Int) -> [UInt8] {
    varint(UInt64(tag << 3)) + varint(UInt64(bitPattern: Int64(number)))
  }

  private static func field(_ tag: Int, _ bytes: [UInt8]) -> [UInt8] {
    varint(UInt64(tag << 3 | 2)) + varint(UInt64(bytes.count)) + bytes
  }

  private static func field(_ tag: Int, _ text: String) -> [UInt8] { field(tag, Array(text.utf8)) }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var (rest, bytes) = (number, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
