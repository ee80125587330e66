import CNNEngine
import CNNModel
import Foundation
import LayerSamples
import ModelFiles
import TestSupport
import Testing

/// Networks written as ONNX models, and read again.
@Suite(.baselineLevel) struct ModelExportTests {
  private func state(_ network: Network) -> ModelState {
    var state = written(network)
    for node in network.nodes.indices {
      for (index, tensor) in state.statistics[node].enumerated() {
        let random = SampleRun.numbers(tensor.shape, seed: 5, .positive)
        state.statistics[node][index] = random
      }
    }
    return state
  }

  /// The numbers that the file of a network holds.
  private func written(_ network: Network) -> ModelState {
    ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 3)
  }

  /// The outputs of a network for inputs.
  private func outputs(
    _ network: Network, _ state: ModelState, _ inputs: [Tensor]
  ) -> [Value] {
    var execution = Execution(
      Plan(network, batchSize: 1), batch: Batch(inputs: inputs, target: nil, size: 1), state: state,
      context: PassContext(seed: 0))
    var state = state
    for phase in Plan(network, batchSize: 1).phases.prefix(execution.plan.forwardCount) {
      execution.run(phase, state: &state, optimizer: StochasticGradientDescent(rate: 0))
    }
    return network.outputs.compactMap { execution.value($0) }
  }

  /// The network that a model file holds after it was written.
  private func reread(_ network: Network, _ state: ModelState) throws -> Network {
    var read: Network?
    try withFolder { folder in
      let path = "\(folder)/net.onnx"
      try FileContent.write(ModelExport.encode(network, state, path: path), to: path)
      read = try ImportedModel(path, title: network.title).network
    }
    return try #require(read)
  }

  /// A network of one sample's layers.
  private func network(of sample: LayerSample) throws -> Network {
    var nodes = sample.inputs.enumerated().map { index, shape in
      Network.Node("x\(index)", Input(whole: shape), inputs: [])
    }
    var inputs = nodes.indices.map { ValueReference($0) }
    if nodes.isEmpty { nodes.append(Network.Node("x", Input(whole: [1]), inputs: [])) }
    for (index, part) in try LayerCatalog.layers(sample.words, input: sample.inputs.first)
      .enumerated()
    {
      nodes.append(Network.Node("layer\(index)", part.layer, inputs: inputs))
      inputs = [ValueReference(nodes.count - 1)]
    }
    let last = nodes.count - 1
    let draft = try Network(title: "sample", nodes: nodes)
    return try Network(
      title: "sample", nodes: nodes,
      outputs: draft.outputShapes(of: last).indices.map { ValueReference(last, $0) })
  }

  /// Whether all of its layers are operators of ONNX.
  private func isExportable(_ network: Network) -> Bool {
    network.nodes.allSatisfy { $0.isSource || $0.layer is any ONNXExportable }
  }

  @Test("Every layer that is an operator comes back with the same shapes and numbers")
  func layers() throws {
    var count = 0
    for sample in LayerSample.all where !sample.inputs.isEmpty && sample.words[0].text != "input" {
      let network = try network(of: sample)
      guard isExportable(network) else { continue }
      guard network.outputs.allSatisfy({ network.outputShapes(of: $0.node)[$0.output].count > 0 })
      else { continue }
      let state = state(network)
      let inputs = network.sources.enumerated().map { index, source in
        SampleRun.numbers(
          network.outputShapes(of: source)[0], seed: 1 + UInt64(index), sample.content)
      }
      let read = try reread(network, state)
      try #require(
        read.sources.map { read.outputShapes(of: $0)[0] } == inputs.map(\.shape),
        "\(sample.line)")
      count += 1
      let (expected, found) = (
        outputs(network, state, inputs), outputs(read, written(read), inputs)
      )
      #expect(expected.map(\.shape) == found.map(\.shape), "\(sample.line)")
      for (one, other) in zip(expected, found) {
        #expect(agree(one.tensor, other.tensor), "\(sample.line)")
      }
    }
    #expect(count >= Self.fewestExported)
  }

  /// How many samples of layers can be written at least.
  private static let fewestExported = 655

  /// Whether numbers are the same within rounding; NaN is NaN.
  private func agree(_ one: Tensor, _ other: Tensor) -> Bool {
    zip(one.elements, other.elements).allSatisfy { a, b in
      a == b || (a.isNaN && b.isNaN) || abs(a - b) <= 1e-5 * max(1, abs(a), abs(b))
    }
  }

  @Test(
    "A built-in network comes back with the same bits",
    arguments: ["lenet5", "lenet5-relu", "residual", "digits8", "inside", "separable"])
  func networks(name: String) throws {
    let text = try #require(SampleFiles.bytes(named: "\(name).cnn"))
    let network = try Network(text: String(decoding: text, as: UTF8.self), title: name)
    let state = state(network)
    let input = SampleRun.numbers(
      network.outputShapes(of: network.sources[0])[0], seed: 1, .normal)
    let read = try reread(network, state)
    let found = outputs(read, written(read), [input])
    #expect(outputs(network, state, [input]).map(\.tensor) == found.map(\.tensor))
  }

  @Test("Parameters and statistics are called as PyTorch calls them, and the batch is open")
  func structure() throws {
    let text = "input 3x8x8; conv1: conv 4 3x3; bn1: batchnorm; relu; flatten; fc: linear 5"
    let network = try Network(text: text, title: "net")
    let model = try ProtoModel(
      serializedBytes: Data(ModelExport.encode(network, state(network), path: "")))
    #expect(model.opsetImport.map(\.version) == [21])
    #expect(
      model.graph.initializer.map(\.name) == [
        "conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "bn1.running_mean",
        "bn1.running_var", "fc.weight", "fc.bias",
      ])
    #expect(
      model.graph.node.map(\.opType) == ["Conv", "BatchNormalization", "Relu", "Flatten", "Gemm"])
    let shape = model.graph.input[0].type.tensorType.shape
    #expect(shape.dim.map(\.dimParam) == ["batch", "", "", ""])
    #expect(shape.dim.dropFirst().map(\.dimValue) == [3, 8, 8])
    #expect(model.graph.output[0].type.tensorType.shape.dim[0].dimParam == "batch")
    let conv = model.graph.node[0]
    #expect(conv.input == ["input", "conv1.weight", "conv1.bias"])
    #expect(conv.attribute.first { $0.name == "kernel_shape" }?.ints == [3, 3])
  }

  @Test("A value is computed before it is read, and every name is given once")
  func order() throws {
    var count = 0
    for sample in LayerSample.all where sample.isInner {
      let network = try network(of: sample)
      guard isExportable(network) else { continue }
      count += 1
      let graph = try ProtoModel(
        serializedBytes: Data(ModelExport.encode(network, state(network), path: ""))
      ).graph
      var known = Set(graph.input.map(\.name) + graph.initializer.map(\.name))
      #expect(known.count == graph.input.count + graph.initializer.count, "\(sample.line)")
      for node in graph.node {
        #expect(node.input.allSatisfy { $0.isEmpty || known.contains($0) }, "\(sample.line)")
        #expect(node.output.allSatisfy { known.insert($0).inserted }, "\(sample.line)")
      }
      #expect(graph.output.allSatisfy { known.contains($0.name) }, "\(sample.line)")
    }
    #expect(count >= Self.fewestExported)
  }

  @Test("A parameter that layers share is one initializer")
  func sharing() throws {
    let shared = SharedParameter(index: 0, first: ParameterReference(1, 0), isTransposed: true)
    let network = try Network(
      title: "tied",
      nodes: [
        Network.Node("x", Input(sample: [3]), inputs: []),
        Network.Node("down", Linear(units: 2, hasBias: false), inputs: [ValueReference(0)]),
        Network.Node(
          "up", Linear(units: 3, hasBias: false), inputs: [ValueReference(1)], sharing: [shared]),
      ], loss: SquaredError())
    let state = state(network)
    let graph = try ProtoModel(
      serializedBytes: Data(ModelExport.encode(network, state, path: ""))
    ).graph
    #expect(graph.initializer.map(\.name) == ["down.weight"])
    let input = Tensor(shape: [1, 3], elements: [1, 2, 3])
    let read = try reread(network, state)
    #expect(
      outputs(read, written(read), [input]).map(\.tensor)
        == outputs(network, state, [input]).map(\.tensor))
  }

  @Test("A layer without an operator is named")
  func refused() throws {
    let network = try Network(
      title: "odd",
      nodes: [
        Network.Node("x", Input(whole: [2]), inputs: [], outputTypes: [.int64]),
        Network.Node("times", IntegerMultiple(3), inputs: [ValueReference(0)]),
      ], loss: SquaredError())
    #expect(
      sentence { _ = try ModelExport.encode(network, state(network), path: "odd.onnx") }
        == "odd.onnx: \"times\" (\(IntegerMultiple(3).text)) is not among the layers "
        + "that can be written as operators of ONNX")
  }
}
