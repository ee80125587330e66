import CNNModel

/// The performance of a network on many samples, computed batch by batch with ``advance()``.
///
/// Large networks, and those that cannot take batches, run through an ``InferencePlan``; others in
/// the batch-interleaved layout. Both differ from stepping through the layers in the last bits
/// only.
public struct Evaluation: Sendable {
  /// The network.
  public let network: Network
  /// The number of samples.
  public let total: Int
  /// The result of the samples so far.
  public private(set) var result: EvaluationResult
  private let samples: any LabeledSamples
  private let batchSize: Int
  /// The forward pass of full batches.
  private let forward: any SampleForward
  /// The forward pass of a last batch that is incomplete.
  private let remainder: any SampleForward
  private let classes: ClassOutput

  /// - Parameters:
  ///   - batchSize: the number of samples of a batch if the network takes batches.
  ///   - limit: the largest number of samples; all by default.
  /// - Precondition: the samples have targets that the loss can compare with the output, or the output
  ///   is over classes, and every label is one of them.
  public init(
    _ network: Network, _ state: ModelState, on samples: any LabeledSamples,
    batchSize: Int = Self.usualBatch, limit: Int? = nil
  ) {
    let size = network.takesBatches ? max(1, batchSize) : 1
    self.init(Plan(network, batchSize: size), state, on: samples, limit: limit)
  }

  /// The default batch size.
  public static let usualBatch = 64

  /// An evaluation with a plan, whose memory can be reused for other evaluations.
  ///
  /// - Parameter held: by node, cells of the first output that are held in every sample; their samples
  ///   do not matter.
  public init(
    _ plan: Plan, _ state: ModelState, on samples: any LabeledSamples, limit: Int? = nil,
    held: [Int: HeldCells] = [:]
  ) {
    network = plan.network
    classes = plan.network.classOutput
    self.samples = samples
    total = min(samples.count, limit ?? samples.count)
    result = EvaluationResult(classes: Self.classes(of: network, samples))
    if !held.isEmpty {
      batchSize = plan.batchSize
      forward = BatchForward(plan: plan, state: state, samples: samples, held: held)
      remainder = forward
    } else if ValueConditions(network).decideShapes {
      batchSize = 1
      forward = CheckedForward(network, state, samples)
      remainder = forward
    } else if network.prefersSingleImages {
      batchSize = 1
      forward = SingleImageForward(network, state, samples)
      remainder = forward
    } else {
      batchSize = plan.batchSize
      remainder = BatchForward(plan: plan, state: state, samples: samples)
      forward =
        total < batchSize ? remainder : InterleavedForward(plan, state, samples) ?? remainder
    }
  }

  /// Why the network has no result for a sample: numbers that decided shapes when it was opened are
  /// others. `nil` where it has one for all so far.
  public var violation: String? {
    (forward as? CheckedForward)?.violation.map { "sample \($0.sample): \($0.reason)" }
  }

  /// The number of samples so far.
  public var done: Int { result.count }

  /// Whether all samples were evaluated.
  public var isDone: Bool { done >= total }

  /// Evaluates the next batch.
  public mutating func advance() {
    guard !isDone else { return }
    let range = done..<min(total, done + batchSize)
    let runner = range.count == batchSize ? forward : remainder
    for output in runner.outputs(of: range) { add(output) }
  }

  /// The number of classes of the answers to samples.
  private static func classes(of network: Network, _ samples: any LabeledSamples) -> Int {
    let output = network.outputShapes(of: network.output.node)[network.output.output]
    let kind = network.loss.target
    if kind == .multiLabel, samples.hasTargets || output.sample.count == 1 { return 2 }
    guard samples.hasTargets else { return output.sample.count }
    return kind == .classes ? output[1] : 0
  }

  private mutating func add(_ output: [Float]) {
    let shape = network.outputShapes(of: network.output.node)[network.output.output]
    if let target = samples.target(at: [done], shape) { return add(output, shape, target) }
    let label = samples.label(of: done)
    let loss = forward.loss(output, label) ?? loss(output, label)
    result.add(
      label: label, prediction: classes.prediction(output),
      probabilities: classes.probabilities(output), loss: loss)
  }

  /// Adds a sample with a target of its own.
  private mutating func add(_ output: [Float], _ shape: Shape, _ target: Target) {
    let loss = network.loss.value(Tensor(shape: shape, elements: output), target)
    let answers = classes.answers(output, shape, target, network.loss)
    let isMean = (network.loss as? CrossEntropy)?.reduction == .mean
    let isOfPlaces = if case .classes = target { isMean } else { false }
    result.add(
      answers ?? [], loss: loss, weight: isOfPlaces ? Double(answers?.count ?? 1) : 1)
  }

  private func loss(_ output: [Float], _ label: Int) -> Float {
    let shape = network.outputShapes(of: network.output.node)[network.output.output]
    return network.loss.value(
      Tensor(shape: shape, elements: output), network.loss.target.target([label], shape))
  }
}
