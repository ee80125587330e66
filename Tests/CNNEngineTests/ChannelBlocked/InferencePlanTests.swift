import CNNEngine
import CNNModel
import Testing

/// The planned pass, compared with the passes of the layers one by one.
@Suite("Inference plan")
struct InferencePlanTests {
  static let networks = [
    "input 1x12x12; conv 6 5x5; sigmoid; maxpool 2; conv 16 3x3; relu; avgpool 2; flatten; linear 9",
    "input 3x9x11; conv 24 3x3 pad same stride 2; batchnorm; relu6; conv 24 3x3 pad 1 groups 24",
    "input 3x9x8; conv 40 3x2 pad 1,0,2,1 dilation 2x1; silu; conv 7 1x1 no-bias; tanh",
    "input 20x7x7; a: conv 20 3x3 pad same; batchnorm; s: add from a, input; relu; maxpool 3 pad 1",
    "input 20x7x7; a: conv 20 1x1; b: conv 20 3x3 pad 1; t: add from b, a; relu6; global-avgpool",
    "input 8x6x6; conv 12 3x3 pad 1 groups 4; deconv 5 2x2 stride 2; gelu; flatten; linear 3; relu",
    "input 3x6x6; conv 10 3x3 pad 1 pad-with reflect; dropout 0.5; leaky-relu 0.1; maxpool 2 ceil",
    "input 5x5x5; conv 9 7x7 pad 3 stride 3; x: relu; y: sigmoid from x; add from x, y; flatten",
    "input 32x13x12; a: conv 64 3x3 pad same; batchnorm; b: conv 64 3x3 pad 1; add from b, a",
    "input 33x15x13; conv 32 3x3; relu6; conv 96 3x3 pad 2; relu; conv 32 3x3 pad 1,0,2,1; avgpool 2",
    "input 32x12x16; a: conv 32 3x3 pad 1; b: conv 32 3x3 pad 1 no-bias; add from b, a; relu; flatten",
    "input 16x31x40; conv 16 3x3 pad 1 groups 16 stride 13; relu; conv 16 1x2 groups 16; relu6",
    "input 1x14x27; conv 8 3x5; tanh; maxpool 3x2 stride 2 pad 1,0,1,1; conv 5 3x3 pad same; relu",
    "input 30; linear 17; tanh; linear 5; softmax",
    "input 4x5x5; a: conv 3 1x1; b: conv 5 1x1 from a; concat from a, b; conv 2 2x2",
    "input 3x8x8; a: conv 16 3x3 pad 1; b: conv 32 1x1 from a; tanh; concat from a, b; conv 5 3x3",
    "input 3x9x7; a: conv 32 3x3 pad 1; relu; b: conv 9 1x1; c: concat from a, b; d: conv 7 1x1; "
      + "concat from c, d; silu; conv 4 2x2",
    "input 16x6x6; a: conv 16 1x1; concat from a, a; b: conv 16 1x1; concat from a, b, input; relu",
    "input 5x7x6; deconv 20 2x2 stride 2; batchnorm; relu; deconv 3 3x3 pad 1 no-bias; tanh",
    "input 17x5x4; deconv 33 5x3 stride 3x2 pad 2,1 output-pad 1; silu; deconv 6 2x2 dilation 2",
    "input 8x5x5; a: deconv 24 4x4 stride 2 pad 1; b: deconv 24 1x1 stride 2 from input; "
      + "conv 2 1x1 from b",
    "input 3x8x9; a: conv 20 3x3; batchnorm; n: sigmoid; m: arithmetic multiply from batchnorm1, n; "
      + "conv 20 3x3 groups 20 pad 1; silu; conv 33 1x1; leaky-relu 0.2; avgpool 2",
    "input 24x6x5; s: global-avgpool; conv 5 1x1; silu; conv 24 1x1; g: sigmoid; "
      + "m: arithmetic multiply from input, g; q: arithmetic multiply from m, input; conv 3 1x1 from q",
    "input 32x13x12; conv 64 3x3 pad same; silu; conv 32 3x3 pad 1; tanh; flatten; linear 7; sigmoid",
    // A part of a concatenation is read after the whole was made, and the whole after that.
    "input 3x8x8; a: conv 16 1x1; b: conv 16 1x1 from input; c: concat from a, b; r: tanh from a; "
      + "d: conv 5 1x1 from c; e: conv 5 1x1 from r; add from d, e",
    // Winograd's method with larger tiles.
    "input 32x25x22; conv 64 3x3 pad 1; silu; conv 32 3x3 pad 1; relu; conv 32 3x3 pad 2,1,1,0",
    "input 48x23x30; a: conv 32 3x3 pad 1; batchnorm; b: conv 32 3x3 pad 1; add from b, a; relu6",
    // Weights that are read by groups of channels.
    "input 120x11x9; conv 40 3x3 stride 2 pad 1; silu; conv 7 1x1",
    "input 117x9x8; a: conv 64 3x3 dilation 2 pad 2; b: conv 64 3x3 dilation 2 pad 2 from input; "
      + "add from b, a; relu",
    // Chains of convolutions, band by band.
    "input 4x96x90; conv 32 1x1; relu6; conv 32 3x3 pad 1 groups 32; batchnorm; silu; conv 9 1x1",
    "input 8x98x97; conv 33 3x3 stride 1; relu; conv 33 5x5 stride 2 pad 2 groups 33; relu6; "
      + "conv 8 1x1; relu",
    "input 9x90x96; conv 36 1x1; silu; conv 36 3x3 pad 1 groups 36; relu6; n: conv 9 1x1; "
      + "add from n, input; relu",
    "input 3x100x90; conv 30 1x1; conv 30 3x1 groups 30 pad same dilation 3x1; d: silu; "
      + "global-avgpool; conv 30 1x1; g: sigmoid; arithmetic multiply from d, g",
    "input 3x96x96; c: conv 32 3x3 pad 1; d: conv 32 3x3 pad 1 groups 32; "
      + "arithmetic multiply from c, d; conv 2 1x1",
    "input 3x96x96; conv 32 1x1; relu; conv 32 3x3 pad 40 groups 32; relu6; conv 3 1x1",
    "input 3x9x8; hardswish; conv 5 3x3; gelu; flatten; softplus; linear 3; hardsigmoid",
    "input 6x4x4; relu; relu; batchnorm; avgpool 3 stride 1 pad 1 exclude-pad; maxpool 2 stride 1",
  ]

