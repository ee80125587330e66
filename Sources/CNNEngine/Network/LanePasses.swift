import CNNModel

/// The phases of a step with sixteen samples side by side. Copies share the memory; each knows how
/// far it went.
struct LanePasses: Sendable {
  private let arena: LaneArena
  private let plan: Plan
  /// How many phases this copy has done.
  private var done = 0

  init(
    _ plan: Plan, _ program: LaneProgram, _ batch: Batch, _ state: ModelState,
    _ context: PassContext
  ) {
    (arena, self.plan) = (program.arena(), plan)
    arena.begin(batch, state, context)
  }

  private var program: LaneProgram { arena.program }

  /// - Precondition: the phase is the next one.
  mutating func run(_ phase: Plan.Phase, _ target: Target?) {
    guard let index = plan.index(of: phase), index <= done else {
      preconditionFailure("\(phase) before what it needs")
    }
    arena.run(phase, at: index, target)
    done = max(done, index + 1)
  }

  /// The running statistics after the forward pass of a node.
  func statistics(of node: Int) -> [Tensor] {
    zip(program.layout.newStatistics[node], plan.network.statistics(of: node)).map {
      arena.tensor($0, $1.shape)
    }
  }

  var loss: Float { arena.loss }

  func output(_ value: ValueReference) -> Tensor? {
    guard plan.network.nodes[value.node].isSource || hasDone(.forward(value.node)) else {
      return nil
    }
    return arena.unpack(program.outputs[value.node][value.output])
  }

  var lossGradient: Tensor? {
    hasDone(.loss) ? arena.unpack(program.loss.gradient) : nil
  }

  func edgeGradient(node: Int, input: Int) -> Tensor? {
    guard hasDone(.backward(node)), let buffer = program.edges[node][input] else { return nil }
    arena.runSources(of: node)
    return arena.unpack(buffer)
  }

  func parameterGradients(of node: Int) -> [Tensor]? {
    guard hasDone(.backward(node)) else { return nil }
    return zip(program.layout.parameters[node], plan.network.parameters(of: node)).map {
      arena.tensor($0 + program.layout.parameterCount, $1.shape)
    }
  }

  private func hasDone(_ phase: Plan.Phase) -> Bool {
    plan.index(of: phase).map { $0 < done } ?? false
  }
}
