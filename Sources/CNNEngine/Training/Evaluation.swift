import CNNModel

/// How well a network does on many samples, computed batch by batch with ``advance()``.
public struct Evaluation: Sendable {
  public let network: Network
  /// How many samples it takes in all.
  public let total: Int
  public private(set) var result: EvaluationResult
  private let state: ModelState
  private let samples: any LabeledSamples
  private let batchSize: Int
  /// Runs full batches; `nil` where the network does not run in the batch-interleaved layout.
  private let forward: InterleavedForward?

  /// - Parameters:
  ///   - batchSize: how many samples go through at once; always 1 for networks that take no batches.
  ///   - limit: how many samples to take; all unless said.
  /// - Precondition: the output of the network is over classes, and every label is one of them.
  public init(
    _ network: Network, _ state: ModelState, on samples: any LabeledSamples,
    batchSize: Int = Self.usualBatch, limit: Int? = nil
  ) {
    let size = network.takesBatches ? max(1, batchSize) : 1
    self.init(Plan(network, batchSize: size), state, on: samples, limit: limit)
  }

  /// The default number of samples that go through at once.
  public static let usualBatch = 64

  /// An evaluation with a plan, whose memory is reused from one evaluation to the next.
  public init(
    _ plan: Plan, _ state: ModelState, on samples: any LabeledSamples, limit: Int? = nil
  ) {
    let network = plan.network
    (self.network, self.state, self.samples) = (network, state, samples)
    batchSize = plan.batchSize
    total = min(samples.count, limit ?? samples.count)
    let output = network.outputShapes(of: network.output.node)[network.output.output]
    result = EvaluationResult(classes: output.sample.count)
    forward =
      total < batchSize ? nil : InterleavedForward(plan, state, samples)
  }

  /// How many samples are done.
  public var done: Int { result.count }
  public var isDone: Bool { done >= total }

  /// Takes the next batch.
  public mutating func advance() {
    guard !isDone else { return }
    let end = min(total, done + batchSize)
    if let forward, end - done == batchSize {
      forward.run(from: done)
      for place in 0..<batchSize { add(forward.output(of: place)) }
    } else {
      let output = output(of: samples.inputs(at: Array(done..<end)))
      for place in 0..<output.shape[0] { add(output.samples(place..<place + 1).elements) }
    }
  }

  private mutating func add(_ logits: [Float]) {
    let label = samples.label(of: done)
    let loss =
      if let quick = forward?.loss(logits, label) {
        quick
      } else {
        network.loss.value(
          Tensor(shape: outputShape, elements: logits),
          network.loss.target.target(label, outputShape))
      }
    result.add(label: label, logits: logits, loss: loss)
  }

  /// The shape of what the network gives for one sample, the batch in front.
  private var outputShape: Shape {
    network.outputShapes(of: network.output.node)[network.output.output]
  }

  private func output(of inputs: Tensor) -> Tensor {
    let plan = Plan(network, batchSize: inputs.shape[0])
    var unchanged = state
    var execution = Execution(
      plan, batch: Batch(inputs: [inputs], target: nil), state: state,
      context: PassContext(isTraining: false))
    for phase in plan.phases.prefix(plan.forwardCount) {
      execution.run(phase, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
    }
    guard let output = execution.output(network.output) else {
      preconditionFailure("a forward pass without output")
    }
    return output
  }
}

extension TargetKind {
  /// The target of one sample of a class: the class, or 1 at it and 0 elsewhere.
  fileprivate func target(_ label: Int, _ shape: Shape) -> Target {
    switch self {
    case .classes: .classes([label])
    case .values: .oneHot([label], shape)
    }
  }
}
