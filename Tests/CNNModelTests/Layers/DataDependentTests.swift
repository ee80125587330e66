import CNNModel
import Testing

/// Layers whose shapes depend on the numbers of their inputs.
struct DataDependentTests {
  private func layer(_ line: String) throws -> any ConditionalLayer {
    try #require(try LayerCatalog.layer(Word.split(line[...])) as? any ConditionalLayer)
  }

  private func run(_ line: String, _ inputs: Tensor...) throws -> [[Float]] {
    try layer(line).forward(ForwardPass(inputs: inputs)).outputs.map(\.elements)
  }

  @Test("The positions of numbers that are not 0")
  func nonZero() throws {
    let x = Tensor(shape: [2, 3], elements: [0, 5, 0, -1, 0, .nan])
    #expect(try run("nonzero count 3", x) == [[0, 1, 1, 1, 0, 2]])
  }

  @Test("With another count cells are dropped or 0, and a sentence says so")
  func anotherCount() throws {
    let x = Tensor(shape: [4], elements: [0, 5, 6, 7])
    #expect(try run("nonzero count 2", x) == [[1, 2]])
    #expect(try run("nonzero count 5", x) == [[1, 2, 3, 0, 0]])
    let layer = try layer("nonzero count 2")
    #expect(
      layer.violation(of: [.floats(x)], [[4]])
        == "it finds 3 numbers other than 0 in this input, but the network was opened for 2; "
        + "open it with this input")
    #expect(try self.layer("nonzero count 3").violation(of: [.floats(x)], [[4]]) == nil)
  }

  /// The example of the ONNX operator specification, Unique-11.
  @Test("Distinct numbers")
  func unique() throws {
    let x = Tensor(shape: [6], elements: [2, 1, 1, 3, 4, 3])
    #expect(
      try run("unique count 4 unsorted", x)
        == [[0, 1, 3, 4], [0, 1, 1, 2, 3, 2], [1, 2, 2, 1]])
    #expect(
      try run("unique count 4", x) == [[1, 0, 3, 4], [1, 0, 0, 2, 3, 2], [2, 1, 2, 1]])
  }

  @Test("Of boxes that overlap, the best is taken")
  func nonMaxSuppression() throws {
    let boxes = Tensor(
      shape: [1, 3, 4], elements: [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 10, 1, 11])
    let scores = Tensor(shape: [1, 1, 3], elements: [0.9, 0.95, 0.3])
    #expect(try run("nms count 2 limit 5 overlap 0.5", boxes, scores) == [[0, 0, 1, 0, 0, 2]])
    #expect(
      try run("nms count 1 limit 5 overlap 0.5 score 0.5", boxes, scores) == [[0, 0, 1]])
    #expect(
      try run("nms count 3 limit 5 overlap 0.9", boxes, scores)
        == [[0, 0, 1, 0, 0, 0, 0, 0, 2]])
  }

  @Test("A value that decided something has to be the same again")
  func requiredValue() throws {
    let layer = try layer("require 3,4")
    #expect(layer.violation(of: [.floats(Tensor(shape: [2], elements: [3, 4]))], [[2]]) == nil)
    #expect(
      layer.violation(of: [.floats(Tensor(shape: [2], elements: [3, 5]))], [[2]])
        == "it is 3,5 for this input, but the network was opened for 3,4; open it with this input")
  }
}
