import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// The gradient of a tensor with several readers is the sum of their contributions.
@Suite struct BranchTests {
  private static let text = """
    input 2x4x4
    skip: conv 3 3x3 pad same
    tanh
    conv 3 3x3 pad same
    sum: add from conv1, skip, skip
    join: concat from sum, skip
    flatten
    linear 3
    """

  private func execution() throws -> (Execution, ModelState) {
    let network = try Network(text: Self.text, title: "branches")
    let optimizer = StochasticGradientDescent(rate: 0.1)
    var state = ModelState(network, optimizer: optimizer, seed: 2)
    let batch = Batch(
      inputs: [SampleRun.numbers([2, 2, 4, 4], seed: 9, .normal)], target: .classes([2, 0]))
    var execution = Execution(
      Plan(network, batchSize: 2), batch: batch, state: state,
      context: PassContext(mode: .training))
    let skip = ValueReference(1)
    #expect(execution.gradient(skip) == nil)
    for phase in execution.plan.phases.dropLast(2) {
      execution.run(phase, state: &state, optimizer: optimizer)
    }
    return (execution, state)
  }

  @Test("The gradient is the sum of its parts")
  func theGradientIsTheSumOfItsParts() throws {
    let (execution, _) = try execution()
    let network = execution.plan.network
    let skip = try #require(network.node(named: "skip"))
    let consumers = network.consumers(of: ValueReference(skip))
    #expect(consumers.map(\.node) == [2, 4, 4, 5])
    #expect(consumers.map(\.input) == [0, 1, 2, 1])
    let parts = try #require(execution.gradientParts(ValueReference(skip)))
    for (consumer, part) in zip(consumers, parts) {
      #expect(execution.edgeGradient(node: consumer.node, input: consumer.input) == part)
    }
    #expect(parts.count == 4)
    #expect(Set(parts).count == 3)
    let gradient = try #require(execution.gradient(ValueReference(skip)))
    for offset in 0..<gradient.shape.count {
      let sum = parts.reduce(0) { $0 + Double($1[offset]) }
      #expect((sum - Double(gradient[offset])).magnitude <= 1e-6 * max(1, sum.magnitude))
    }
  }

  @Test("The summed gradient equals the numeric slope")
  func theSumIsTheSlope() throws {
    var (execution, state) = try execution()
    execution.run(
      .backward(1), state: &state, optimizer: StochasticGradientDescent(rate: 0.1))
    let reference = ReferenceExecution(
      execution.plan.network, batch: execution.batch, state: execution.start,
      context: PassContext(mode: .training))
    #expect((Double(execution.loss ?? .nan) - (reference.loss ?? .nan)).magnitude < 1e-5)
    let samples = [1, 3, 7].flatMap { node in
      let gradients = execution.parameterGradients(of: node) ?? []
      let offsets = GradientCheck.offsets(
        of: node, gradients.map(\.shape.count), limit: 40, seed: 1)
      return offsets.enumerated().flatMap { index, offsets in
        offsets.map {
          GradientCheck.sample(
            of: node, parameter: index, offset: $0, gradients, reference,
            execution.gradientRounding)
        }
      }
    }
    #expect(samples.count > 100)
    for sample in samples {
      #expect((sample.slopes.relativeError ?? .nan) <= GradientCheck.tolerance, "\(sample)")
    }
  }

  @Test("The image has a gradient too")
  func theImageHasAGradientToo() throws {
    var (execution, state) = try execution()
    execution.run(
      .backward(1), state: &state, optimizer: StochasticGradientDescent(rate: 0.1))
    let gradient = try #require(execution.gradient(ValueReference(0)))
    let reference = ReferenceExecution(
      execution.plan.network, batch: execution.batch, state: execution.start,
      context: PassContext(mode: .training))
    for offset in stride(from: 0, to: gradient.shape.count, by: 5) {
      let numeric = try #require(
        GradientCheck.Slope(at: 1, expecting: nil, scale: 0) {
          reference.moving(source: 0, offset: offset, by: $0)
        })
      #expect((Double(gradient[offset]) - numeric.value).magnitude < 1e-5)
    }
  }

  /// Stepping and running give the same bits, and so does a second run.
  @Test("Stepping gives the same bits as running")
  func steppingIsRunning() throws {
    let (stepped, _) = try execution()
    var state = stepped.start
    var run = Execution(
      stepped.plan, batch: stepped.batch, state: state, context: PassContext(mode: .training))
    run.run(
      through: .backward(2), state: &state, optimizer: StochasticGradientDescent(rate: 0.1))
    for node in 0..<8 {
      #expect(run.output(ValueReference(node)) == stepped.output(ValueReference(node)))
    }
    #expect(run.gradient(ValueReference(1)) == stepped.gradient(ValueReference(1)))
    #expect(run.gradient(ValueReference(0)) == nil)
  }
}
