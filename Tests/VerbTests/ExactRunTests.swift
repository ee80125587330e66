import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Integers that floats cannot hold, and indices that are known only when a model runs.
@Suite("Integers of models at run time", .baselineLevel) struct ExactRunTests {
  private func dumped(_ model: String, _ input: String) throws -> NumericArray {
    try withFolder { folder in
      let run = try Program.run(["run", model, input, "--dump", "\(folder)/d.npz"])
      #expect(run.status == 0, "\(run.error)")
      return try NpzArchive("\(folder)/d.npz").array("y")
    }
  }

  @Test("An index out of range names the node, the index and the extent")
  func indices() throws {
    try withFolder { folder in
      let (model, ids) = ("\(folder)/g.onnx", "\(folder)/ids.npy")
      try ModelBytes.write(
        [.init(kind: "Gather", inputs: ["table", "ids"], outputs: ["y"])],
        inputs: [.init(name: "ids", extents: [1, 2], type: 7)], outputs: ["y"],
        constants: [.floats("table", [3, 2], [1, 2, 3, 4, 5, 6])], to: model)
      try NpyFile.write(NumericArray(shape: [1, 2], int64s: [-1, 0]), to: ids)
      #expect(try dumped(model, ids).doubles == [5, 6, 1, 2])
      for index in [3, -4] as [Int64] {
        try NpyFile.write(NumericArray(shape: [1, 2], int64s: [1, index]), to: ids)
        let run = try Program.run(["run", model, ids])
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(
          run.error == "g: y (gather-by): index \(index) is out of range for the 3 of axis 0\n")
      }
    }
  }

  @Test(
    "Powers, sums, products and differences of integers are exact and wrap around",
    arguments: [
      (
        "Pow", [3_037_000_499, 16_777_217, -5], 2,
        [9_223_372_030_926_249_001, 281_475_010_265_089, 25]
      ),
      ("Add", [9_007_199_254_740_992, .max, 0], 1, [9_007_199_254_740_993, .min, 1]),
      ("Sub", [9_007_199_254_740_994, .min, 0], 1, [9_007_199_254_740_993, .max, -1]),
      ("Mul", [3_002_399_751_580_331, 1 << 62, -1], 3, [9_007_199_254_740_993, -(1 << 62), -3]),
      ("Max", [16_777_217, 0, -1], 2, [16_777_217, 2, 2]),
    ] as [(String, [Int64], Int, [Int64])])
  func arithmetic(kind: String, x: [Int64], constant: Int, y: [Int64]) throws {
    try withFolder { folder in
      let (model, input) = ("\(folder)/a.onnx", "\(folder)/x.npy")
      try ModelBytes.write(
        [.init(kind: kind, inputs: ["x", "c"], outputs: ["y"])],
        inputs: [.init(name: "x", extents: [1, 3], type: 7)], outputs: ["y"],
        constants: [.wholes("c", [constant])], to: model)
      try NpyFile.write(NumericArray(shape: [1, 3], int64s: x), to: input)
      let array = try dumped(model, input)
      #expect(array.elementType == .int64 && array.int64s == y)
      let printed = try Program.run(["run", model, input]).output
      #expect(printed.hasSuffix("y: \(y.map(String.init).joined(separator: " "))\n"))
    }
  }

  @Test("Resizing copies integers without rounding")
  func resizing() throws {
    try withFolder { folder in
      let (model, input) = ("\(folder)/r.onnx", "\(folder)/x.npy")
      try ModelBytes.write(
        [.init(kind: "Resize", inputs: ["x", "", "scales"], outputs: ["y"])],
        inputs: [.init(name: "x", extents: [1, 1, 1, 2], type: 7)], outputs: ["y"],
        constants: [.floats("scales", [4], [1, 1, 1, 2])], to: model)
      try NpyFile.write(
        NumericArray(shape: [1, 1, 1, 2], int64s: [9_007_199_254_740_993, 16_777_217]), to: input)
      #expect(
        try dumped(model, input).int64s
          == [9_007_199_254_740_993, 9_007_199_254_740_993, 16_777_217, 16_777_217])
    }
  }
}
