import CNNModel
import KernelInterface

/// Runs the phases of a step in the batch-interleaved layout. Copies share the memory; each records
/// its own progress.
struct InterleavedPasses: PhaseRunner {
  private(set) var start: StepStart
  private var arena: InterleavedArena
  /// The number of phases that this copy has run.
  private var done = 0

  init(_ start: StepStart, _ program: InterleavedProgram) {
    (self.start, arena) = (start, program.arena())
    arena.begin(start.batch, start.state, start.context, held: start.held)
  }

  private var program: InterleavedProgram { arena.program }

  mutating func forward(_ node: Int) -> [Tensor] {
    run(.forward(node))
    let source = arena.source(of: node)
    return zip(program.layout.newStatistics[node], start.network.statistics(of: node)).map {
      source.tensor($0, $1.shape)
    }
  }

  mutating func reuse(_ nodes: Set<Int>, of earlier: any PhaseRunner) {
    guard let passes = earlier as? InterleavedPasses else { return }
    arena.reuse(nodes, of: passes.arena)
  }

  func hasForward(_ node: Int) -> Bool {
    start.network.nodes[node].isSource || hasDone(.forward(node))
  }

  mutating func computeLoss(_ target: Target) { run(.loss, target) }

  mutating func replaceTarget(_ change: inout TargetChange) {
    start = start.comparing(with: change.target)
    arena = change.arena(for: arena, forwardCount: start.plan.forwardCount)
    done = min(done, start.plan.forwardCount)
  }

  mutating func backward(_ node: Int) { run(.backward(node)) }

  /// - Precondition: all phases before it were run.
  private mutating func run(_ phase: Plan.Phase, _ target: Target? = nil) {
    guard let index = start.plan.index(of: phase), index <= done else {
      preconditionFailure("\(phase) before what it needs")
    }
    arena.run(phase, at: index, target)
    done = max(done, index + 1)
  }

  func move(
    _ state: inout ModelState, _ node: Int, _ index: Int, _ gradient: Tensor,
    _ optimizer: any Optimizer
  ) {
    let rule = KernelInterface.UpdateRule(
      optimizer.rule(rate: optimizer.rate, step: state.updates))
    state.move(node, index, gradient, rule, program.kernels)
  }

  var loss: Float? { hasDone(.loss) ? arena.loss : nil }

  func output(_ value: ValueReference) -> Tensor? {
    guard hasForward(value.node) else { return nil }
    return arena.source(of: value.node).unpack(program.outputs[value.node][value.output])
  }

  var lossGradient: Tensor? {
    hasDone(.loss) ? arena.unpack(program.loss.gradient) : nil
  }

  func edgeGradient(node: Int, input: Int) -> Tensor? {
    guard hasDone(.backward(node)), let buffer = program.edges[node][input] else { return nil }
    arena.runSources(of: node)
    return arena.unpack(buffer)
  }

  func ownParameterGradients(of node: Int) -> [Tensor]? {
    guard hasDone(.backward(node)) else { return nil }
    return zip(program.layout.parameters[node], start.network.parameters(of: node)).map {
      arena.tensor($0 + program.layout.parameterCount, $1.shape)
    }
  }

  private func hasDone(_ phase: Plan.Phase) -> Bool {
    start.plan.index(of: phase).map { $0 < done } ?? false
  }
}
