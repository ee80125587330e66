import CNNModel
import Testing

/// Sampling at the positions of a grid, against PyTorch 2.15 (`grid_sample`).
struct GridSampleTests {
  struct Case: Sendable {
    let line: String
    let output: [Float]
    /// With respect to the grid, of the sum of the output.
    let gradient: [Float]
  }

  static let cases = [
    Case(line: "", output: [0.46, 3.4, 0], gradient: [9.2, 0.6, 2, 6, 0, 0]),
    Case(
      line: "align-corners", output: [3.08, 4.15, 6.51], gradient: [6.6, 2.8, 1.5, 4, 0.9, -10.85]),
    Case(line: "beyond border", output: [4.6, 3.4, 11], gradient: [0, 6, 2, 6, 0, 0]),
    Case(line: "beyond reflection", output: [4.6, 3.4, 10.6], gradient: [0, 6, 2, 6, 0, -6]),
    Case(
      line: "beyond reflection align-corners", output: [4.7, 4.15, 9.25],
      gradient: [-1.5, 4, 1.5, 4, 1.5, -4]),
    Case(line: "mode nearest", output: [0, 2, 0], gradient: [0, 0, 0, 0, 0, 0]),
    Case(
      line: "mode cubic", output: [0.3991, 3.41937, -0.48851],
      gradient: [8.50395, 0.80542, 4.12386, 5.04996, 1.41699, -5.69924]),
    Case(
      line: "mode cubic beyond border align-corners", output: [4.46075, 3.745, 11.31866],
      gradient: [0.07875, 5.43, 2.03625, 3.90749, 1.15031, -0.36]),
    Case(
      line: "mode cubic beyond reflection", output: [4.76838, 3.15208, 10.8565],
      gradient: [-1.2, 7.75125, 2.715, 4.97532, 0.6, -4.545]),
  ]

  @Test("Values and gradients are PyTorch's", arguments: cases)
  func pytorch(example: Case) throws {
    let layer = try LayerCatalog.layer(Word.split("grid-sample \(example.line)"[...]))
    let image = Tensor(shape: [1, 1, 3, 4], elements: (0..<12).map { Float($0) })
    let grid = Tensor(shape: [1, 1, 3, 2], elements: [-1.2, 0.1, 0.3, -0.45, 0.9, 1.4])
    let forward = ForwardPass(inputs: [image, grid])
    let output = layer.forward(forward).outputs[0]
    let ones = Tensor(shape: output.shape, repeating: 1)
    let gradients = layer.backward(
      BackwardPass(forward: forward, outputs: [output], gradients: [ones]))
    for (found, wanted) in [
      (output.elements, example.output), (gradients.inputs[1].elements, example.gradient),
    ] {
      #expect(found.count == wanted.count)
      #expect(zip(found, wanted).allSatisfy { ($0 - $1).magnitude < 2e-5 }, "\(found)")
    }
  }

  @Test("A position that is no number reads nothing")
  func noNumber() throws {
    let layer = try LayerCatalog.layer(Word.split("grid-sample"))
    let pass = ForwardPass(inputs: [
      Tensor(shape: [1, 1, 1, 2], elements: [1, 2]),
      Tensor(shape: [1, 1, 2, 2], elements: [.nan, 0, .infinity, 0]),
    ])
    #expect(layer.forward(pass).outputs[0].elements == [0, 0])
  }
}
