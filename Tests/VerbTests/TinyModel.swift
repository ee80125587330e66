/// ONNX models of one node, in the wire format of protocol buffers.
enum TinyModel {
  /// A model of one node from an input of 1×2 to an output of 1×2; all lengths are below 128.
  static func bytes(kind: String, input: String, output: String) -> [UInt8] {
    let node = field(1, input) + field(2, output) + field(4, kind)
    let graph = field(1, node) + field(11, value(input)) + field(12, value(output))
    return [8, 8] + field(7, graph) + field(8, [0x10, 18])
  }

  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(bytes.count)] + bytes
  }

  private static func field(_ number: UInt8, _ text: String) -> [UInt8] {
    field(number, Array(text.utf8))
  }

  private static func value(_ name: String) -> [UInt8] {
    let dimensions = field(1, [8, 1]) + field(1, [8, 2])
    return field(1, name) + field(2, field(1, [8, 1] + field(2, dimensions)))
  }
}
