import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Models in the layouts of Keras, and what NumPy computes of them with the channels last.
///
/// The files were written with h5py 3.16 as Keras 2 and 3 write theirs: the same Sequential model as
/// `.h5` (with a compressed and shuffled layer of chunks for each kernel) and as `.keras`, and a
/// functional model with two branches. Weights are eighths from −1 to 1.
@Suite struct KerasModelTests {
  /// In eighths, the channels first.
  private static let image = [
    -3, 1, -5, 8, -4, -4, -7, -4, 4, 3, -6, -2, -1, 3, -1, 1, 6, 4, -2, -1, -2, -7, -5, -4,
    -3, -3, 1, 8, 5, 5, 4, 2, 7, 3, 0, -7, 0, -5, -6, 0, 5, -3, 5, 0, -6, 8, -2, -3,
    8, 6, 4, -7, -6, -3, 7, 7, -6, 5, -6, -7, 0, 1, -5, -1, 3, 1, -4, 1, -6, -8, -2, -5,
    4, 7, -6, 6, -6, 3, 4, -3, 8, -2, 1, -7, 1, -4, 7, -4, 8, 7, 5, 7, -7, 0, 4, 2,
  ]

  /// The last value of a network for one image in eighths.
  private func output(_ file: String, _ eighths: [Int], _ sample: Shape) throws -> [Float] {
    let model = try ImportedModel(fixturePath(file), title: "model")
    #expect(model.missing.isEmpty)
    let network = try #require(model.network)
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    let plan = InferencePlan(
      network, state: state, targets: [network.output], use: .once, seed: 0)
    let image = Tensor(shape: sample.batched(1), elements: eighths.map { Float($0) / 8 })
    return plan.run([image])[0].elements
  }

  private func expectNear(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(found)")
  }

  @Test(
    "Strides with the padding of Keras, depthwise kernels, pools and a flattening",
    arguments: ["keras2_model.h5", "keras3_sequential.keras"])
  func sequential(_ file: String) throws {
    expectNear(
      try output(file, Self.image, [2, 8, 6]),
      [0.469_977_54, 0.365_747_26, 0.129_424_9, 0.034_850_307])
  }

  @Test("Branches that are added and concatenated, transposed and separable convolutions")
  func functional() throws {
    let image = [
      -7, 4, 3, 2, -8, -1, 3, -6, -2, -8, -7, -5, -1, -1, 7, -3, 5, 1, -7, -1, -8, 4, -6, -4, -6,
      -2, -5, -2, -8, 7, -6, 3,
    ]
    expectNear(
      try output("keras3_functional.keras", image, [2, 4, 4]),
      [0.442_646_64, 0.387_682_34, 0.444_240_54])
  }

  @Test(
    "Weights are called by layer and weight, in the arrangement of this program",
    arguments: ["keras2_model.h5", "keras3_sequential.keras"])
  func weights(_ file: String) throws {
    let arrays = try ArrayFile.readAll(fixturePath(file))
    let names = [
      "first.kernel", "first.bias", "depth.depthwise_kernel", "depth.bias", "norm.gamma",
      "norm.beta", "norm.moving_mean", "norm.moving_variance", "classes.kernel", "classes.bias",
    ]
    #expect(arrays.map(\.name) == names)
    let shapes: [Shape] = [
      [3, 2, 3, 3], [3], [6, 1, 2, 2], [6], [6], [6], [6], [6], [4, 12], [4],
    ]
    #expect(arrays.map(\.array.shape) == shapes)
    #expect(arrays[0].array.doubles.prefix(6) == [0, 0.625, -0.5, -0.875, 0.625, -0.75])
    #expect(arrays[2].array.doubles.prefix(6) == [-0.75, -0.875, 0.25, 0, -0.375, -0.125])
  }

  @Test("A network of this program computes the same with these weights, by name or by order")
  func filling() throws {
    let text = """
      input 2x8x6; A: conv 3 3x3 stride 2 pad 0,0,1,1; relu; B: conv 6 2x2 pad 0,0,1,1 groups 3; \
      C: batchnorm eps 0.001; maxpool 2x2 stride 1x2 pad 0,0,1,1; avgpool 2x2 stride 2x1; flatten; \
      D: linear 4; softmax
      """
    for names in [["first", "depth", "norm", "classes"], ["a", "b", "c", "d"]] {
      let named = zip(["A", "B", "C", "D"], names).reduce(text) { text, name in
        text.replacing("\(name.0):", with: "\(name.1):")
      }
      let network = try Network(text: named, title: "net")
      var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
      let file = fixturePath("keras3_sequential.keras")
      let report = try WeightFile(file).fill(&state, of: network)
      #expect(report.method == (names[0] == "a" ? .order : .name))
      let plan = InferencePlan(
        network, state: state, targets: [network.output], use: .once, seed: 0)
      let image = Tensor(shape: [1, 2, 8, 6], elements: Self.image.map { Float($0) / 8 })
      expectNear(
        plan.run([image])[0].elements, [0.469_977_54, 0.365_747_26, 0.129_424_9, 0.034_850_307])
    }
  }
}
