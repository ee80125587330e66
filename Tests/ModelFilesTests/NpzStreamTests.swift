import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct NpzStreamTests {
  @Test("A name longer than an archive can hold is refused, and no file is left behind")
  func longName() throws {
    try withFolder { folder in
      let path = "\(folder)/a.npz"
      let member = NpzStream.Member(String(repeating: "a", count: 70_000), [1], .float32)
      let reason = "the name of an array is longer than an archive can hold"
      #expect(throws: FileError(path: path, reason: reason)) {
        try NpzStream([member], to: path)
      }
      #expect(FileContent.names(in: folder).isEmpty)
    }
  }
}
