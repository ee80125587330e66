import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

/// What may be written to files that are there.
@Suite("Files that are replaced") struct ReplacingTests {
  private func refusal(
    _ path: String, _ writing: FileContent.Writing, replacing: Bool = true
  ) -> String? {
    sentence { try FileContent.checkReplaceable(path, by: writing, replacing: replacing) }
  }

  @Test("A file that was read is not replaced by something else, whatever it is called")
  func sources() throws {
    try withFolder { folder in
      let path = "\(folder)/x.npz"
      try NpzFile.write([NamedArray("a", NumericArray(Tensor.zeros([1])))], to: path)
      #expect(refusal(path, .arrays) == nil)
      _ = try ArrayFile.readAll(path)
      let files = FileManager.default
      try files.linkItem(atPath: path, toPath: "\(folder)/hard.npz")
      try files.createSymbolicLink(atPath: "\(folder)/soft.npz", withDestinationPath: "x.npz")
      for (name, free) in [("x", "x-2"), ("hard", "hard-2"), ("soft", "soft-2")] {
        #expect(
          refusal("\(folder)/\(name).npz", .arrays)
            == FileError(
              path: "\(folder)/\(name).npz",
              reason: "this is a file that the program has read, which would be lost; "
                + "choose another name, such as "
                + "\(FileError(path: "\(folder)/\(free).npz", reason: "").description.dropLast(2))"
            ).description)
      }
    }
  }

  @Test("Weights are saved to the file that they came from")
  func weights() throws {
    try withFolder { folder in
      let path = "\(folder)/w.npz"
      try NpzFile.write([NamedArray("a", NumericArray(Tensor.zeros([1])))], to: path)
      _ = try WeightFile(path)
      #expect(refusal(path, .weights) == nil)
      #expect(refusal(path, .arrays)?.contains("which would be lost") == true)
      let exists = "\(path): the file already exists; --over replaces it"
      #expect(refusal(path, .weights, replacing: false) == exists)
    }
  }

  @Test(
    "The ending fits what is written",
    arguments: [
      ("a.cnn", .code), ("a.scope", .code), ("a.md", .screen), ("a.NPY", .arrays),
      ("a.npz", .picture), ("a.csv", .weights), ("a.onnx", .weights), ("a.txt", .array),
      ("a.json", .log), ("a.pt", .weights),
    ] as [(String, FileContent.Writing)])
  func endings(name: String, writing: FileContent.Writing) throws {
    try withFolder { folder in
      #expect(refusal("\(folder)/\(name)", writing)?.contains("files ending in .") == true)
      #expect(refusal("\(folder)/a", writing) == nil)
      #expect(refusal("\(folder)/a\(writing == .weights ? ".npz" : ".other")", writing) == nil)
    }
  }

  @Test(
    "Text is not replaced by text of another kind",
    arguments: [
      ("# a network\ninput 1x8x8\nflatten\n", "a network", .code),
      ("\u{FEFF}input 1x8x8\n", "a network", .log),
      ("# Lesson\n```scope\nstep\n```\n", "a lesson", .code),
      ("keys \"s\"\n", "a script", .network),
      ("import torch\n", "Python", .network), ("<svg>", "an SVG image", .curve),
      ("step,loss\n1,2\n", "a table of losses", .screen),
    ] as [(String, String, FileContent.Writing)])
  func texts(text: String, name: String, writing: FileContent.Writing) throws {
    try withFolder { folder in
      let path = "\(folder)/notes"
      try FileContent.write(Array(text.utf8), to: path)
      #expect(refusal(path, writing)?.contains("this is \(name), which would be lost") == true)
      try FileContent.write(Array("anything else\n".utf8), to: path)
      #expect(refusal(path, writing) == nil)
    }
  }

  @Test("An empty file and an open descriptor need no --over")
  func free() throws {
    try withFolder { folder in
      try FileContent.write([], to: "\(folder)/a.npz")
      #expect(refusal("\(folder)/a.npz", .arrays, replacing: false) == nil)
      #expect(refusal("/dev/stdout", .arrays, replacing: false) == nil)
      #expect(refusal("/dev/null", .arrays, replacing: false) == nil)
    }
  }

  @Test("A link to a file that is not there yet stays a link")
  func danglingLink() throws {
    try withFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "real")
      try FileContent.write([7], to: "\(folder)/link")
      #expect(try FileContent.read("\(folder)/real") == [7])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "real")
    }
  }
}
