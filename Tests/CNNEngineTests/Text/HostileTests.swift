import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// Malicious model files: the result is an error or a network, never a trap, and shapes alone
/// allocate no memory.
@Suite struct HostileTests {
  private func read(_ text: String) -> Result<Network, NetworkTextError> {
    Result { () throws(NetworkTextError) in try Network(text: text, title: "hostile") }
  }

  @Test(
    "What is hostile is refused in a sentence",
    arguments: [
      "input 99999999999999999999x1x1\nrelu", "input 1048576x1048576x1\nrelu",
      "input 1x1x1x1x1x1x1\nrelu", "input -1x3x3\nrelu", "input 1048577\nrelu",
      "input 1x8x8\nconv 99999999999999999999 3x3", "input 1x8x8\nconv 2 4097x1",
      "input 1x8x8\nconv 2 3x3 stride 9223372036854775807",
      "input 1x8x8\nconv 2 3x3 pad 99999999999999999999,0,0,0",
      "input 1048576\nlinear 1048576", "input 64x4096x4096\nupsample 4096",
      "input 1x4096x4096\nconv 1048576 1x1", "input 1x8x8\nmaxpool 4096 dilation 4096",
      "input 1x8x8\navgpool 2 divisor 0", "input 1x8x8\nconv 1024 4096x4096 pad full",
      "input 1x1024x1024\ndeconv 4096 4096x4096 stride 4096",
      "input 1x8x8\nconv 8 3x3 groups 1048576", "input 1x8x8\nelu 1e999",
      "input 1x8x8\ncelu 0", "input 1x8x8\nsoftplus -1", "input 1x8x8\nsoftmax axis 1048576",
      "input 1x8x8\nbatchnorm epsilon -1", "input 1x8x8\nbatchnorm momentum 2",
      "input 1x8x8\nrelu\nloss cross-entropy smoothing 2", "input 1x8x8\nrelu init normal -1",
      "input 1x8x8\nrelu init uniform 1 0", "input 1x8x8\n:\n", "input 1x8x8\n:relu", "\u{0}",
      "input 1x8x8\nrelu from ,,,", "input 1x8x8\nconv →8 3x3", "input 1x8x8\nconv 1→2→3 3x3",
    ])
  func refused(text: String) {
    guard case .failure(let error) = read(text) else {
      Issue.record("accepted")
      return
    }
    #expect(!error.reason.isEmpty && error.line >= 1 && error.column >= 1)
  }

  @Test(
    "What is extreme but possible is computed",
    arguments: [
      "input 1x8x8\nconv 1 2x1 dilation 4096 pad 4096,0,4096,0",
      "input 1x8x8\nconv 1 1x2 dilation 4096 pad 0,4096,0,4096",
      "input 1x8x8\nconv 1 3x3 pad full dilation 4096 pad-with nearest stride 4096",
      "input 1x8x8\nmaxpool 2 pad 4096 ceil stride 4096",
      "input 1x8x8\navgpool 3 pad 4096 ceil exclude-pad stride 4096",
      "input 1x8x8\nmaxpool 2 pad 9,0,0,9 ceil", "input 1x2x2\nconv 1 1x1 stride 4096",
      "input 1x8x8\ndeconv 1 2x2 dilation 64 stride 3 output-pad 63 pad full",
      "input 1x1x1\ndeconv 1 1x1 stride 4096", "input 1x1x1\nupsample 256",
      "input 1x1x1\nconv 1 1x1 pad 3 pad-with nearest",
      "input 1x4x4\nconv 1 3x3 pad 4 pad-with circular",
    ])
  func accepted(text: String) throws {
    let network = try read(text + "\nloss squared-error").get()
    let optimizer = StochasticGradientDescent(rate: 0.1)
    var state = ModelState(network, optimizer: optimizer, seed: 1)
    let shape = network.outputShapes(of: 1)[0]
    let input = SampleRun.numbers(network.inputSample.batched(1), seed: 1, .normal)
    let batch = Batch(inputs: [input], target: .values(.zeros(shape)))
    var execution = Execution(
      Plan(network, batchSize: 1), batch: batch, state: state, context: PassContext())
    execution.run(through: .backward(1), state: &state, optimizer: optimizer)
    let output = try #require(execution.output(network.output))
    #expect(output.shape == shape)
    let pass = try #require(execution.backwardPass(of: 1))
    for offset in [0, shape.count / 2, shape.count - 1] {
      let cell = CellReference.output(0, shape.position(at: offset))
      let isEqual = network.nodes[1].layer.define(cell, in: pass).equalsWithinRounding(
        output[offset])
      #expect(isEqual, "\(cell)")
    }
    let middle = shape.position(at: shape.count / 2)
    #expect(network.receptiveField(of: middle, node: 1) != nil)
  }

  /// Networks too large to run can be described without memory for their tensors.
  @Test("What is only described takes no memory")
  func onlyDescribed() throws {
    let network = try read("input 1x16384x16384\nconv 1 4096x4096 pad same").get()
    #expect(network.outputShapes(of: 1) == [[1, 1, 16384, 16384]])
    #expect(network.parameterCount == 4096 * 4096 + 1)
    #expect(network.multiplyAccumulates(of: 1) == 1 << 52)
    guard case .failure(let error) = read("input 1x16384x16384\n" + "relu\n" + "relu\nrelu\nrelu")
    else {
      Issue.record("more activations than fit into memory were taken")
      return
    }
    #expect(error.description.contains("all activations so far are more than the 2³⁰ numbers"))
  }

  @Test("A network of many lines is read")
  func manyLines() throws {
    let network = try read("input 4\n" + String(repeating: "relu\n", count: 20_000)).get()
    #expect(network.nodes.count == 20_001)
    #expect(network.nodes.last?.name == "relu20000")
  }
}
