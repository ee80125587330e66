import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// Values other than images: constants, second outputs, several outputs of a network, values of any
/// rank.
@Suite struct ValueTests {
  private static let text = """
    input 4x3x3
    factor: constant 1x4x1x1
    scaled: arithmetic multiply from input, factor
    parts: split 1,3
    one: global-maxpool from parts
    three: reduce mean axes 1,2,3 drop from parts:1
    flat: flatten from one
    both: add from flat, three
    tail: tanh
    output both, tail, parts:1
    loss squared-error

    """

  private func execution(
    _ text: String, input: Tensor, wanted: Shape
  ) throws -> (execution: Execution, state: ModelState) {
    let network = try Network(text: text, title: "values")
    let optimizer = StochasticGradientDescent(rate: 0.1)
    var state = ModelState(network, optimizer: optimizer, seed: 3)
    let batch = Batch(
      inputs: [input], target: .values(SampleRun.numbers(wanted, seed: 5, .normal)), size: 1)
    var execution = Execution(
      Plan(network, batchSize: 1), batch: batch, state: state, context: PassContext())
    execution.run(through: .update, state: &state, optimizer: optimizer)
    return (execution, state)
  }

  private func values() throws -> (execution: Execution, state: ModelState) {
    try execution(
      Self.text, input: SampleRun.numbers([1, 4, 3, 3], seed: 1, .normal), wanted: [1, 1])
  }

  @Test("A constant is learned")
  func aConstantIsLearnt() throws {
    let (execution, state) = try values()
    let network = execution.plan.network
    let factor = try #require(network.node(named: "factor"))
    #expect(network.sources == [0])
    #expect(network.parameterCount == 4)
    #expect(execution.output(ValueReference(factor)) == execution.start.parameters[factor][0])
    let gradient = try #require(execution.parameterGradients(of: factor)?.first)
    #expect(gradient == execution.gradient(ValueReference(factor)))
    for offset in 0..<4 {
      let moved = execution.start.parameters[factor][0][offset] - 0.1 * gradient[offset]
      #expect((state.parameters[factor][0][offset] - moved).magnitude < 1e-6)
    }
    let reference = ReferenceExecution(
      network, batch: execution.batch, state: execution.start, context: PassContext())
    for offset in 0..<4 {
      let numeric = try #require(
        GradientCheck.Slope(at: 1, expecting: nil, scale: 0) {
          reference.moving(node: factor, parameter: 0, offset: offset, by: $0)
        })
      #expect((Double(gradient[offset]) - numeric.value).magnitude < 1e-4)
    }
  }

  /// The loss is computed from the first output; outputs without readers have a gradient of 0.
  @Test("The loss is on the first output")
  func theLossIsOnTheFirstOutput() throws {
    let execution = try values().execution
    let network = execution.plan.network
    let names = network.outputs.map { "\(network.nodes[$0.node].name):\($0.output)" }
    #expect(names == ["both:0", "tail:0", "parts:1"])
    #expect(network.output == network.outputs[0])
    let tail = try #require(execution.gradient(network.outputs[1]))
    #expect(tail.elements.allSatisfy { $0 == 0 })
    let parts = try #require(execution.gradient(network.outputs[2]))
    #expect(parts.elements.contains { $0 != 0 })
    #expect(execution.output(network.outputs[2])?.shape == [1, 3, 3, 3])
  }

  @Test("Outputs and second values read back")
  func outputsAndSecondValuesReadBack() throws {
    let network = try Network(text: Self.text, title: "t")
    let again = try Network(text: network.text, title: "t")
    #expect(again.text == network.text)
    #expect(again.outputs == network.outputs)
    #expect(again.nodes.map(\.inputs) == network.nodes.map(\.inputs))
    #expect(network.text.contains("from parts:1"))
  }

  @Test("Batches are taken out of all samples")
  func takingBatches() throws {
    #expect(try Network(text: "input 2x3; reshape 0,6; linear 2", title: "t").takesBatches)
    #expect(try !Network(text: "input 2x3; reshape 1,6; linear 2", title: "t").takesBatches)
    #expect(try !Network(text: "input 2x3 whole; tanh", title: "t").takesBatches)
    let text = "input 2x3; c: constant 1x2x1; add from input, c"
    let network = try Network(text: text, title: "t")
    #expect(network.takesBatches)
    #expect(network.outputShapes(of: 1, batch: 5) == [[1, 2, 1]])
    #expect(network.outputShapes(of: 2, batch: 5) == [[5, 2, 3]])
  }

  @Test("Tensors of any rank pass", arguments: ["scalar", "5", "2x3"])
  func anyRank(shape: String) throws {
    let shapes: [String: Shape] = ["scalar": [], "5": [5], "2x3": [2, 3]]
    let shape = try #require(shapes[shape])
    let typed = shape.rank == 0 ? "scalar" : shape.plain
    let text = "input \(typed) whole; tanh; c: constant \(typed); add from tanh1, c"
    let run = try execution(
      "\(text); loss squared-error", input: SampleRun.numbers(shape, seed: 2, .normal),
      wanted: shape)
    #expect(run.execution.output(run.execution.plan.network.output)?.shape == shape)
    #expect(run.execution.gradient(ValueReference(0))?.shape == shape)
    #expect(run.execution.loss?.isFinite == true)
  }

  @Test(
    "A mistake in a network is a sentence",
    arguments: [
      ("a: tanh; b: add from a, a:1", "a has no output 1; a:0 to a:0 fit"),
      ("a: tanh; output c", "there is no layer \"c\" before this one"),
      ("a: tanh; output a; output a", "output is given twice"),
      ("c: constant 2; add from input, c; output", "output needs the names of layers"),
    ])
  func mistakes(lines: String, reason: String) throws {
    let error = try #require(throws: NetworkTextError.self) {
      _ = try Network(text: "input 3x2; \(lines)", title: "t")
    }
    #expect(error.reason.contains(reason), "\(error)")
  }
}
