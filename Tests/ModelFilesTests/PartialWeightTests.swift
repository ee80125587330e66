import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Names behind words of wrappers, and networks that are filled in part.
@Suite struct PartialWeightTests {
  private let network: Network

  init() throws {
    network = try Network(text: "input 3; a: linear 2; b: linear 2", title: "net")
  }

  private func array(_ name: String, _ shape: Shape, _ number: Float) -> NamedArray {
    NamedArray(name, NumericArray(Tensor(shape: shape, repeating: number)))
  }

  private func fill(
    _ arrays: [NamedArray], partially: Bool = false
  ) throws -> (report: WeightFile.Report, numbers: [Float]) {
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    let report = try WeightFile("w", arrays: arrays).fill(
      &state, of: network, partially: partially)
    return (report, state.parameters.flatMap(\.self).map { $0.elements[0] })
  }

  private func arrays(_ name: (String) -> String) -> [NamedArray] {
    [
      array(name("a.weight"), [2, 3], 1), array(name("a.bias"), [2], 2),
      array(name("b.weight"), [2, 2], 3), array(name("b.bias"), [2], 4),
    ]
  }

  @Test(
    "Words of wrappers are left out, also where they differ and in the middle of names",
    arguments: [
      ("module.", "module."), ("model._orig_mod.", "model._orig_mod."),
      ("model.backbone.", "model.head."), ("_orig_mod.net.", "_orig_mod."), ("backbone.", ""),
      ("a.b.c.", "a.b.c."),
    ])
  func wrappers(a: String, b: String) throws {
    let filled = try fill(arrays { $0.hasPrefix("a") ? a + $0 : b + $0 })
    #expect(filled.report.method == .name)
    #expect(filled.numbers == [1, 2, 3, 4])
  }

  @Test("A wrapper within a layer's name is left out")
  func middle() throws {
    let filled = try fill(arrays { $0.replacing(".", with: "._orig_mod.") })
    #expect(filled.numbers == [1, 2, 3, 4])
  }

  @Test("What fits is loaded, and the rest is listed")
  func partial() throws {
    let arrays = [
      array("net.a.weight", [2, 3], 1), array("net.a.bias", [2], 2),
      array("net.b.weight", [5, 2], 3), array("net.extra", [1], 0),
    ]
    let filled = try fill(arrays, partially: true)
    #expect(filled.numbers.prefix(2) == [1, 2] && filled.numbers[2] != 3)
    let report = filled.report
    #expect(report.pairs.map(\.array) == ["net.a.weight", "net.a.bias"])
    #expect(report.missing.map(\.name) == ["b.bias"])
    #expect(report.misfits.map(\.array) == ["net.b.weight"])
    #expect(report.misfits[0].slot.shape == [2, 2] && report.misfits[0].shape == [5, 2])
    #expect(report.unused == ["net.extra"])
  }

  @Test("Without --partial a missing array is refused, and with it a file that has none of them")
  func refused() throws {
    #expect(
      sentence { _ = try fill([array("a.weight", [2, 3], 1)]) }
        == "w: it has no a.bias (2), which net needs")
    #expect(
      sentence { _ = try fill([array("x", [2, 3], 1)], partially: true) }
        == "w: none of its arrays fits net by name and shape")
  }

  @Test("Files have PyTorch's names, and are read under those and the names of earlier versions")
  func writing() throws {
    let network = try Network(text: "input 1x2x2; n: batchnorm", title: "net")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    state.statistics[1][0] = Tensor(shape: [1], elements: [7])
    let arrays = WeightFile.arrays(of: state, network)
    #expect(
      arrays.map(\.name) == [
        "n.weight", "n.bias", "n.running_mean", "n.running_var", "n.num_batches_tracked",
      ])
    #expect(arrays[4].array.elementType == .int64 && arrays[4].array.shape == [])
    let former = ["running_mean": "mean", "running_var": "variance"]
    for renames in [[:], former] {
      let named = arrays.dropLast().map { array in
        let part = String(array.name.dropFirst(2))
        return NamedArray("n.\(renames[part] ?? part)", array.array)
      }
      var other = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 1)
      #expect(try WeightFile("w", arrays: named).fill(&other, of: network).method == .name)
      #expect(other.statistics[1][0].elements == [7])
    }
  }
}
