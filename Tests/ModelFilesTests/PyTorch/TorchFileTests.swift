import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Files that PyTorch 2.15 wrote.
///
/// All but `torch_kinds.pt` hold `Sequential(conv1: Conv2d(1, 2, 3), bn1: BatchNorm2d(2), relu,
/// flatten, fc: Linear(8, 3))`, where element `i` of entry `n` of the state dictionary is
/// `(10 n + i) / 8`: its state dictionary in both formats, the module itself, the scripted module, and
/// a checkpoint of it with weights, averages, the state of Adam and an object of a class that is not
/// known.
@Suite struct TorchFileTests {
  private func arrays(_ file: String) throws -> [String: NumericArray] {
    let named = try ArrayFile.readAll(fixturePath(file)).map { ($0.name, $0.array) }
    return Dictionary(uniqueKeysWithValues: named)
  }

  @Test(
    "State dictionaries, modules and scripted modules hold the same tensors",
    arguments: ["torch_state.pt", "torch_legacy.pt", "torch_module.pt", "torch_script.pt"])
  func network(_ file: String) throws {
    let found = try ArrayFile.readAll(fixturePath(file))
    let names = [
      "conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "bn1.running_mean",
      "bn1.running_var", "bn1.num_batches_tracked", "fc.weight", "fc.bias",
    ]
    let shapes: [Shape] = [[2, 1, 3, 3], [2], [2], [2], [2], [2], [], [3, 8], [3]]
    #expect(found.map(\.name) == names)
    #expect(found.map(\.array.shape) == shapes)
    for (index, named) in found.enumerated() where index != 6 {
      let expected = (0..<named.array.count).map { Double(10 * index + $0) / 8 }
      #expect(named.array.doubles == expected, "\(named.name)")
    }
    #expect(found[6].array.int64s == [5])
  }

  @Test("Of a checkpoint the weights are taken, and other tensors are mentioned")
  func checkpoint() throws {
    let contents = try ArrayFile.contents(fixturePath("torch_checkpoint.ckpt"))
    #expect(contents.arrays.count == 9)
    #expect(contents.arrays[7].name == "model.fc.weight")
    #expect(contents.arrays[7].array.doubles[0] == 70.0 / 8)
    #expect(contents.notes == [#"its "state_dict" is taken; "ema" holds tensors too"#])
  }

  @Test("Tensors share storages with any offset and strides, and have any type of element")
  func kinds() throws {
    let arrays = try arrays("torch_kinds.pt")
    func numbers(_ name: String) throws -> [Double] { try #require(arrays[name]).doubles }
    #expect(try numbers("t") == [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11])
    #expect(arrays["t"]?.shape == [4, 3])
    #expect(try numbers("part") == [5, 6, 9, 10])
    #expect(try numbers("row") == [4, 5, 6, 7])
    #expect(try numbers("expanded") == [2, 2, 2])
    for name in ["bf16", "f16", "f64", "u8", "i64", "u16"] {
      #expect(try numbers(name) == [0, 1, 2, 3], "\(name)")
    }
    #expect(try numbers("i8") == [0, -1, -2, -3])
    #expect(try numbers("bool") == [0, 0, 1, 1])
    #expect(arrays["bool"]?.elementType == .bool && arrays["bf16"]?.elementType == .bfloat16)
    #expect(arrays["empty"]?.shape == [0, 3])
    #expect(try numbers("param") == [8, 9, 10, 11])
    #expect(try numbers("last") == (0..<12).map(Double.init))
    #expect(try numbers("numpy") == (0..<12).map(Double.init))
    #expect(try numbers("number") == [1])
    #expect(try numbers("list.1.0") == [4, 5, 6, 7])
    #expect(["complex", "f8", "quantized", "sparse"].allSatisfy { arrays[$0] == nil })
  }

  @Test("A tensor that cannot be read is said, not the file refused")
  func refusedTensors() throws {
    let notes = try ArrayFile.contents(fixturePath("torch_kinds.pt")).notes
    #expect(
      notes == [
        "\"complex\" cannot be read: its elements are ComplexFloat, which is not supported; 3 more "
          + "cannot be read either"
      ])
  }

  @Test("A pickle of NumPy's arrays, in either byte order and either order of axes, is read")
  func arraysOfNumPy() throws {
    let arrays = try arrays("numpy_arrays.pkl")
    #expect(arrays["w"]?.shape == [2, 3])
    #expect(arrays["w"]?.doubles == [0, 1, 2, 3, 4, 5])
    #expect(arrays["b"]?.doubles == [1, 2])
  }

  @Test("A network is filled by name, without the words of wrappers")
  func filling() throws {
    let network = try Network(
      text: "input 1x4x4; conv1: conv 2 3x3; bn1: batchnorm; relu; flatten; fc: linear 3",
      title: "net")
    for file in ["torch_state.pt", "torch_checkpoint.ckpt"] {
      var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
      let report = try WeightFile(fixturePath(file)).fill(&state, of: network)
      #expect(report.method == .name && report.pairs.count == 8 && report.unused.isEmpty)
      #expect(state.parameters[1][0].elements[1] == 0.125)
    }
  }
}
