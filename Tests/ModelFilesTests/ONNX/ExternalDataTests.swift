import CNNModel
import Foundation
import ModelFiles
import SwiftProtobuf
import TestSupport
import Testing

/// Tensors whose bytes lie in files beside the model.
struct ExternalDataTests {
  /// The sum of an input and an external tensor of four numbers.
  private static func sum(_ entries: [(String, String)]) -> ProtoModel {
    var tensor = floats("w", [4], [])
    tensor.dataLocation = 1
    tensor.externalData = entries.map { key, value in .with { ($0.key, $0.value) = (key, value) } }
    return model(
      inputs: [value("x", [1, 4])], outputs: ["y"], constants: [tensor],
      node("Add", ["x", "w"], ["y"]))
  }

  private static func bytes(_ numbers: [Float]) -> [UInt8] {
    numbers.withUnsafeBytes { [UInt8]($0) }
  }

  /// Opens the model from a folder beside a file of five numbers behind three other bytes.
  private static func opened(
    _ entries: [(String, String)], _ prepare: (String) throws -> Void = { _ in }
  ) throws -> [Float]? {
    var result: [Float]?
    try withFolder { folder in
      try FileContent.write(
        [7, 7, 7] + bytes([1, 2, 3, 4, 5]), to: "\(folder)/weights.bin")
      try prepare(folder)
      let bytes: [UInt8] = try sum(entries).serializedBytes()
      try FileContent.write(bytes, to: "\(folder)/test.onnx")
      let network = try ImportedModel("\(folder)/test.onnx", title: "test").network
      result = network?.nodes.compactMap(\.initialValues).first {
        !$0.parameters.isEmpty || !$0.statistics.isEmpty
      }.map { ($0.parameters + $0.statistics)[0].elements }
    }
    return result
  }

  @Test("A tensor is the bytes at its offset, aligned or not")
  func slices() throws {
    #expect(
      try Self.opened([("location", "weights.bin"), ("offset", "3"), ("length", "16")])
        == [1, 2, 3, 4])
    #expect(try Self.opened([("location", "weights.bin"), ("offset", "7")]) == [2, 3, 4, 5])
    #expect(try Self.opened([("location", "./weights.bin"), ("offset", "3")]) == [1, 2, 3, 4])
  }

  @Test(
    "What is missing or does not fit is one sentence",
    arguments: [
      (
        [("location", "none.bin")],
        "its data is in \"none.bin\", which belongs beside the model, but there is no such file"
      ),
      ([], "its data is in an external file, but the location is missing"),
      (
        [("location", "weights.bin"), ("offset", "8")],
        "it takes 16 bytes of \"weights.bin\" from byte 8 on, but that file has 23 bytes"
      ),
      (
        [("location", "weights.bin"), ("offset", "9223372036854775807")],
        "it takes 16 bytes of \"weights.bin\" from byte 9223372036854775807 on, but that file has "
          + "23 bytes"
      ),
      (
        [("location", "weights.bin"), ("offset", "-1")],
        "the offset of its external data is \"-1\", but a number from 0 is expected"
      ),
      (
        [("location", "weights.bin"), ("length", "20")],
        "its shape takes 16 bytes, but its length in \"weights.bin\" is 20 bytes"
      ),
      (
        [("location", "../weights.bin")],
        "its data is in \"../weights.bin\", which does not lie in the folder of the model"
      ),
      (
        [("location", "/etc/passwd")],
        "its data is in \"/etc/passwd\", which does not lie in the folder of the model"
      ),
    ] as [([(String, String)], String)])
  func refusals(entries: [(String, String)], expected: String) {
    let found = sentence { _ = try Self.opened(entries) }
    #expect(found?.hasSuffix("test.onnx:w: \(expected)") == true, "\(found ?? "accepted")")
  }

  @Test("A link is followed inside of the folder only")
  func links() throws {
    let manager = FileManager.default
    let inside = try Self.opened([("location", "link.bin"), ("offset", "3")]) { folder in
      try manager.createSymbolicLink(
        atPath: "\(folder)/link.bin", withDestinationPath: "weights.bin")
    }
    #expect(inside == [1, 2, 3, 4])
    let outside = sentence {
      _ = try Self.opened([("location", "link.bin")]) { folder in
        try manager.createSymbolicLink(
          atPath: "\(folder)/link.bin", withDestinationPath: "/etc/passwd")
      }
    }
    #expect(outside?.hasSuffix("does not lie in the folder of the model") == true)
  }

  @Test("A pointer in the place of the data is named")
  func pointer() {
    let found = sentence {
      _ = try Self.opened([("location", "big.bin"), ("offset", "4096")]) { folder in
        let text = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
        try FileContent.write(Array(text.utf8), to: "\(folder)/big.bin")
      }
    }
    #expect(
      found?.hasSuffix(
        "big.bin: the data of a model is expected, but this is a Git LFS pointer, not the file "
          + "itself; git lfs pull downloads it") == true, "\(found ?? "accepted")")
  }

  @Test("Nothing overwrites the data of a model that was read")
  func protectedData() throws {
    var found: String?
    _ = try Self.opened([("location", "weights.bin"), ("offset", "3")])
    try withFolder { folder in
      let path = "\(folder)/weights.npz"
      try FileContent.write(Self.bytes([1, 2, 3, 4]), to: path)
      let bytes: [UInt8] = try Self.sum([("location", "weights.npz")]).serializedBytes()
      try FileContent.write(bytes, to: "\(folder)/test.onnx")
      _ = try ImportedModel("\(folder)/test.onnx", title: "test")
      found = sentence {
        try FileContent.checkReplaceable(path, by: .weights, replacing: true)
      }
    }
    #expect(found?.contains("this is a file that the program has read") == true)
  }
}
