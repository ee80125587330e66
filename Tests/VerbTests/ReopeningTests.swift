import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Networks with shapes that depend on the numbers of their input.
@Suite("Networks opened again for another input", .baselineLevel) struct ReopeningTests {
  private func write(_ numbers: [Float], to path: String) throws {
    let array = NumericArray(Tensor(shape: [1, numbers.count], elements: numbers))
    try FileContent.write(NpyFile.encode(array), to: path)
  }

  /// What the REPL answers after it opened a network on an input with one number other than 0.
  private func answers(_ network: String, in folder: String, _ lines: [String]) throws -> String {
    try write([1, 0], to: "\(folder)/one.npy")
    try write([1, 2], to: "\(folder)/two.npy")
    let run = try Program.run(
      ["repl", "\(folder)/\(network)", "\(folder)/one.npy"],
      input: lines.joined(separator: "\n") + "\n")
    return run.output + run.error
  }

  private func writeModel(_ folder: String) throws {
    try ModelBytes.write(
      [.init(kind: "NonZero", inputs: ["x"], outputs: ["y"])],
      inputs: [.init(name: "x", extents: [1, 2])], outputs: ["y"], to: "\(folder)/m.onnx")
  }

  @Test("Another input has other shapes, and settings and breakpoints stay")
  func settings() throws {
    try withFolder { folder in
      try writeModel(folder)
      let text = try answers(
        "m.onnx", in: folder,
        [
          "mode train", "break y", "schedule cosine 100", "input \(folder)/two.npy", "shapes",
          "mode", "break", "schedule",
        ])
      #expect(text.contains("nonzero count 2"))
      let rest = text.split(separator: "\n").suffix(3)
      #expect(rest.first == "training mode; no layer of this network depends on it")
      #expect(rest.dropFirst().first == "breakpoints on y")
      #expect(rest.last == "schedule cosine 100, rate 0.10000")
    }
  }

  @Test("Another preprocessing has other shapes as well")
  func preprocessing() throws {
    try withFolder { folder in
      try writeModel(folder)
      let text = try answers("m.onnx", in: folder, ["input --mean 0.5", "shapes"])
      #expect(text.contains("nonzero count 2"))
    }
  }

  @Test("A text has the same shapes for every input, so others are refused")
  func text() throws {
    try withFolder { folder in
      try FileContent.write(Array("input 2\nnonzero count 1\n".utf8), to: "\(folder)/n.cnn")
      let text = try answers("n.cnn", in: folder, ["input \(folder)/two.npy", "input"])
      #expect(text.contains("it finds 2 numbers other than 0 in this input"))
      #expect(text.contains("one.npy unlabeled") && !text.contains("two.npy unlabeled"))
    }
  }
}
