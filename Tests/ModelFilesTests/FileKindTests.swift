import ModelFiles
import TestSupport
import Testing

@Suite struct FileKindTests {
  @Test(
    "The kind is known by the first bytes",
    arguments: [
      ([], .empty), (npy(""), .npy), (Array("PK\u{3}\u{4}".utf8), .zip),
      (Array("PK\u{5}\u{6}".utf8), .zip), ([0x1F, 0x8B, 8], .gzip), (idx(8, [1], [1]), .idx),
      ([0x89] + Array("PNG\r\n\u{1A}\n".utf8), .png), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
      (Array("P5\n4 2\n255\n".utf8), .pnm), (Array("P1 # x".utf8), .pnm),
      ([8, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), .safetensors),
      ([0x08, 0x03, 0x12, 0x04] + Array("CNTK".utf8), .onnx), ([0x08, 0x08, 0x3A, 0xBA], .onnx),
      (Array("input 1x28x28\nconv 6 5x5 # ü".utf8), .text), (Array("P7 is text".utf8), .text),
      (Array("GIF89a".utf8), .foreign), ([0x80, 2, 0x8A], .pytorch), ([1, 2, 3], .unknown),
      (Array("\u{FEFF}input 1x8x8".utf8), .text), ([0xFF, 0xFE, 0x69, 0], .foreign),
      ([0x69, 0, 0x6E, 0], .foreign), ([0, 0x69, 0, 0x6E, 0], .foreign),
      (Array("a\u{1B}[0m".utf8), .unknown), ([0xC3], .unknown),
      ([UInt8](repeating: 0x20, count: 511) + Array("ü".utf8), .text),
    ] as [([UInt8], FileKind.Format)])
  func kinds(bytes: [UInt8], format: FileKind.Format) {
    #expect(FileKind(of: bytes[...]).format == format)
    #expect(FileKind(of: ([0] + bytes).dropFirst()).format == format)
  }

  @Test("Files are known by their content")
  func files() throws {
    #expect(try FileKind(ofFile: fixturePath("npz_savez.npz")).format == .zip)
    #expect(try FileKind(ofFile: #filePath).name == "text")
    let refusal = FileKind(of: [0xFF, 0xD8, 0xFF]).refusal("a.npy", expected: "an array")
    #expect("\(refusal)" == "a.npy: an array is expected, but this is a JPEG image")
  }

  @Test("Text in another encoding is named")
  func wideText() {
    #expect(FileKind(of: [0xFF, 0xFE, 0x69, 0, 0x6E, 0]).name == "text in UTF-16")
    #expect(FileKind(of: [0, 0x69, 0, 0x6E]).name == "text in UTF-16")
    #expect(FileKind(of: [0xFF, 0xFE, 0, 0, 0x69, 0, 0, 0]).name == "text in UTF-32")
  }

  @Test("A byte order mark is no part of a text")
  func byteOrderMark() throws {
    let text = try FileContent.text(Array("\u{FEFF}a\u{FEFF}b".utf8), of: "a.md", "a lesson")
    #expect(text.unicodeScalars.elementsEqual("a\u{FEFF}b".unicodeScalars))
    #expect(
      sentence { _ = try FileContent.text([0xC3], of: "a.md", "a lesson") }
        == "a.md: a lesson is text in UTF-8, but this is not")
  }
}
