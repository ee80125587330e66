import CNNModel

/// The forward passes that a step has computed, and which of them another step can take over.
struct EarlierForward: Sendable {
  let runner: any PhaseRunner

  init(_ runner: any PhaseRunner) { self.runner = runner }

  /// The nodes whose forward pass was computed, and reads the same numbers in another step.
  func nodes(equalIn step: StepStart) -> Set<Int> {
    let own = runner.start
    guard own.plan.isSame(as: step.plan), own.context == step.context,
      own.batch.firstSample == step.batch.firstSample
    else { return [] }
    var (equal, found) = (Set<Int>(), Set<Int>())
    for (index, source) in step.network.sources.enumerated()
    where own.batch.inputs[index] == step.batch.inputs[index]
      && own.batch.exactInputs[index] == step.batch.exactInputs[index]
    { equal.insert(source) }
    for node in step.network.nodes.indices where !step.network.nodes[node].isSource {
      guard runner.hasForward(node),
        step.network.nodes[node].inputs.allSatisfy({ equal.contains($0.node) }),
        own.state.parameters[node] == step.state.parameters[node],
        own.state.statistics[node] == step.state.statistics[node],
        own.held[node] == step.held[node]
      else { continue }
      equal.insert(node)
      found.insert(node)
    }
    return found
  }
}
