import CNNModel
import KernelInterface

/// A forward pass of one sample outside of training, planned once: weights laid as the kernels read
/// them, batch normalization folded into them, sums and rectifiers at the end of the convolution
/// before them, memory used again. A pass allocates nothing, as long as the kernels know all
/// layers.
///
/// The numbers of the output differ in the last bits from those of stepping through the layers, and
/// what is not finite may reach a neighboring cell; they are the same for any number of threads.
///
/// A plan is not to be run by two threads at a time.
public final class ForwardPlan {
  public let network: Network
  private let kernels: BlockKernels
  private let pool: WorkerPool
  private let memory: BlockMemory
  private let steps: [BlockStep]
  private let stepNames: [String]
  private let shards: UnsafeMutableBufferPointer<BlockShard>
  private let shared: UnsafeMutablePointer<SharedWork>
  private let result: BlockPlace

  /// What threads need to know.
  private struct SharedWork {
    var shards: UnsafeMutablePointer<BlockShard>?
    var kernels: BlockKernels
  }

  /// - Parameters:
  ///   - state: the parameters and running statistics that the plan keeps.
  ///   - seed: as ``PassContext/seed``.
  ///   - level: a level that the machine has.
  public init(
    _ network: Network, state: ModelState, seed: UInt64 = 0, level: ProcessorLevel = .current,
    pool: WorkerPool = .shared
  ) {
    (self.network, self.pool) = (network, pool)
    let table = level.kernels
    kernels = table.blocks
    var planner = BlockPlanner(network, state, seed: seed, table)
    result = planner.plan()
    (memory, steps, stepNames) = (planner.memory, planner.steps, planner.names)
    shards = .allocate(capacity: planner.shards.count)
    _ = shards.initialize(from: planner.shards)
    shared = .allocate(capacity: 1)
    shared.initialize(to: SharedWork(shards: shards.baseAddress, kernels: kernels))
  }

  deinit {
    shards.deinitialize().deallocate()
    shared.deinitialize(count: 1)
    shared.deallocate()
  }

  /// The shape of the output, with a batch of 1 in front.
  public var outputShape: Shape { network.outputShapes(of: network.output.node)[0] }

  /// Runs a sample.
  ///
  /// - Parameter inputs: one for each source, with a batch of 1 in front.
  /// - Precondition: they have the shapes of the sources.
  public func run(_ inputs: [Tensor]) -> Tensor {
    precondition(inputs.count == network.sources.count, "\(inputs.count) inputs")
    for index in steps.indices { run(step: index, inputs) }
    return result.tensor(outputShape, kernels)
  }

  /// Runs a sample and leaves the output in the plan's memory, where ``output`` reads it.
  public func runInPlace(_ inputs: [Tensor]) {
    for index in steps.indices { run(step: index, inputs) }
  }

  /// What the last run gave.
  public var output: Tensor { result.tensor(outputShape, kernels) }

  /// The steps by the names of the nodes that they compute, in the order of running.
  public var names: [String] { stepNames }

  /// Does one step.
  ///
  /// - Precondition: those before it were done.
  public func run(step: Int, _ inputs: [Tensor]) {
    switch steps[step] {
    case .shared(let range):
      shared.pointee.shards = shards.baseAddress.map { $0 + range.lowerBound }
      pool.parallel(range.count, shared) { context, shard in
        let shared = context.assumingMemoryBound(to: SharedWork.self)
        shared.pointee.shards?[shard].run(shared.pointee.kernels)
      }
    case .enter(let source, let place):
      inputs[source].elements.withUnsafeBufferPointer { elements in
        if let start = elements.baseAddress { place.fill(start, elements.count, kernels) }
      }
    case .flatten(let image, let row): image.read(row.memory, 0, kernels)
    case .layer(let fallback): fallback.run(kernels)
    }
  }
}
