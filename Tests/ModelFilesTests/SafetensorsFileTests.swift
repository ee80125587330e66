import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
  private func file(_ header: String, _ content: [UInt8] = []) -> [UInt8] {
    [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + content
  }

  private func decode(_ bytes: [UInt8]) throws -> [NamedArray] {
    try SafetensorsFile.decode(bytes[...], path: "x")
  }

  @Test("Tensors come in the order of their bytes")
  func tensorsComeInTheOrderOfTheirBytes() throws {
    let header = """
      {"b": {"shape": [2], "dtype": "BF16", "data_offsets": [1, 5]}, "__metadata__": {"a": "1"},
      "\\u0061\\n\\ud83d\\ude00": {"dtype": "U8", "shape": [], "data_offsets": [0, 1]}}
      """
    let tensors = try decode(file(header, [7, 0x80, 0x3F, 0x20, 0xC1]))
    #expect(tensors.map(\.name) == ["a\n😀", "b"])
    #expect(tensors[0].array.doubles == [7])
    #expect(tensors[1].array.doubles == [1, -10])
    #expect(tensors[1].array.elementType == .bfloat16)
  }

  @Test("Writes what it reads")
  func writesWhatItReads() throws {
    let tensors = [
      NamedArray("conv1.weight", NumericArray(Tensor(shape: [1, 2], elements: [0.1, -0.0]))),
      NamedArray("\"\\\u{1}é", NumericArray(shape: [], int64s: [3])),
    ]
    let bytes = try SafetensorsFile.encode(tensors, path: "x")
    #expect(bytes[0] % 8 == 0)
    #expect(try decode(bytes) == tensors)
    #expect(
      sentence { _ = try SafetensorsFile.encode([tensors[0], tensors[0]], path: "x") }
        == "x: a second \"conv1.weight\" cannot be written")
  }

  @Test("A file that PyTorch wrote is read")
  func pyTorchsOwnFile() throws {
    let tensors = try SafetensorsFile.read(fixturePath("safetensors_6.safetensors"))
    #expect(tensors.count == 10)
    let half = try #require(tensors.first { $0.name == "f16.t2" })
    #expect(half.array.shape == [1, 2, 2, 2])
    #expect(half.array.doubles[0] == -2.328125)
  }

  @Test(
    "A broken file is refused in a sentence",
    arguments: [
      ("[]", "its header should begin with \"{\""),
      ("{\"a\":1}", ":a: its header should be an object with dtype, shape and data_offsets"),
      ("{\"a\":{}}", ":a: its header has no dtype"),
      (
        "{\"a\":{\"dtype\":\"F8_E4M3\"}}",
        ":a: its element type \"F8_E4M3\" is not one of F16, BF16, F32, F64, I8 to I64, U8 to U64 and BOOL"
      ),
      (
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1]}}",
        ":a: its shape should be a list of non-negative integers"
      ),
      (
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        ":a: its data_offsets should be two non-negative integers in ascending order"
      ),
      (
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        ":a: its data should begin at byte 0, where the previous tensor ends, but begins at 4"
      ),
      (
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
        "its tensors take 1 byte, but the header is followed by 4 bytes"
      ),
      (
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "the file is truncated: the tensor \"a\" takes 8 bytes, but only 4 are left"
      ),
      (
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        ":a: an array of 2 float32 numbers takes 8 bytes, but the header is followed by 4 bytes"
      ),
      ("{\"a\":{},\"a\":{}}", "its header names \"a\" twice"),
      ("{\"a\":01}", "its header should have a value at character 6, but has \"01}\""),
      ("{\"a\"", "its header should have \":\" at character 5, but it ends there"),
      ("{} {}", "its header should have nothing more at character 4, but has \"{}\""),
      (
        String(repeating: "{\"a\":", count: 17),
        "its header should have no nesting deeper than 16 levels at character 81, but has \"{\"a\":\""
      ),
    ])
  func refused(header: String, reason: String) {
    let sentence = sentence { _ = try decode(file(header, [0, 0, 0, 0])) }
    #expect(sentence == (reason.hasPrefix(":") ? "x\(reason)" : "x: \(reason)"))
  }

  @Test("No prefix traps")
  func noPrefixTraps() throws {
    let whole = try fixture("safetensors_6.safetensors")
    for count in whole.indices {
      #expect(sentence { _ = try decode(Array(whole.prefix(count))) } != nil)
    }
  }
}
