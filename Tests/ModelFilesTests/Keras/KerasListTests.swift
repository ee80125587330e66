import CNNEngine
import CNNModel
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// Lists of arrays as `get_weights()` of Keras gives them.
@Suite struct KerasListTests {
  private static let text = "input 2x3x3; conv 3 2x2; flatten; linear 2"

  @Test("Kernels are turned, and the dense layer behind the flattening counts channels first")
  func turned() throws {
    let network = try Network(text: Self.text, title: "net")
    let shapes: [Shape] = [[2, 2, 2, 3], [3], [12, 2], [2]]
    let arrays = shapes.enumerated().map { index, shape in
      NamedArray(
        "arr_\(index)",
        NumericArray(
          Tensor(shape: shape, elements: (0..<shape.count).map { Float($0) })))
    }
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    let report = try WeightFile("w.npz", arrays: arrays).fill(&state, of: network)
    #expect(report.method == .order)
    // Element (out 1, in 0, row 1, column 0) was at (row 1, column 0, in 0, out 1).
    #expect(state.parameters[1][0][[1, 0, 1, 0]] == 13)
    // Input 5 of unit 0, channel 1, row 0, column 1, was number (0, 1, channel 1) of (2, 2, 3).
    #expect(state.parameters[3][0][[0, 5]] == Float((1 * 3 + 1) * 2))
  }

  @Test("Shapes that fit in neither arrangement are refused by name")
  func neither() throws {
    let network = try Network(text: Self.text, title: "net")
    let shapes: [Shape] = [[2, 2, 2, 3], [3], [11, 2], [2]]
    let arrays = shapes.enumerated().map { index, shape in
      NamedArray("arr_\(index)", NumericArray(Tensor(shape: shape, repeating: 0)))
    }
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    #expect(
      sentence { _ = try WeightFile("w.npz", arrays: arrays).fill(&state, of: network) }
        == "w.npz:arr_0: conv1.weight of net is 3×2×2×2, but this array is 2×2×2×3")
  }

  @Test(
    "The list of the report case gives the numbers of Keras",
    .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
  func report() throws {
    let folder = ReferenceFolder.path("reports/weights-keras-lists")
    let bytes = try FileContent.read("\(folder)/small.cnn")
    let network = try Network(text: String(decoding: bytes, as: UTF8.self), title: "small")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    _ = try WeightFile("\(folder)/keras-get-weights.npz").fill(&state, of: network)
    let input = try ArrayFile.read("\(folder)/x.npy").tensor
    let expected = try ArrayFile.read("\(folder)/expected.npy").doubles
    let plan = InferencePlan(
      network, state: state, targets: [network.output], use: .once, seed: 0)
    let sample = Shape([1] + input.shape.extents.suffix(3))
    let found = plan.run([Tensor(shape: sample, elements: input.elements)])[0].elements
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
  }
}
