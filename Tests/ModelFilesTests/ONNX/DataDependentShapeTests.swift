import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Models with shapes that depend on the numbers of their inputs.
struct DataDependentShapeTests {
  /// The places of what a rectifier leaves, and as many of the largest numbers.
  private static let chosen = model(
    inputs: [value("x", [1, 6])], outputs: ["places", "largest"],
    node("Relu", ["x"], ["positive"]), node("NonZero", ["positive"], ["places"]),
    node("Shape", ["places"], ["shape"]),
    node("Sign", ["positive"], ["signs"]),
    node("ReduceSum", ["signs"], ["sum"], .whole("keepdims", 0)),
    node("Cast", ["sum"], ["count"], .whole("to", 7)),
    node("Unsqueeze", ["count", "zero"], ["end"]),
    node("Slice", ["x", "start", "end", "axis"], ["largest"]))

  private func imported(_ numbers: [Float]?) throws -> ImportedModel {
    var model = Self.chosen
    model.graph.initializer = [wholes("zero", [0]), wholes("start", [0]), wholes("axis", [1])]
    let sample = numbers.map { numbers in
      ModelSample("x.npy") { network, values in
        let batch = Batch(
          inputs: [Tensor(shape: [1, 6], elements: numbers)], target: nil, size: 1)
        return Execution.outputs(network, batch, of: values)
      }
    }
    return try ModelFilesTests.imported(model, numbers: sample)
  }

  private func run(
    _ model: ImportedModel, _ numbers: [Float]
  ) throws -> [String: NumericArray] {
    let arrays = try model.run(
      ["x": array([1, 6], numbers)], path: "m.onnx", forward: Execution.outputs)
    return Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, $0.array) })
  }

  @Test("Shapes are those for the input at hand")
  func inputAtHand() throws {
    let numbers: [Float] = [3, -1, 0, 4, 5, -2]
    let model = try imported(numbers)
    let outputs = try run(model, numbers)
    #expect(outputs["places"]?.shape == [2, 3])
    #expect(outputs["places"]?.int64s == [0, 0, 0, 0, 3, 4])
    #expect(outputs["largest"]?.tensor.elements == [3, -1, 0])
    #expect(model.notes == ["shapes that depend on values are those for x.npy"])
  }

  @Test("Another input with the same counts runs, with others it is a sentence")
  func anotherInput() throws {
    let model = try imported([3, -1, 0, 4, 5, -2])
    #expect(try run(model, [1, 1, 1, -1, -1, -1])["places"]?.int64s == [0, 0, 0, 0, 1, 2])
    let error = #expect(throws: FileError.self) { try run(model, [1, 1, -1, -1, -1, -1]) }
    #expect(
      error?.reason
        == "places (nonzero): it finds 2 numbers other than 0 in this input, but the network was "
        + "opened for 3; open it with this input")
  }

  @Test("Without an input what comes before is there, and the rest is missing")
  func withoutInput() throws {
    let model = try imported(nil)
    #expect(model.network?.nodes.map(\.name).prefix(2) == ["x", "positive"])
    #expect(
      model.missing.first?.reason == "its input is not a constant")
  }

  @Test("Nothing that was taken means outputs without cells")
  func nothing() throws {
    let numbers: [Float] = [-1, -1, -1, -1, -1, -1]
    let outputs = try run(try imported(numbers), numbers)
    #expect(outputs["places"]?.shape == [2, 0])
    #expect(outputs["largest"]?.shape == [1, 0])
  }
}
