import CNNModel
import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// What `run` says of outputs: classes, samples, losses, and what is no class.
@Suite("Results of run", .baselineLevel) struct RunTests {
  private func json(_ arguments: [String]) throws -> JSON {
    let run = try Program.run(["run"] + arguments + ["--json"])
    #expect(run.status == 0, "\(run.error)")
    return try JSONDecoder().decode(JSON.self, from: Data(run.output.utf8))
  }

  @Test("A batch that a model fixes is samples, each with its classes")
  func fixedBatch() throws {
    try withFolder { folder in
      let (model, input) = ("\(folder)/m.onnx", "\(folder)/x.npy")
      try ModelBytes.write(
        [.init(kind: "MatMul", inputs: ["x", "w"], outputs: ["y"])],
        inputs: [.init(name: "x", extents: [2, 2])], outputs: ["y"],
        constants: [.floats("w", [2, 3], [0, 9, 0, 9, 0, 0])], to: model)
      try NpyFile.write(NumericArray(Tensor(shape: [2, 2], elements: [1, 0, 0, 1])), to: input)
      let run = try Program.run(["run", model, input, "--top", "1"])
      #expect(
        run.output == """
          m on \(input), unchanged
          sample 0
          class  probability
              1  0.9997533
          sample 1
          class  probability
              0  0.9997533

          """)
      let document = try json([model, input])
      let samples = document["samples"]?.elements ?? []
      #expect(samples.map { $0["best"]?.elements.first?["class"]?.int } == [1, 0])
      #expect(document["output"]?["shape"]?.elements.map(\.int) == [2, 3])
    }
  }

  @Test("A single sample is repeated where a model fixes a larger batch and nothing else computes")
  func repeated() throws {
    try withFolder { folder in
      let (model, input) = ("\(folder)/m.onnx", "\(folder)/x.npy")
      try ModelBytes.write(
        [.init(kind: "Add", inputs: ["x", "c"], outputs: ["y"])],
        inputs: [.init(name: "x", extents: [2, 1, 2, 2])], outputs: ["y"],
        constants: [.floats("c", [2, 1, 2, 2], [0, 0, 0, 0, 1, 1, 1, 1])], to: model)
      try NpyFile.write(
        NumericArray(Tensor(shape: [1, 2, 2], elements: [0.5, 0.25, 0, 1])), to: input)
      let output = try json([model, input])["output"]
      #expect(output?["shape"]?.elements.map(\.int) == [2, 1, 2, 2])
      #expect(
        output?["values"]?.elements.map(\.double) == [0.5, 0.25, 0, 1, 1.5, 1.25, 1, 2])
    }
  }

  @Test("An array of several samples gives a result for each, the same as one by one")
  func batches() throws {
    try withFolder { folder in
      let (all, one, dump) = ("\(folder)/a.npy", "\(folder)/b.npy", "\(folder)/d.npz")
      let elements = (0..<192).map { Float($0 % 17) / 16 }
      try NpyFile.write(
        NumericArray(Tensor(shape: [3, 1, 8, 8], elements: elements)), to: all)
      try NpyFile.write(
        NumericArray(Tensor(shape: [1, 1, 8, 8], elements: Array(elements[64..<128]))), to: one)
      let (many, single) = (try json(["digits8", all]), try json(["digits8", one]))
      #expect(many["samples"]?.elements.count == 3)
      let values = many["output"]?["values"]?.elements.compactMap(\.double) ?? []
      #expect(many["output"]?["shape"]?.elements.map(\.int) == [3, 10])
      #expect(
        Array(values.dropFirst(10).prefix(10))
          == single["output"]?["values"]?.elements.compactMap(\.double))
      _ = try Program.run(["run", "digits8", all, "--dump", dump, "--layer", "conv1"])
      #expect(try NpzArchive(dump).array("conv1").shape[0] == 3)
    }
  }

  @Test("An output that is no list of scores is printed, without a loss that nobody asked for")
  func maps() throws {
    try withFolder { folder in
      let net = "\(folder)/n.cnn"
      try FileContent.write(
        Array("input 1x8x8\navgpool 4\nloss squared-error".utf8), to: net)
      let run = try Program.run(["run", net, "digits:1"])
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 4)
      #expect(lines[1].hasPrefix("name") && lines[2].hasPrefix("avgpool1  float32  1×1×2×2"))
      #expect(lines[3].hasPrefix("avgpool1: "))
      #expect(lines[3].split(separator: " ").count == 5)
      let document = try json([net, "digits:1"])
      #expect(document["best"] == nil && document["loss"]?.double == nil)
      #expect(document["outputs"]?.elements.first?["values"]?.elements.count == 4)
    }
  }

  @Test("All outputs of a model are printed")
  func severalOutputs() throws {
    try withFolder { folder in
      let (model, input) = ("\(folder)/m.onnx", "\(folder)/x.npy")
      try ModelBytes.write(
        [
          .init(kind: "MatMul", inputs: ["x", "w"], outputs: ["scores"]),
          .init(kind: "Neg", inputs: ["x"], outputs: ["boxes"]),
        ], inputs: [.init(name: "x", extents: [1, 3])], outputs: ["scores", "boxes"],
        constants: [.floats("w", [3, 2], [1, 0, 0, 1, 0, 0])], to: model)
      try NpyFile.write(NumericArray(Tensor(shape: [1, 3], elements: [1, 2, 3])), to: input)
      let text = try Program.run(["run", model, input]).output
      #expect(text.contains("class  probability\n    1  "))
      #expect(text.contains("scores: 1.0 2.0\nboxes: -1.0 -2.0 -3.0\n"))
      let outputs = try json([model, input])["outputs"]?.elements ?? []
      #expect(outputs.map { $0["layer"]?.string } == ["scores", "boxes"])
    }
  }

  @Test("--label sets the class that the loss compares with")
  func labels() throws {
    let (own, other) = (
      try Program.run("run digits8 digits:1"), try Program.run("run digits8 digits:1 --label 4")
    )
    #expect(own.output.hasSuffix(", label 1\n") && other.output.hasSuffix(", label 4\n"))
    #expect(own.output != other.output)
    #expect(
      try Program.run("run digits8 digits:1 --label 12").error
        == "class 12 is not one of the 10 classes of the output; 0 to 9 would fit\n")
    #expect(try Program.run("run digits8 digits:1 --label -1").status == 64)
  }

  @Test("--layer means the value that a dump has under this name")
  func layerNames() throws {
    try withFolder { folder in
      let (model, input, dump) = ("\(folder)/m.onnx", "\(folder)/x.npy", "\(folder)/d.npz")
      try ModelBytes.write(
        [
          .init(kind: "Split", inputs: ["x"], outputs: ["left", "right"], lists: [:]),
          .init(kind: "Neg", inputs: ["right"], outputs: ["y"]),
        ], inputs: [.init(name: "x", extents: [2, 2])], outputs: ["y"], to: model)
      try NpyFile.write(NumericArray(Tensor(shape: [2, 2], elements: [1, 2, 3, 4])), to: input)
      let run = try Program.run([
        "run", model, input, "--dump", dump, "--layer", "right",
      ])
      #expect(run.status == 0, "\(run.error)")
      #expect(try NpzArchive(dump).names == ["right"])
      #expect(try NpzArchive(dump).array("right").doubles == [3, 4])
      let shown = try json([model, input, "--layer", "right"])
      #expect(shown["activation"]?["layer"]?.string == "right")
      #expect(shown["activation"]?["values"]?.elements.compactMap(\.double) == [3, 4])
    }
  }
}
