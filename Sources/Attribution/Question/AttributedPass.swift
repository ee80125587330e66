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
    guard isOneList else { return nil }
    return output.shape.count == 1 ? 0 : Probabilities.best(of: output.elements)
  }

  /// Whether the output has one list of scores, and not one for each of several places.
  private var isOneList: Bool { output.shape.count == output.shape.classCount }
}

extension Shape {
  /// How many classes an output of this shape has: the extent of the channel axis, or of the only
  /// axis; `nil` where it has none.
  var classCount: Int? {
    guard count > 0 else { return nil }
    return rank > 1 ? self[1] : rank == 1 ? self[0] : nil
  }
}
