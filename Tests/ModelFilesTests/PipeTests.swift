import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

/// Pipes, which give their bytes only once.
@Suite("Pipes") struct PipeTests {
  /// Calls `body` with the path of a named pipe, to which another thread writes.
  private func withPipe(
    _ bytes: [UInt8], delay: TimeInterval = 0, _ body: (String) throws -> Void
  ) throws {
    try withFolder { folder in
      let path = "\(folder)/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      write(bytes, to: path, delay: delay)
      try body(path)
    }
  }

  private func write(_ bytes: [UInt8], to path: String, delay: TimeInterval = 0) {
    // What is not read to its end ends its writer, which is this process here.
    signal(SIGPIPE, SIG_IGN)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: delay)
      let descriptor = open(path, O_WRONLY)
      _ = writeAll(bytes, to: descriptor)
      close(descriptor)
    }
  }

  @Test("A pipe can be asked for its format and then read, more than once")
  func twice() throws {
    // More than a pipe holds at a time.
    let bytes = Array("input 1x8x8\n".utf8) + [UInt8](repeating: 0x23, count: 300_000)
    try withPipe(bytes) { path throws in
      #expect(try FileKind(ofFile: path).format == .text)
      #expect(try FileContent.read(path) == bytes)
      #expect(try FileContent.read(path) == bytes)
    }
  }

  @Test("A writer that opens the pipe later is waited for")
  func later() throws {
    try withPipe([1, 2, 3], delay: 0.2) { path throws in
      #expect(try FileContent.read(path) == [1, 2, 3])
    }
  }

  @Test("What another writer writes after the end is the new content")
  func again() throws {
    try withPipe([1, 2, 3]) { path throws in
      #expect(try FileContent.read(path) == [1, 2, 3])
      // Open for both, so that the bytes are there before they are asked for.
      let descriptor = open(path, O_RDWR)
      defer { close(descriptor) }
      #expect(writeAll([4, 5], to: descriptor))
      #expect(try FileContent.start(of: path, count: 2) == [4, 5])
    }
  }

  @Test("An archive, an array and an image come through a pipe")
  func formats() throws {
    let array = NumericArray(Tensor(shape: [2, 2], elements: [1, 2, 3, 4]))
    let archive = try NpzFile.encode([NamedArray("a", array)], deflated: true, path: "")
    try withPipe(archive) { path throws in
      #expect(try ArrayFile.read("\(path):a").tensor == array.tensor)
      #expect(try ArrayFile.readAll(path).map(\.name) == ["a"])
    }
    try withPipe(NpyFile.encode(array)) { path throws in
      #expect(try ArrayFile.read(path).tensor == array.tensor)
    }
    try withPipe(Array("P2\n2 1\n9\n3 9\n".utf8)) { path throws in
      #expect(try InputImage.read(path).image.elements == [3, 9])
    }
    try withPipe(Array("PK\u{3}\u{4} and no more".utf8)) { path throws in
      let reason = sentence { _ = try ArrayFile.readAll(path) }
      #expect(reason == "\(path): this is not a complete ZIP archive")
    }
  }

  @Test("What never ends is refused by its first bytes or at the limit")
  func endless() throws {
    try withPipe([UInt8](repeating: 0x61, count: 3 << 20)) { path throws in
      let expected =
        "\(path): a file of arrays (.npy, .npz, IDX, safetensors, .pt, .h5, .keras) or an image is expected, but "
        + "this is text"
      #expect(sentence { _ = try ArrayFile.readAll(path) } == expected)
      let tooLarge = "\(path): the file is larger than the limit of 1024 kB"
      #expect(sentence { _ = try FileContent.text(of: path, "a lesson") } == tooLarge)
    }
  }

  @Test("A pipe that nobody reads is not written to")
  func withoutReader() throws {
    try withFolder { folder in
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(
        sentence { try FileContent.write([1], to: "\(folder)/pipe") }
          == "\(folder)/pipe: not written: nobody reads from this pipe")
    }
  }
}
