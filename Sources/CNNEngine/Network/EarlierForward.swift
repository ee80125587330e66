import CNNModel

/// The forward passes that a step has computed, and which of them another step can reuse.
struct EarlierForward: Sendable {
  let runner: any PhaseRunner

  init(_ runner: any PhaseRunner) { self.runner = runner }

  /// The nodes whose forward pass was computed, and reads the same numbers in another step.
  func nodes(equalIn step: StepStart) -> Set<Int> {
    let earlier = runner.start
    guard earlier.plan.isSame(as: step.plan), earlier.context == step.context,
      earlier.batch.firstSample == step.batch.firstSample
    else { return [] }
    var (equal, found) = (Set<Int>(), Set<Int>())
    for (index, source) in step.network.sources.enumerated()
    where earlier.batch.inputs[index] == step.batch.inputs[index]
      && earlier.batch.exactInputs[index] == step.batch.exactInputs[index]
    { equal.insert(source) }
    for node in step.network.nodes.indices where !step.network.nodes[node].isSource {
      guard runner.hasForward(node),
        step.network.nodes[node].inputs.allSatisfy({ equal.contains($0.node) }),
        earlier.state.parameters[node] == step.state.parameters[node],
        earlier.state.statistics[node] == step.state.statistics[node],
        earlier.held[node] == step.held[node]
      else { continue }
      equal.insert(node)
      found.insert(node)
    }
    return found
  }
}
