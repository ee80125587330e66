import CNNEngine
import CNNModel

/// The score for other inputs in the place of a question's, by forward passes alone.
///
/// A large network runs input by input through an ``InferencePlan``, any other several at once
/// through the phases of a step. All scores of one `ScoreForward` come from the same plan, so that
/// their differences are not those of two orders of summation.
struct ScoreForward {
  private let question: AttributionQuestion
  private let single: InferencePlan?
  private let plan: Plan
  private let size: Int

  init(_ question: AttributionQuestion) {
    self.question = question
    let network = question.network
    let isAlone = network.sources.count == 1 && question.batch.size == 1
    single =
      isAlone && network.prefersSingleImages
      ? InferencePlan(network, state: question.state, seed: question.seed) : nil
    size = isAlone && single == nil && network.takesBatches ? 16 : 1
    plan = Plan(network, batchSize: size)
  }

  /// The score for every input.
  ///
  /// - Parameter done: told how many scores are known.
  /// - Throws: ``AttributionError/cancelled``.
  func scores(
    _ count: Int, _ input: (Int) -> Tensor, _ done: (Int) -> Void
  ) throws(AttributionError) -> [Float] {
    var scores: [Float] = []
    for start in stride(from: 0, to: count, by: size) {
      let found = try outputs((start..<start + size).map { input(min($0, count - 1)) })
      scores += found.prefix(count - start)
      done(scores.count)
    }
    return scores
  }

  private func outputs(_ inputs: [Tensor]) throws(AttributionError) -> [Float] {
    try AttributionError.checkCancellation()
    guard let single else { return try step(inputs) }
    let output = single.run([inputs[0]])[0]
    try AttributionError.checkCancellation()
    return [output[question.score.cell]]
  }

  private func step(_ inputs: [Tensor]) throws(AttributionError) -> [Float] {
    var batch = question.batch
    if size > 1 {
      batch = Batch(inputs: [Tensor(stacking: inputs)], target: nil)
    } else {
      batch.inputs[question.sourceIndex] = inputs[0]
    }
    var execution = Execution(
      plan, batch: batch, state: question.state, context: PassContext(seed: question.seed))
    var unchanged = question.state
    for phase in plan.phases.prefix(plan.forwardCount) {
      try AttributionError.checkCancellation()
      execution.run(phase, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
    }
    guard let output = execution.output(question.score.value) else {
      preconditionFailure("a forward pass without output")
    }
    guard size > 1 else { return [output[question.score.cell]] }
    return (0..<size).map { output.samples($0..<$0 + 1)[question.score.cell] }
  }
}
