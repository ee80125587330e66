import Foundation
import ModelFiles
import TestSupport
import Testing

/// Texts of users and files that a terminal would obey.
@Suite("Control characters", .baselineLevel) struct EscapeTests {
  /// An escape sequence, one of C1, a bell, and characters that turn the direction of writing.
  private static let text = "a\u{1B}[31mb\u{9B}32mc\u{202E}d\u{2066}e\u{200F}f\u{7}\u{7F}g"

  /// Whether a terminal would obey a character of a program's output.
  private func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private func expectClean(_ arguments: [String], input: String? = nil) throws {
    let run = try Program.run(arguments, input: input)
    let all = run.output + run.error
    #expect(!all.isEmpty, "\(arguments) says nothing")
    #expect(!all.unicodeScalars.contains(where: isObeyed), "\(arguments): \(all.debugDescription)")
  }

  @Test(
    "Arguments are not sent to the terminal",
    arguments: [
      [text], ["--\(text)"], ["help", text], ["shapes", text], ["run", text, "digits:1"],
      ["run", "lenet5", text], ["run", "lenet5", "digits:1", "--top", text],
      ["run", "lenet5", "digits:1", "--layer", text],
      ["layer", text, "--input", "x", "--out", "y"],
      ["train", "lenet5", "--data", text], ["train", "lenet5", "--recipe", text],
      ["verify", text], ["play", text], ["play", "--lesson", text], ["check", text],
      ["render", "lenet5", "digits:1", "--layer", text], ["evaluate", text, "--data", "digits"],
      ["bench", text], ["lenet5", "digits:1", "--color", text],
      ["layer", "relu", "--input", text, "--out", "y.npz"],
    ])
  func arguments(_ words: [String]) throws { try expectClean(words) }

  @Test("Commands of the repl are not")
  func commands() throws {
    let lines = [
      Self.text, "print \(Self.text)", "open \(Self.text)", "break \(Self.text)",
      "load \(Self.text)",
      "print conv1[\(Self.text)]", "export \(Self.text)", "save x --\(Self.text)", "snapshot x",
      "expect \(Self.text) = 1", "net input 1x8x8; \(Self.text): flatten; \(Self.text) 3",
      "optimizer \(Self.text)", "label \(Self.text)", "help \(Self.text)", "input \(Self.text)",
    ]
    try expectClean(["repl"], input: lines.joined(separator: "\n") + "\n")
  }

  @Test("Scripts and lessons are not")
  func scripts() throws {
    try withFolder { folder in
      let fence = "```"
      let files = [
        ("snapshot.scope", "snapshot \(Self.text)\n"),
        ("type.scope", "type \"\(Self.text)\"\nsnapshot\n"),
        ("unknown.scope", "\(Self.text)\n"), ("expect.scope", "expect \(Self.text)\n"),
        ("prompt.scope", "keys \":\"\npaste \"\(Self.text)\"\nsnapshot\n"),
      ]
      for (name, text) in files {
        try FileContent.write(Array(text.utf8), to: "\(folder)/\(name)")
        try expectClean(["play", "\(folder)/\(name)", "--styles"])
      }
      let lesson = """
        # A \(Self.text)
        ## Stop \(Self.text)
        Text \(Self.text)
        \(fence)scope
        ask "why \(Self.text)" 5
        because \(Self.text)
        \(fence)
        """
      try FileContent.write(Array(lesson.utf8), to: "\(folder)/l.md")
      try expectClean(["play", "--lesson", "\(folder)/l.md"])
    }
  }

  @Test("Names of files and names in files are not")
  func files() throws {
    try withFolder { folder in
      let path = "\(folder)/\(Self.text).cnn"
      try FileContent.write(Array("input 1x8x8\nflatten\nlinear 10\n".utf8), to: path)
      let weights = "\(folder)/\(Self.text).safetensors"
      let zeros = NumericArray(.init(shape: [2], elements: [0, 1]))
      try SafetensorsFile.write([NamedArray(Self.text, zeros)], to: weights)
      for words in [
        ["shapes", path], ["shapes", path, "--json"], ["run", path, "digits:1"],
        ["run", path, "digits:1", "--json"], ["shapes", weights], ["shapes", weights, "--json"],
        ["run", path, "digits:1", "--weights", weights], ["check", path],
        ["shapes", "\(weights):\(Self.text)x"],
      ] {
        try expectClean(words)
      }
      try expectClean(["repl", path], input: "net\nweights '\(weights)'\ninput\nopen '\(path)'\n")
    }
  }

  @Test("Names of nodes in a model file are not")
  func nodes() throws {
    try withFolder { folder in
      let path = "\(folder)/model.onnx"
      let name = "\u{1B}[2J\u{9B}x\u{202E}"
      try FileContent.write(TinyModel.bytes(kind: "Relu", input: "x", output: name), to: path)
      try NpyFile.write(
        NumericArray(.init(shape: [1, 2], elements: [1, 2])), to: "\(folder)/x.npy")
      for words in [
        ["shapes", path], ["shapes", path, "--json"], ["run", path, "\(folder)/x.npy"],
        ["run", path, "\(folder)/x.npy", "--layer", name], ["check", path, "\(folder)/x.npy"],
        ["render", path, "\(folder)/x.npy", "--layer", "no"],
      ] {
        try expectClean(words)
      }
      try expectClean(
        ["repl", path, "\(folder)/x.npy"], input: "net\nfinish\nprint \(name)\nhelp x\n")
      try FileContent.write(TinyModel.bytes(kind: name, input: "x", output: "y"), to: path)
      try expectClean(["shapes", path])
    }
  }

  @Test("Standard output is written in one place")
  func onePlace() throws {
    let folder = TextFile.inPackage("Sources/cnnscope")
    let files = try #require(FileManager.default.enumerator(atPath: folder)).compactMap {
      $0 as? String
    }.filter { $0.hasSuffix(".swift") }
    #expect(files.count > 30)
    for file in files where !file.hasSuffix("StandardOutput.swift") {
      let text = try TextFile.read("\(folder)/\(file)")
      #expect(!text.contains(" print("), "\(file)")
    }
  }
}
