import CNNModel
import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// How images and arrays become a network's input, as the verbs take them.
@Suite("Inputs of the verbs", .baselineLevel) struct InputTests {
  private func dumped(_ line: [String], _ name: String) throws -> NumericArray {
    try withFolder { folder in
      let run = try Program.run(["run"] + line + ["--dump", "\(folder)/d.npz"])
      #expect(run.status == 0, "\(run.error)")
      return try NpzArchive("\(folder)/d.npz").array(name)
    }
  }

  @Test("A network that takes the channels last gets an image so, and its layers see its rows")
  func channelsLast() throws {
    try withFolder { folder in
      let (net, image, array) = ("\(folder)/n.cnn", "\(folder)/i.ppm", "\(folder)/x.npy")
      try FileContent.write(
        Array("input 4x5x3\ntranspose 0,3,1,2\nconv 2 3x3 pad 1\nrelu".utf8), to: net)
      let pixels = (0..<60).map { UInt8($0 * 4) }
      try FileContent.write(Array("P6 5 4 255\n".utf8) + pixels, to: image)
      let input = try dumped([net, image], "input")
      #expect(input.shape == [1, 4, 5, 3])
      #expect(input.tensor.elements == pixels.map { Float($0) / 255 })
      try NpyFile.write(input, to: array)
      #expect(try dumped([net, array], "input").tensor == input.tensor)
      let shapes = try Program.run(["shapes", net]).output.split(separator: "\n")
      #expect(shapes.dropFirst().prefix(4).map { $0.suffix(3) } == ["1×1", "1×1", "3×3", "3×3"])
      let other = try Program.run(["run", net, "digits:1", "--channels", "grey"])
      #expect(other.output.contains("scaled bilinearly 8×8 → 4×5, gray repeated in 3 channels"))
    }
  }

  @Test("An array of another shape is refused unless the user asks to change it")
  func otherShapes() throws {
    try withFolder { folder in
      let array = "\(folder)/x.npy"
      try NpyFile.write(NumericArray(Tensor.zeros([1, 28, 28])), to: array)
      let run = try Program.run(["run", "lenet5", array])
      #expect(run.status == 1)
      #expect(
        run.error
          == "\(array): the network takes 1×32×32, but this array is 1×28×28; --resize and "
          + "--channels change it\n")
      let asked = try Program.run(["run", "lenet5", array, "--resize", "pad"])
      #expect(asked.output.hasPrefix("lenet5 on \(array), padded 2 on each side\n"))
      let flat = "\(folder)/v.cnn"
      try FileContent.write(Array("input 784\nlinear 3".utf8), to: flat)
      #expect(
        try Program.run(["run", flat, array]).error
          == "\(array): the network takes 784, but this array is 1×28×28\n")
      try NpyFile.write(NumericArray(Tensor.zeros([784])), to: array)
      #expect(try Program.run(["run", flat, array]).status == 0)
    }
  }

  @Test("Rows and columns that a model leaves open are the image's, or those of --input")
  func openExtents() throws {
    try withFolder { folder in
      let (model, image) = ("\(folder)/open.onnx", "\(folder)/i.pgm")
      try ModelBytes.write(
        [.init(kind: "Relu", inputs: ["x"], outputs: ["y"])],
        inputs: [.init(name: "x", extents: [nil, 1, nil, nil])], outputs: ["y"], to: model)
      try FileContent.write(
        Array("P5 6 4 255\n".utf8) + [UInt8](repeating: 51, count: 24), to: image)
      #expect(try dumped([model, image], "y").shape == [1, 1, 4, 6])
      #expect(try dumped([model, image, "--input", "1x2x3"], "y").shape == [1, 1, 2, 3])
      #expect(try dumped([model, "digits:1"], "y").shape == [1, 1, 8, 8])
      let render = ["render", model, image, "--layer", "y", "--ascii"]
      #expect(try Program.run(render).output.hasPrefix("open y 1x4x6\n"))
      #expect(
        try Program.run(render + ["--input", "1x2x2"]).output.hasPrefix("open y 1x2x2\n"))
      for line in [["shapes", model], ["bench", model]] {
        let sentence = "the input \"x\" is N×1×N×N; --input sets its shape, as in --input 3x224x224"
        #expect(try Program.run(line).error == "\(model): \(sentence)\n")
        #expect(try Program.run(line + ["--input", "1x4x4"]).status == 0)
      }
      for verb in ["run", "render", "check", "train", "evaluate", "repl", "play", "explore"] {
        #expect(try Program.run("\(verb) --help").output.contains("--input <1x28x28>"), "\(verb)")
      }
      let rank = try Program.run(["shapes", model, "--input", "5x5"])
      #expect(
        rank.error == "\(model): the input \"x\" is N×1×N×N, which has 3 axes behind the batch, "
          + "but 5×5 has 2\n")
    }
  }

  @Test("--input does not overrule the weights of a file")
  func weightsStay() throws {
    try withFolder { folder in
      let model = "\(folder)/m.onnx"
      try ModelBytes.write(
        [
          .init(kind: "Flatten", inputs: ["x"], outputs: ["f"]),
          .init(kind: "MatMul", inputs: ["f", "w"], outputs: ["y"]),
        ], inputs: [.init(name: "x", extents: [1, 1, 2, 2])], outputs: ["y"],
        constants: [.floats("w", [4, 3], [Float](repeating: 0.5, count: 12))], to: model)
      #expect(try Program.run(["shapes", model]).status == 0)
      #expect(try Program.run(["shapes", model, "--input", "1x1x4"]).status == 0)
      let run = try Program.run(["shapes", model, "--input", "1x3x3"])
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(run.error.contains("\"y\" (MatMul)"), "\(run.error)")
    }
  }

  @Test("A network of bytes gets the bytes of an image, not fractions")
  func bytes() throws {
    try withFolder { folder in
      let (model, image, array) = ("\(folder)/b.onnx", "\(folder)/i.pgm", "\(folder)/x.npy")
      try ModelBytes.write(
        [.init(kind: "Identity", inputs: ["x"], outputs: ["y"])],
        inputs: [.init(name: "x", extents: [1, 1, 2, 2], type: 2)], outputs: ["y"], to: model)
      try FileContent.write(Array("P5 2 2 255\n".utf8) + [0, 7, 200, 255], to: image)
      let same = try dumped([model, image], "y")
      #expect(same.elementType == .uint8 && same.doubles == [0, 7, 200, 255])
      try FileContent.write(Array("P5 2 2 100\n".utf8) + [0, 50, 99, 100], to: image)
      #expect(try dumped([model, image], "y").doubles == [0, 128, 252, 255])
      try NpyFile.write(NumericArray(shape: [2, 2], bytes: [1, 2, 3, 255]), to: array)
      #expect(try dumped([model, array], "y").doubles == [1, 2, 3, 255])
      try NpyFile.write(NumericArray(shape: [2, 2], doubles: [1, 2, 0.5, 4]), to: array)
      #expect(
        try Program.run(["run", model, array]).error
          == "\(array): the network takes uint8, but the array holds 0.5\n")
    }
  }
}
