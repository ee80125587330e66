import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// A program that PyTorch 2.15 exported with `torch.export.save`, repacked without the traces of its
/// source: convolutions (strided, depthwise, transposed, of single cells), normalizations, gates,
/// resizing, pools, slices, an attention as matrix products, a linear layer. All parameters are
/// sixteenths.
@Suite struct ExportedProgramTests {
  private func model() throws -> ImportedModel {
    try ImportedModel(fixturePath("torch_exported.pt2"), title: "net")
  }

  @Test("Its numbers are those of PyTorch")
  func numbers() throws {
    let model = try model()
    #expect(model.missing.isEmpty, "\(model.missing)")
    let network = try #require(model.network)
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    let plan = InferencePlan(
      network, state: state, targets: [network.output], use: .once, seed: 0)
    let elements = (0..<768).map { Float($0 * 37 % 17 - 8) / 8 }
    let found = plan.run([Tensor(shape: [1, 3, 16, 16], elements: elements)])[0].elements
    let expected: [Float] = [
      -2.278_809_5, -0.871_764_1, -2.489_095_9, -0.975_288_15, -3.947_013_4,
    ]
    #expect(found.count == 5)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(found)")
  }

  @Test("Layers are called like the modules, and parameters as in the state dictionary")
  func names() throws {
    let network = try #require(try model().network)
    #expect(network.node(named: "c1") != nil && network.node(named: "fc") != nil)
    let arrays = try ArrayFile.readAll(fixturePath("torch_exported.pt2"))
    #expect(arrays.first { $0.name == "c1.weight" }?.array.shape == [8, 3, 3, 3])
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    let report = try WeightFile(fixturePath("torch_exported.pt2")).fill(&state, of: network)
    #expect(report.method == .name)
  }
}
