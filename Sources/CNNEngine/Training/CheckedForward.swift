import CNNModel

/// Samples one by one, with the conditions that the network's layers set for values.
final class CheckedForward: SampleForward, @unchecked Sendable {
  private let network: Network
  private let plan: Plan
  private let state: ModelState
  private let samples: any LabeledSamples
  private let conditions: ValueConditions
  /// The first sample for which a condition does not hold, and why.
  private(set) var violation: (sample: Int, reason: String)?

  init(_ network: Network, _ state: ModelState, _ samples: any LabeledSamples) {
    (self.network, self.state, self.samples) = (network, state, samples)
    plan = Plan(network, batchSize: 1)
    conditions = ValueConditions(network)
  }

  func outputs(of range: Range<Int>) -> [[Float]] { range.map(output) }

  private func output(of sample: Int) -> [Float] {
    let execution = BatchForward.execution(plan, state, samples.inputs(at: [sample]))
    if violation == nil, let reason = conditions.violation({ execution.value($0) }) {
      violation = (sample, reason)
    }
    guard let output = execution.output(network.output) else {
      preconditionFailure("a forward pass without output")
    }
    return output.elements
  }
}
