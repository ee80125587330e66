import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// Another target within a step: the forward pass stays, and all that follows is of the new target.
@Suite struct TargetTests {
  private static let text = """
    input 2x5x6
    conv 3 3x3 pad 1
    batchnorm
    relu
    maxpool 2
    flatten
    linear 4
    """

  private static func plan(_ network: Network, isInterleaved: Bool) -> Plan {
    isInterleaved
      ? Plan(network, batchSize: 3) : Plan(network, batchSize: 3, layout: PlainLayout())
  }

  @Test(
    "Loss and gradients are those of the new target, outputs those of the pass before",
    arguments: [true, false])
  func replaced(isInterleaved: Bool) throws {
    let run = try StepRun(Self.text, size: 3)
    let optimizer = StochasticGradientDescent(rate: 0.1)
    let plan = Self.plan(run.network, isInterleaved: isInterleaved)
    #expect(plan.isInterleaved == isInterleaved)
    var (other, state) = (run.batch, run.state)
    let target = Target.classes([3, 0, 2])
    #expect(other.target != target)
    other.target = target
    var wanted = Execution(plan, batch: other, state: run.state, context: run.context)
    wanted.run(through: .backward(1), state: &state, optimizer: optimizer)

    state = run.state
    var execution = Execution(plan, batch: run.batch, state: run.state, context: run.context)
    execution.run(through: .backward(1), state: &state, optimizer: optimizer)
    let (output, old) = (execution.output(run.network.output), execution.loss)
    let copy = execution
    var change = TargetChange(to: target)
    execution.replaceTarget(&change)
    #expect(execution.loss == nil && execution.gradient(ValueReference(1)) == nil)
    #expect(execution.parameterGradients(of: 1) == nil)
    #expect(execution.output(run.network.output) == output && execution.batch == other)
    for phase in plan.phases.dropFirst(plan.forwardCount).dropLast() {
      execution.run(phase, state: &state, optimizer: optimizer)
    }
    #expect(execution.loss == wanted.loss && execution.loss != old)
    #expect(
      copy.loss == old && copy.gradient(ValueReference(1)) != wanted.gradient(ValueReference(1)))
    for node in run.network.nodes.indices {
      #expect(
        execution.gradient(ValueReference(node)) == wanted.gradient(ValueReference(node)))
      #expect(execution.parameterGradients(of: node) == wanted.parameterGradients(of: node))
    }
  }
}
