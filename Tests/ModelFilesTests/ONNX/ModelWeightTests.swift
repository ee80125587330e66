import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// The numbers of an ONNX model as weights of another network, and other files for a model.
struct ModelWeightTests {
  /// A convolution, and a matrix that stands the other way round than layers have it.
  private static func classifier(
    kernel: String = "conv1.weight", matrix: String = "fc.weight", unknown: Bool = false
  ) -> ProtoModel {
    model(
      inputs: [value("x", [1, 1, 3, 3])], outputs: ["y"],
      constants: [
        floats(matrix, [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
        floats(kernel, [1, 1, 2, 2], [1, 2, 3, 4]), floats("conv1.bias", [1], [9]),
        wholes("row", [1, 4]),
      ],
      node("Conv", ["x", kernel, "conv1.bias"], ["c"], name: "/first/Conv"),
      node(unknown ? "NoSuchOperator" : "Relu", ["c"], ["r"]),
      node("Reshape", ["r", "row"], ["f"]),
      node("MatMul", ["f", matrix], ["y"], name: "/last/MatMul"))
  }

  private static let text = "input 1x3x3; conv1: conv 1 2x2; flatten; fc: linear 2 no-bias"

  private func filled(
    _ network: Network, from path: String
  ) throws -> (state: ModelState, report: WeightFile.Report) {
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    let report = try WeightFile(path).fill(&state, of: network)
    return (state, report)
  }

  private func filled(
    _ text: String, from model: ProtoModel
  ) throws -> (state: ModelState, report: WeightFile.Report) {
    let network = try Network(text: text, title: "net")
    let bytes: [UInt8] = try model.serializedBytes()
    return try withFolder { folder in
      try FileContent.write(bytes, to: "\(folder)/w.onnx")
      return try filled(network, from: "\(folder)/w.onnx")
    }
  }

  @Test("Weights are taken by the names of the file")
  func byTheNamesOfTheFile() throws {
    let (state, report) = try filled(Self.text, from: Self.classifier())
    #expect(report.method == .name)
    #expect(report.pairs.map(\.array) == ["conv1.weight", "conv1.bias", "fc.weight"])
    #expect(report.unused.isEmpty)
    #expect(state.parameters[1].map(\.elements) == [[1, 2, 3, 4], [9]])
    #expect(state.parameters[3][0].shape == [2, 4])
    #expect(state.parameters[3][0].elements == [1, 3, 5, 7, 2, 4, 6, 8])
  }

  @Test("Weights are taken by the names of the layers")
  func byTheNamesOfItsLayers() throws {
    let named = "input 1x3x3; _first_Conv: conv 1 2x2; flatten; _last_MatMul: linear 2 no-bias"
    let (state, report) = try filled(named, from: Self.classifier(kernel: "p1", matrix: "p2"))
    #expect(report.method == .name)
    #expect(report.pairs.map(\.slot).first == "_first_Conv.weight")
    #expect(state.parameters[1][0].elements == [1, 2, 3, 4])
  }

  @Test("Weights are taken by order")
  func byOrder() throws {
    let other = "input 1x3x3; a: conv 1 2x2; flatten; b: linear 2 no-bias"
    let (state, report) = try filled(other, from: Self.classifier(kernel: "p1", matrix: "p2"))
    #expect(report.method == .order)
    #expect(report.pairs.map(\.array) == ["p1", "conv1.bias", "p2"])
    #expect(report.pairs.map(\.slot) == ["a.weight", "a.bias", "b.weight"])
    #expect(state.parameters[3][0].elements == [1, 3, 5, 7, 2, 4, 6, 8])
  }

  @Test("What does not fit is refused")
  func whatDoesNotFitIsRefused() throws {
    let wide = sentence {
      _ = try filled(
        "input 1x4x4; conv1: conv 1 3x3; flatten; fc: linear 2 no-bias", from: Self.classifier())
    }
    #expect(
      wide?.hasSuffix(
        "w.onnx:conv1.weight: conv1.weight of net is 1×1×3×3, but this array is 1×1×2×2") == true)
    let more = sentence { _ = try filled(Self.text + "; linear 3", from: Self.classifier()) }
    #expect(
      more?.hasSuffix("w.onnx: it has no linear1.weight (3×2), which net needs") == true)
    let other = sentence {
      _ = try filled("input 1x3x3; a: conv 1 2x2", from: Self.classifier(kernel: "p"))
    }
    #expect(
      other?.hasSuffix(
        "w.onnx: none of its array names is one of net's, and loading by order needs 2 arrays, "
          + "but it holds 3") == true)
  }

  @Test("A missing node keeps the rest")
  func aMissingNodeKeepsTheRest() throws {
    let (state, report) = try filled(
      "input 1x3x3; conv1: conv 1 2x2", from: Self.classifier(unknown: true))
    #expect(report.unused == ["fc.weight"])
    #expect(state.parameters[1].map(\.elements) == [[1, 2, 3, 4], [9]])
  }

  @Test("A model takes arrays by the names of its file")
  func aModelTakesArraysByTheNamesOfItsFile() throws {
    let network = try #require(try imported(Self.classifier()).network)
    let arrays = [
      NamedArray("conv1.weight", array([1, 1, 2, 2], [4, 3, 2, 1])),
      NamedArray("conv1.bias", array([1], [5])),
      NamedArray("fc.weight", array([2, 4], [8, 7, 6, 5, 4, 3, 2, 1])),
    ]
    let (state, report) = try withFolder { folder in
      try SafetensorsFile.write(arrays, to: "\(folder)/w.safetensors")
      return try filled(network, from: "\(folder)/w.safetensors")
    }
    #expect(report.pairs.map(\.slot).last == "_last_MatMul.weight")
    #expect(state.parameters[1].map(\.elements) == [[4, 3, 2, 1], [5]])
  }

  @Test("The constants of a model are a list of tensors")
  func constantsAsAList() throws {
    let bytes: [UInt8] = try Self.classifier().serializedBytes()
    let list = try withFolder { folder in
      try FileContent.write(bytes, to: "\(folder)/w.onnx")
      return try WeightList("\(folder)/w.onnx")
    }
    #expect(list.arrays.map(\.name) == ["fc.weight", "conv1.weight", "conv1.bias", "row"])
  }
}
