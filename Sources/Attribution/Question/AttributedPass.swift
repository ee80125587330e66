import CNNEngine
import CNNModel

/// A forward pass in evaluation mode, about whose numbers questions can be asked.
public struct AttributedPass: Sendable {
  /// The network.
  public let network: Network
  /// Its parameters and running statistics.
  public let state: ModelState
  /// The inputs; a target is ignored.
  public let batch: Batch
  /// The seed of layers that draw random numbers.
  public let seed: UInt64
  let execution: Execution

  /// Runs the pass.
  ///
  /// - Throws: ``AttributionError`` where the output is no real numbers, has none, or is not computed.
  public init(
    _ network: Network, state: ModelState, batch: Batch, seed: UInt64 = 0
  ) throws(AttributionError) {
    guard network.hasResult else {
      let reason = network.unavailable.first.map { ": \($0.name) needs \($0.reason)" } ?? ""
      throw AttributionError("\(network.title) has no output that can be explained\(reason)")
    }
    (self.network, self.state, self.batch, self.seed) = (network, state, batch, seed)
    let plan = Plan(network, batchSize: batch.size)
    var execution = Execution(
      plan, batch: batch, state: state, context: PassContext(seed: seed))
    var unchanged = state
    for phase in plan.phases.prefix(plan.forwardCount) {
      try AttributionError.checkCancellation()
      execution.run(phase, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
    }
    self.execution = execution
  }

  /// The network's first output.
  public var output: Tensor { computed(network.output) }

  /// A value that the pass has computed.
  package func computed(_ value: ValueReference) -> Tensor {
    guard let tensor = execution.output(value) else {
      preconditionFailure("\(network.valueName(value)) was not computed")
    }
    return tensor
  }

  /// The class that the output is for; `nil` where it gives none, or has NaN.
  public var prediction: Int? {
    guard let classes = classAxis(of: output.shape), placeCount(output.shape) == 1 else {
      return nil
    }
    return classes == 1 ? 0 : Probabilities.best(of: output.elements)
  }

  /// How many classes there are to ask for; `nil` where the output has no axis for them.
  public var classCount: Int? { classAxis(of: computed(network.scoreValue.value).shape) }

  /// How many classes an output has; `nil` where it has no axis for them.
  func classAxis(of shape: Shape) -> Int? {
    guard shape.count > 0 else { return nil }
    return shape.rank > 1 ? shape[1] : shape.rank == 1 ? shape[0] : nil
  }

  /// For how many places, samples of the batch included, an output has classes.
  func placeCount(_ shape: Shape) -> Int { shape.count / max(1, classAxis(of: shape) ?? 1) }
}
