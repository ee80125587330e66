import CNNModel
import KernelInterface

/// A forward pass of one sample in evaluation mode, planned in advance: weights are packed for the
/// kernels, batch normalization is folded into them, sums and rectifiers are fused into the
/// convolution before them, and memory is reused. A pass allocates nothing, provided that there are
/// kernels for all layers.
///
/// The results differ by rounding from those of stepping through the layers: in the last bits, after
/// Winograd's larger tiles by a few units of 10⁻⁶ of the largest number. Infinity or NaN may affect
/// adjacent cells. Results do not depend on the number of threads.
///
/// A plan must not be run by two threads at a time.
public final class InferencePlan {
  /// How often a plan will be run, which decides how much preparation of weights pays off.
  public enum Use: Sendable {
    /// Once: weights are only packed.
    case once
    /// Many times: weights may also be transformed, as for Winograd convolution.
    case repeated
  }

  /// The network.
  public let network: Network
  /// The values that it computes.
  public let targets: [ValueReference]
  /// By step of a run, the node that it belongs to. Nodes that are fused into the step of another one
  /// have none, and a node may have several.
  public let stepNodes: [Int]
  private let kernels: BlockedKernels
  private let pool: WorkerPool
  private let memory: ActivationMemory
  private let steps: [InferenceStep]
  private let shards: UnsafeMutableBufferPointer<InferenceShard>
  private let sequences: UnsafeMutableBufferPointer<InferenceShard>
  private let shared: UnsafeMutablePointer<SharedWork>
  private let results: [ActivationBuffer]
  private let sourceCount: Int

  /// The arguments of the threads.
  private struct SharedWork {
    var shards: UnsafeMutablePointer<InferenceShard>?
    let sequences: UnsafePointer<InferenceShard>?
    let kernels: BlockedKernels
  }

  /// - Parameters:
  ///   - state: the parameters and running statistics, which the plan keeps.
  ///   - targets: the values to compute; the network's output if `nil`. Layers that they do not
  ///     depend on are skipped.
  ///   - seed: as ``PassContext/seed``.
  ///   - use: how often the plan will be run.
  ///   - level: an instruction level of the machine.
  public init(
    _ network: Network, state: ModelState, targets: [ValueReference]? = nil, use: Use = .repeated,
    seed: UInt64 = 0, level: ProcessorLevel = .current, pool: WorkerPool = .shared
  ) {
    (self.network, self.pool, sourceCount) = (network, pool, network.sources.count)
    self.targets = targets ?? [network.output]
    let table = level.suited(to: network).kernels
    kernels = table.channelBlocked
    var planner = InferencePlanner(
      network, state, targets: self.targets, use: use, seed: seed, table)
    planner.plan()
    results = self.targets.map(planner.checkedBuffer)
    (memory, steps, stepNodes) = (planner.memory, planner.steps, planner.stepNodes)
    shards = .allocate(capacity: planner.shards.count)
    _ = shards.initialize(from: planner.shards)
    sequences = .allocate(capacity: planner.sequences.count)
    _ = sequences.initialize(from: planner.sequences)
    shared = .allocate(capacity: 1)
    shared.initialize(
      to: SharedWork(
        shards: shards.baseAddress, sequences: UnsafePointer(sequences.baseAddress),
        kernels: kernels))
  }

  deinit {
    shards.deinitialize().deallocate()
    sequences.deinitialize().deallocate()
    shared.deinitialize(count: 1)
    shared.deallocate()
  }

  /// Computes the targets for one sample.
  ///
  /// - Parameter inputs: one for each input of the network, with a batch of 1.
  /// - Precondition: they have the shapes of the network's inputs.
  public func run(_ inputs: [Tensor]) -> [Tensor] {
    runInPlace(inputs)
    return outputs
  }

  /// Computes the targets and leaves them in the plan's memory, where ``outputs`` reads them. Ends early
  /// when the thread's ``CancellationToken`` is cancelled.
  public func runInPlace(_ inputs: [Tensor]) { runInPlace(inputs) { _ in } }

  /// The same, and calls a function after each step with the step's index in ``stepNodes``.
  public func runInPlace(_ inputs: [Tensor], after: (_ step: Int) -> Void) {
    precondition(inputs.count == sourceCount, "\(inputs.count) inputs")
    for index in steps.indices where !CancellationToken.isCancelled {
      run(step: index, inputs)
      after(index)
    }
  }

  /// The targets of the last run.
  public var outputs: [Tensor] {
    zip(targets, results).map { value, buffer in
      buffer.tensor(network.outputShapes(of: value.node)[value.output], kernels)
    }
  }

  /// Runs one step.
  ///
  /// - Precondition: all steps before it were run.
  private func run(step: Int, _ inputs: [Tensor]) {
    switch steps[step] {
    case .parallel(let range):
      shared.pointee.shards = shards.baseAddress.map { $0 + range.lowerBound }
      pool.parallel(range.count, shared) { context, shard in
        let shared = context.assumingMemoryBound(to: SharedWork.self)
        shared.pointee.shards?[shard].run(shared.pointee.kernels, shared.pointee.sequences)
      }
    case .load(let source, let buffer):
      inputs[source].elements.withUnsafeBufferPointer { elements in
        if let start = elements.baseAddress { buffer.fill(start, elements.count, kernels) }
      }
    case .flatten(let image, let row): image.read(row.memory, 0, kernels)
    case .elementwise(let rows): rows.run(pool)
    case .layer(let layer): layer.run(kernels)
    }
  }
}