  @Test(
    "The output is that of the layers within rounding, for any number of threads",
    arguments: networks, ProcessorLevel.available)
  func sameAsLayers(text: String, level: ProcessorLevel) throws {
    let network = try Network(text: text.replacing(";", with: "\n"), title: "net")
    let state = Self.state(of: network)
    let input = Self.tensor(network.inputSample.batched(1), seed: 3)
    let expected = Self.layerByLayer(network, state, input)[network.output]
    let output = try #require(expected)
    for threads in [1, 2, 4] {
      let plan = InferencePlan(
        network, state: state, level: level, pool: WorkerPool(threads: threads))
      let first = plan.run([input])[0]
      #expect(first.shape == output.shape)
      Self.expectClose(first, output)
      // A second run of a plan gives the same bits, with any number of threads.
      #expect(plan.run([input])[0] == first)
      let alone = InferencePlan(
        network, state: state, level: level, pool: WorkerPool(threads: 1))
      #expect(alone.run([input])[0] == first)
    }
  }

  @Test("Every intermediate value can be a target", arguments: networks, [true, false])
  func intermediateTargets(text: String, isRepeated: Bool) throws {
    let network = try Network(text: text.replacing(";", with: "\n"), title: "net")
    let state = Self.state(of: network)
    let input = Self.tensor(network.inputSample.batched(1), seed: 3)
    let expected = Self.layerByLayer(network, state, input)
    for node in network.nodes.indices {
      let targets = [ValueReference(node), network.output]
      let plan = InferencePlan(
        network, state: state, targets: targets, use: isRepeated ? .repeated : .once)
      for (value, found) in zip(targets, plan.run([input])) {
        Self.expectClose(found, try #require(expected[value]))
      }
    }
  }

  @Test(
    "Functions after a convolution are right far from zero", arguments: ["silu", "sigmoid"],
    ProcessorLevel.available)
  func farFromZero(function: String, level: ProcessorLevel) throws {
    let network = try Network(
      text: "input 1x1x8\nconv 1 1x1 no-bias\n\(function)", title: "net")
    var state = Self.state(of: network)
    state.parameters[1][0] = Tensor(shape: [1, 1, 1, 1], elements: [1])
    let input = Tensor(shape: [1, 1, 1, 8], elements: [-1e38, -1e9, -90, -60, -20, -3, 0, 0.5])
    let expected = try #require(Self.layerByLayer(network, state, input)[network.output])
    let found = InferencePlan(network, state: state, level: level).run([input])[0]
    for (one, other) in zip(found.elements, expected.elements) {
      #expect(abs(one - other) <= 4e-6 * abs(other) + 1e-30, "\(one) instead of \(other)")
    }
  }

  private static func expectClose(_ found: Tensor, _ expected: Tensor) {
    #expect(found.shape == expected.shape)
    let scale = expected.elements.map(\.magnitude).max() ?? 0
    #expect(
      zip(found.elements, expected.elements).allSatisfy { abs($0 - $1) <= 2e-5 * max(scale, 1) })
  }

  /// Random parameters and statistics; variances above 0.
  private static func state(of network: Network) -> ModelState {
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0.1), seed: 1)
    for node in state.parameters.indices {
      for index in state.parameters[node].indices {
        state.parameters[node][index] = tensor(
          state.parameters[node][index].shape, seed: UInt64(node * 7 + index))
      }
      for index in state.statistics[node].indices {
        state.statistics[node][index] = tensor(
          state.statistics[node][index].shape, seed: UInt64(node * 5 + index)
        ).map { $0.magnitude + 0.1 }
      }
    }
    return state
  }

  private static func tensor(_ shape: Shape, seed: UInt64) -> Tensor {
    let random = CounterRandom(seed: seed, stream: .dropout, 0, 0)
    return Tensor(shape: shape, elements: (0..<shape.count).map { random.uniform($0) - 0.45 })
  }

  private static func layerByLayer(
    _ network: Network, _ state: ModelState, _ input: Tensor
  ) -> [ValueReference: Tensor] {
    var outputs: [[Tensor]] = []
    for (index, node) in network.nodes.enumerated() {
      guard !node.isSource else {
        outputs.append([input])
        continue
      }
      let pass = ForwardPass(
        inputs: node.inputs.map { outputs[$0.node][$0.output] },
        parameters: state.parameters[index], statistics: state.statistics[index])
      outputs.append(node.layer.forward(pass).outputs)
    }
    var values: [ValueReference: Tensor] = [:]
    for (node, tensors) in outputs.enumerated() {
      for (output, tensor) in tensors.enumerated() { values[ValueReference(node, output)] = tensor }
    }
    return values
  }
}
