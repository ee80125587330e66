import CNNEngine
import CNNModel
import ModelFiles

/// The passes of a network over the samples of a data set, batch by batch, in evaluation mode. They
/// have the bits of stepping through the layers.
struct SampleBatches: Sendable {
  /// Which passes are computed.
  enum Extent: Hashable, Sendable {
    /// The forward pass up to a node.
    case forward(Int)
    /// Forward and backward pass, each sample with its own loss.
    case gradients
  }

  let network: Network
  let total: Int
  private(set) var done = 0
  private let state: ModelState
  private let samples: FittedSamples
  private let extent: Extent
  /// How whole batches are computed.
  private let plan: Plan

  private static let usualBatch = 64

  /// - Parameter limit: the largest number of samples; all by default.
  /// - Throws: ``UserError`` for a network whose shapes depend on the numbers of its input, and where
  ///   one sample does not fit into the memory.
  init(
    _ network: Network, _ state: ModelState, on samples: FittedSamples, _ extent: Extent,
    limit: Int? = nil
  ) throws(UserError) {
    guard !ValueConditions(network).decideShapes else {
      throw UserError(
        "\(network.title) has shapes that depend on the numbers of its input, so samples cannot be "
          + "written as rows of one array")
    }
    try MemoryCheck(network).stepping()
    (self.network, self.state, self.samples, self.extent) = (network, state, samples, extent)
    total = min(samples.count, limit ?? samples.count)
    plan = Plan(network, batchSize: Self.batchSize(extent, network, total: total))
  }

  /// As many samples at once as fit into the memory.
  private static func batchSize(_ extent: Extent, _ network: Network, total: Int) -> Int {
    // Of the mean loss of a batch, a sample's gradient would be a fraction that depends on the loss.
    let isSingle = extent == .gradients || !network.takesBatches || network.prefersSingleImages
    guard !isSingle else { return 1 }
    let estimate = MemoryEstimate(network)
    var size = max(1, min(usualBatch, total))
    while size > 1, MemorySize.limit(exceededBy: estimate.training(batch: size, slots: 0)) != nil {
      size /= 2
    }
    return size
  }

  var isDone: Bool { done >= total }

  /// The class of a sample, where it has one.
  func label(of index: Int) -> Int? { samples.knownLabel(of: index) }

  /// Computes the next batch.
  ///
  /// - Returns: its samples, and what was computed for them; `nil` at the end.
  mutating func next() -> (samples: Range<Int>, execution: Execution)? {
    guard !isDone else { return nil }
    let range = done..<min(total, done + plan.batchSize)
    let plan = range.count == plan.batchSize ? plan : Plan(network, batchSize: range.count)
    var execution = Execution(
      plan, batch: batch(of: Array(range)), state: state, context: PassContext(seed: 0))
    var unchanged = state
    for phase in phases(of: plan) where !CancellationToken.isCancelled {
      execution.run(phase, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
    }
    done = range.upperBound
    return (range, execution)
  }

  private func batch(of indices: [Int]) -> Batch {
    let images = samples.inputs(at: indices)
    guard extent == .gradients else { return Batch(inputs: [images], target: nil) }
    let output = network.outputShapes(of: network.output.node, batch: indices.count)[0]
    return Batch(inputs: [images], target: samples.target(at: indices, images, output, network))
  }

  private func phases(of plan: Plan) -> ArraySlice<Plan.Phase> {
    guard case .forward(let node) = extent else { return plan.phases.prefix { $0 != .update } }
    let last = plan.phases.firstIndex(of: .forward(node)).map { $0 + 1 }
    return plan.phases.prefix(last ?? plan.forwardCount)
  }
}
