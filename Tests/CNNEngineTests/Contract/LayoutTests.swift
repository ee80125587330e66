import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// A layout with the batch as the innermost axis, which must not affect any results.
struct BatchInnermostLayout: Layout {
  func pack(_ tensor: Tensor) -> [Float] {
    let size = tensor.shape.sample.count
    let batch = tensor.shape.extents.first ?? 1
    return (0..<tensor.shape.count).map { tensor[$0 % batch * size + $0 / batch] }
  }

  func unpack(_ buffer: [Float], shape: Shape) -> Tensor {
    let size = shape.sample.count
    let batch = shape.extents.first ?? 1
    return Tensor(
      shape: shape, elements: (0..<shape.count).map { buffer[$0 % size * batch + $0 / size] })
  }
}

/// Every layer in a network, run with two layouts.
@Suite struct LayoutTests {
  @Test("The second layout differs from the first")
  func theSecondLayoutIsAnother() {
    let tensor = SampleRun.numbers([2, 3, 2], seed: 1, .normal)
    let packed = BatchInnermostLayout().pack(tensor)
    #expect(packed != tensor.elements)
    #expect(BatchInnermostLayout().unpack(packed, shape: tensor.shape) == tensor)
  }

  @Test("Both layouts give the same bits", arguments: LayerSample.all.filter(\.isInner))
  func bothLayoutsGiveTheSameBits(sample: LayerSample) throws {
    let network = try Network(text: try Self.text(sample), title: "sample")
    for mode in ComputeMode.allCases {
      let plain = run(network, sample, PlainLayout(), mode)
      let other = run(network, sample, BatchInnermostLayout(), mode)
      #expect(plain.state == other.state)
      #expect(plain.execution.loss?.bitPattern == other.execution.loss?.bitPattern)
      for node in network.nodes.indices {
        let value = ValueReference(node)
        #expect(plain.execution.output(value) != nil)
        #expect(plain.execution.output(value) == other.execution.output(value))
        #expect(plain.execution.gradient(value) == other.execution.gradient(value))
        let gradients = other.execution.parameterGradients(of: node)
        #expect(plain.execution.parameterGradients(of: node) == gradients)
      }
    }
  }

  /// A model file for the layer, with additional layers before it if it has several inputs; inputs
  /// without a batch axis and of another shape than the first are constants.
  private static func text(_ sample: LayerSample) throws -> String {
    let first = sample.inputs[0]
    let hasBatch = try sample.hasBatch
    let input = hasBatch ? "input \(first.sample.plain)" : "input \(typed(first)) whole"
    let sides = sample.inputs.indices.dropFirst()
    let names = ["input"] + sides.map { "side\($0)" }
    let branches = sides.map { side in
      hasBatch || sample.inputs[side] == first
        ? "side\(side): leaky-relu 0.\(side) from input"
        : "side\(side): constant \(typed(sample.inputs[side]))"
    }
    let from = sides.isEmpty ? "" : " from \(names.joined(separator: ", "))"
    let lines = [input] + branches + ["\(sample.line)\(from)", "loss squared-error"]
    return lines.joined(separator: "\n")
  }

  private static func typed(_ shape: Shape) -> String { shape.rank == 0 ? "scalar" : shape.plain }

  private func run(
    _ network: Network, _ sample: LayerSample, _ layout: any Layout, _ mode: ComputeMode
  ) -> (execution: Execution, state: ModelState) {
    let optimizer = Adam(rate: 0.01)
    let size = network.nodes[0].layer.hasBatch ? sample.inputs[0][0] : 1
    var state = ModelState(network, optimizer: optimizer, seed: 4)
    let wanted = network.outputShapes(of: network.output.node, batch: size)[0]
    let batch = Batch(
      inputs: [SampleRun.numbers(sample.inputs[0], seed: 1, sample.content)],
      target: .values(SampleRun.numbers(wanted, seed: 2, .normal)), size: size)
    let plan = Plan(network, batchSize: size, layout: layout)
    var execution = Execution(
      plan, batch: batch, state: state, context: PassContext(mode: mode, seed: 8))
    execution.run(through: .update, state: &state, optimizer: optimizer)
    return (execution, state)
  }
}
