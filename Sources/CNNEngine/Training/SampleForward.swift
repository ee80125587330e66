import CNNModel

/// The forward pass of labeled samples in evaluation mode.
protocol SampleForward: Sendable {
  /// The network's output for every sample of a range.
  func outputs(of range: Range<Int>) -> [[Float]]

  /// The loss of one sample, from its output and label; `nil` where the loss needs tensors.
  func loss(_ output: [Float], _ label: Int) -> Float?
}

extension SampleForward {
  func loss(_ output: [Float], _ label: Int) -> Float? { nil }
}

/// Samples through an ``InferencePlan``, one by one.
final class SingleImageForward: SampleForward, @unchecked Sendable {
  private let plan: InferencePlan
  private let samples: any LabeledSamples

  init(_ network: Network, _ state: ModelState, _ samples: any LabeledSamples) {
    plan = InferencePlan(network, state: state)
    self.samples = samples
  }

  func outputs(of range: Range<Int>) -> [[Float]] {
    range.map { plan.run([samples.inputs(at: [$0])])[0].elements }
  }
}

/// A range of samples as one batch, through the phases of a step.
struct BatchForward: SampleForward {
  /// How a full batch runs.
  let plan: Plan
  let state: ModelState
  let samples: any LabeledSamples
  /// By node, the cells of a sample that are held in all of them.
  var held: [Int: HeldCells] = [:]

  func outputs(of range: Range<Int>) -> [[Float]] {
    let network = plan.network
    let plan =
      range.count == plan.batchSize ? plan : Plan(network, batchSize: range.count)
    let execution = Self.execution(
      plan, state, samples.inputs(at: Array(range)), held: held(batch: range.count))
    guard let output = execution.output(network.output) else {
      preconditionFailure("a forward pass without output")
    }
    return range.indices.map { output.samples($0 - range.lowerBound..<$0 - range.lowerBound + 1) }
      .map(\.elements)
  }

  private func held(batch: Int) -> [Int: HeldCells] {
    held.reduce(into: [:]) { all, cells in
      let shape = plan.network.outputShapes(of: cells.key)[0].sample
      all[cells.key] = cells.value.inEverySample(of: shape.count, batch: batch)
    }
  }

  /// The forward phases of a step for a batch.
  static func execution(
    _ plan: Plan, _ state: ModelState, _ inputs: Tensor, held: [Int: HeldCells] = [:]
  ) -> Execution {
    let batch = Batch(inputs: [inputs], target: nil)
    var unchanged = state
    var execution = Execution(
      plan, batch: batch, state: state, context: PassContext(), held: held)
    for phase in plan.phases.prefix(plan.forwardCount) {
      execution.run(phase, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
    }
    return execution
  }
}

extension Network {
  /// Whether single images in the channel-blocked layout are faster than 16 at once in the
  /// batch-interleaved layout, whose intermediate tensors would exceed the caches; or whether they
  /// are the only way.
  package var prefersSingleImages: Bool {
    sources.count == 1 && !needsExactValues
      && (!takesBatches || multiplyAccumulateCount >= Self.fewestForSingleImages)
  }

  /// The smallest number of multiply-accumulates of a sample. Measured with 3×3 convolutions of 32
  /// to 128 channels on 32×32 cells: single images take 0.8 times as long with 24 million and 0.5
  /// times with 94 million.
  private static var fewestForSingleImages: Int { 10_000_000 }
}
