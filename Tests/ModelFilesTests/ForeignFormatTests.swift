import ModelFiles
import TestSupport
import Testing

@Suite struct ForeignFormatTests {
  private static func archive(_ member: String) -> [UInt8] {
    Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 22)
      + [UInt8(member.utf8.count), 0, 0, 0] + Array(member.utf8)
  }

  @Test(
    "Files of other programs are named for what they are",
    arguments: [
      (archive("archive/data.pkl"), "a PyTorch file (.pt, .pth)"),
      (
        [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E],
        "a PyTorch file (.pt, .pth)"
      ),
      ([0x80, 4, 0x95], "a pickle (as in .pkl, .pt, .pth)"),
      (archive("metadata.json"), "a Keras archive (.keras)"),
      (archive("weight.npy"), "a ZIP archive (.npz)"),
      ([0x89] + Array("HDF\r\n\u{1A}\n".utf8), "an HDF5 file (Keras .h5)"),
      ([0x1C, 0, 0, 0] + Array("TFL3".utf8), "a TensorFlow Lite model (.tflite)"),
      ([8, 1, 0x12, 0x80, 1, 0x0A, 2], "a TensorFlow SavedModel (.pb)"),
      (
        [0x0A, 20, 0x0A, 1] + Array("x".utf8) + [0x12, 5] + Array("Const".utf8),
        "a TensorFlow graph (.pb)"
      ),
      ([8, 8, 0x12, 3] + Array("abc".utf8), "an ONNX model"),
      (
        [8, 5, 0x12, 30, 0x0A, 12, 0x0A, 5] + Array("image".utf8) + [0x1A, 3],
        "a Core ML model (.mlmodel)"
      ),
      (
        Array("<?xml version=\"1.0\"?>\n<net name=\"a\" version=\"11\">".utf8),
        "an OpenVINO model (.xml)"
      ),
      (Array("7767517\n75 83\nInput data 0 1 data".utf8), "an ncnn model (.param)"),
      (
        Array("version https://git-lfs.github.com/spec/v1\noid".utf8),
        "a Git LFS pointer, not the file itself"
      ),
      (Array("\n <!DOCTYPE html>\n".utf8), "a web page (HTML), not the file itself"),
      (Array("<HTML lang=en>".utf8), "a web page (HTML), not the file itself"),
      ([0x1F, 0x8B, 8], "a gzip file"),
      ([UInt8](repeating: 0x61, count: 257) + Array("ustar\u{0}".utf8), "a tar archive"),
      (Array("\n\ninput 1x28x28\nconv 6 5x5".utf8), "text"),
    ] as [([UInt8], String)])
  func names(bytes: [UInt8], name: String) {
    #expect(FileKind(of: bytes[...]).name == name)
  }

  @Test("A folder that is a model of another program is named")
  func folders() throws {
    try withFolder { folder in
      #expect(throws: FileError.self) { try FileKind(ofFile: folder) }
      try FileContent.write([8, 1], to: "\(folder)/saved_model.pb")
      #expect(
        try FileKind(ofFile: folder).refusal(folder, expected: "a model").reason
          == "a model is expected, but this is a TensorFlow SavedModel (a folder); "
          + "tf2onnx writes the model as .onnx")
    }
  }

  @Test("The sentence says what helps")
  func advice() {
    let page = FileKind(of: Array("<html>".utf8)[...]).refusal("a.onnx", expected: "a model")
    #expect(
      page.description
        == "a.onnx: a model is expected, but this is a web page (HTML), not the file itself; "
        + "the page has to be replaced by what it links to")
    let model = FileKind(of: ([0x1C, 0, 0, 0] + Array("TFL3".utf8))[...])
    #expect(
      model.refusal("m.onnx", expected: "a model").reason.hasSuffix(
        "tf2onnx writes the model as .onnx"))
  }

  @Test("A model that is text or empty is said to be so")
  func noModel() throws {
    try withFolder { folder in
      let path = "\(folder)/m.onnx"
      try FileContent.write(Array("404: Not Found".utf8), to: path)
      let found = sentence { _ = try ImportedModel(path, title: "m") }
      #expect(found == "\(path): an ONNX model is expected, but this is text")
    }
  }
}
