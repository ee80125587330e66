import CNNModel
import KernelInterface

/// Runs whole training steps, with the same operations as an ``Execution`` and so the same bits,
/// but parameters change in place and nothing is allocated.
///
/// A step takes a batch of labeled samples: load images, forward, loss, backward, update. Only one
/// thread at a time may use a trainer; its operations run on the ``WorkerPool``.
public final class Trainer: @unchecked Sendable {
  /// The result of a step.
  public struct Outcome: Hashable, Sendable {
    /// The loss of the batch, before the update.
    public let loss: Float
    /// The number of correctly classified samples.
    public let correct: Int?
    /// The number of samples in the batch.
    public let count: Int
  }

  /// The network.
  public let network: Network
  /// The samples of each step.
  public let order: BatchOrder
  private let optimizer: any Optimizer
  private let mode: ComputeMode
  private let source: TrainingSource
  private let level: ProcessorLevel
  private var batches: [BatchMemory]
  /// The memory with the current parameters.
  private var current: BatchMemory
  private var labels: [Int] = []
  private var updates: Int
  /// The initial state, which has the shapes of all tensors.
  private var begun: ModelState

  /// - Parameters:
  ///   - order: the samples of each step.
  ///   - augmentation: random changes of the images.
  ///   - mode: how layers that depend on it compute.
  ///   - keepsAll: whether statistics of intermediate tensors are needed. Without them it is
  ///     faster, and only statistics of parameters, their gradients and the network's output are
  ///     available.
  /// - Returns: `nil` when the network does not run in the batch-interleaved layout or shares
  ///   parameters, or its targets are not one class per sample.
  /// - Precondition: the state has the optimizer's slots.
  public init?(
    _ network: Network, state: ModelState, optimizer: any Optimizer,
    samples: any LabeledSamples, order: BatchOrder, augmentation: Augmentation = .init(),
    mode: ComputeMode = .training, level: ProcessorLevel = .current, keepsAll: Bool = true
  ) {
    let sizes = Set([order.batchSize, order.count % order.batchSize]).subtracting([0])
    let programs = sizes.compactMap {
      InterleavedProgram(network, batchSize: $0, level: level, isFused: !keepsAll)
    }
    guard network.sources.count == 1, !network.sharesParameters,
      network.loss.target != .values, !samples.hasTargets, programs.count == sizes.count,
      programs.allSatisfy({ $0.outputPositions == 1 })
    else { return nil }
    (self.network, self.order, self.optimizer) = (network, order, optimizer)
    self.mode = mode
    (self.level, updates, begun) = (level, state.updates, state)
    let source = TrainingSource(samples, order, augmentation, network.inputSample)
    self.source = source
    batches = programs.map { BatchMemory($0, source) }
    current = batches[0]
    begin(state)
  }

  /// Continues with another state.
  ///
  /// - Precondition: the state is of the same network and has the optimizer's slots.
  public func begin(_ state: ModelState) {
    precondition(state.slotNames == optimizer.slots, "slots of another optimizer")
    (begun, updates) = (state, state.updates)
    current.arena.load(state)
    current.arena.loadSlots(state)
  }

  /// Runs a step.
  ///
  /// - Parameters:
  ///   - number: counted from 0; determines the samples and all randomness.
  ///   - rate: the learning rate.
  /// - Returns: `nil` when the thread's ``CancellationToken`` was cancelled; then nothing has
  ///   changed.
  public func step(_ number: Int, rate: Double) -> Outcome? {
    source.seek(to: number)
    let memory = memory(for: source.batch.count)
    let arena = memory.arena
    labels.removeAll(keepingCapacity: true)
    for place in source.batch { labels.append(source.label(place)) }
    arena.begin(PassContext(mode: mode, seed: order.seed, step: number))
    let step = arena.step
    arena.program.loss.load(network.loss.target.target(labels, output(labels.count)), step)
    arena.run(memory.stages)
    guard !CancellationToken.isCancelled else { return nil }
    let outcome = Outcome(
      loss: arena.program.loss.value(step), correct: arena.program.correct(labels, step),
      count: labels.count)
    updates += 1
    arena.update(KernelInterface.UpdateRule(optimizer.rule(rate: rate, step: updates)))
    arena.keepStatistics()
    return outcome
  }

  /// The shape of the output for a batch.
  private func output(_ count: Int) -> Shape {
    network.outputShapes(of: network.output.node, batch: count)[network.output.output]
  }

  private func memory(for size: Int) -> BatchMemory {
    if current.arena.program.batchSize == size { return current }
    guard let other = batches.first(where: { $0.arena.program.batchSize == size }) else {
      preconditionFailure("no memory for a batch of \(size)")
    }
    other.arena.load(current.arena)
    current = other
    return other
  }

  /// A statistic of a tensor after the last step, computed without a copy of the tensor: within
  /// rounding ``TensorFigure/value(of:)``. Before the first step it is that of the initial state.
  ///
  /// - Returns: `nil` for the gradient with respect to an input of the network, which training does
  ///   not compute.
  public func figure(_ figure: TensorFigure, of part: TrainingPart) -> Double? {
    current.arena.figure(figure, of: part)
  }

  /// The current parameters, statistics and slots.
  public var state: ModelState {
    let (layout, step) = (current.arena.program.layout, current.arena.step)
    var state = begun
    state.updates = updates
    for node in network.nodes.indices {
      for (index, offset) in layout.parameters[node].enumerated() {
        let shape = begun.parameters[node][index].shape
        state.parameters[node][index] = step.tensor(offset, shape)
        for slot in state.slots[node][index].indices {
          state.slots[node][index][slot] = step.tensor(
            offset + layout.parameterCount * (2 + slot), shape)
        }
      }
      for (index, offset) in layout.statistics[node].enumerated() {
        state.statistics[node][index] = step.tensor(offset, begun.statistics[node][index].shape)
      }
    }
    return state
  }
}

/// The operations and the memory of one batch size.
private final class BatchMemory {
  private let program: InterleavedProgram
  let arena: InterleavedArena
  let stages: [ProgramStage]

  init(_ program: InterleavedProgram, _ source: TrainingSource) {
    (self.program, arena) = (program, program.arena())
    let loading = program.loadImages { sample, numbers, step in
      source.write(sample, to: numbers, step)
    }
    stages = [loading] + program.stepStages
  }
}
