import CNNEngine
import CNNModel

/// The score and its gradients, for the input that a question is about and for others in its place.
struct ScorePasses {
  private let question: AttributionQuestion
  private let plan: Plan
  /// How many inputs go through one pass.
  private let size: Int

  /// The largest batch: the lanes of a vector.
  private static let largest = 16

  /// - Parameter count: how many inputs there will be.
  init(_ question: AttributionQuestion, count: Int) {
    self.question = question
    let network = question.network
    // Large activations exceed the caches several at a time, and one at a time can be cancelled soon.
    let isSingle =
      network.sources.count > 1 || question.batch.size != 1 || !network.takesBatches
      || network.prefersSingleImages
    size = isSingle ? 1 : Self.batchSize(count)
    plan = Plan(network, batchSize: size)
  }

  private static func batchSize(_ count: Int) -> Int {
    var size = largest
    while size > 1, size >= 2 * count { size /= 2 }
    return size
  }

  /// What passes have found for one input.
  struct Result {
    let score: Float
    /// The gradients of the score by the values that were asked for.
    let gradients: [Tensor]
    /// The values themselves.
    let values: [Tensor]
  }

  /// Runs forward and backward passes.
  ///
  /// - Parameters:
  ///   - input: the input with a number, in the place of the question's.
  ///   - values: the values whose gradients are wanted.
  ///   - take: gets the results one after the other.
  /// - Throws: ``AttributionError/cancelled``.
  func run(
    _ count: Int, _ input: (Int) -> Tensor, by values: [ValueReference],
    _ take: (Int, Result) -> Void
  ) throws(AttributionError) {
    for start in stride(from: 0, to: count, by: size) {
      let inputs = (start..<start + size).map { input(min($0, count - 1)) }
      let execution = try pass(inputs)
      for sample in 0..<min(size, count - start) {
        take(start + sample, result(of: sample, execution, values))
      }
    }
  }

  private func pass(_ inputs: [Tensor]) throws(AttributionError) -> Execution {
    var execution = Execution(
      plan, batch: batch(inputs), state: question.state,
      context: PassContext(seed: question.seed))
    var unchanged = question.state
    for phase in plan.phases where phase != .update {
      try AttributionError.checkCancellation()
      execution.run(phase, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
    }
    try AttributionError.checkCancellation()
    return execution
  }

  private func batch(_ inputs: [Tensor]) -> Batch {
    var batch = question.batch
    guard size > 1 else {
      batch.inputs[question.sourceIndex] = inputs[0]
      return batch
    }
    guard case .values(let factors)? = batch.target else { return batch }
    let target = Tensor(stacking: [Tensor](repeating: factors, count: size))
    return Batch(inputs: [Tensor(stacking: inputs)], target: .values(target))
  }

  private func result(
    of sample: Int, _ execution: Execution, _ values: [ValueReference]
  ) -> Result {
    func own(_ tensor: Tensor?) -> Tensor {
      guard let tensor else { preconditionFailure("a value before its pass") }
      return size > 1 ? tensor.samples(sample..<sample + 1) : tensor
    }
    return Result(
      score: own(execution.output(question.score.value))[question.score.cell],
      gradients: values.map { own(execution.gradient($0)) },
      values: values.map { own(execution.output($0)) })
  }
}

extension Tensor {
  /// Tensors one behind the other along the batch.
  ///
  /// - Precondition: there is at least one, and all have the same shape.
  init(stacking parts: [Tensor]) {
    let shape = parts[0].shape
    let rows = parts.count * shape[0]
    self.init(
      shape: shape.replacing(axis: 0, with: rows), elements: parts.flatMap(\.elements))
  }
}
