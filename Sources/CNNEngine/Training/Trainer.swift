import CNNModel
import KernelInterface

/// A training of whole steps: the same operations as an ``Execution``'s and so the same bits, but
/// parameters change in place and nothing is allocated.
///
/// A step takes a batch of labeled samples: images in, forward, loss, backward, update. It is for
/// one thread at a time; the operations share the ``WorkerPool``.
public final class Trainer: @unchecked Sendable {
  /// What a step found.
  public struct Outcome: Hashable, Sendable {
    /// The loss of the batch, before the update.
    public let loss: Float
    /// How many samples were classified right; `nil` where the output is not one number a class.
    public let correct: Int?
    public let count: Int
  }

  public let network: Network
  public let order: BatchOrder
  private let optimizer: any Optimizer
  private let source: TrainingSource
  private let level: ProcessorLevel
  private var batches: [BatchMemory]
  /// Who has the parameters as they are now.
  private var current: BatchMemory
  private var labels: [Int] = []
  private var updates: Int
  /// The state that it began with: the shapes of everything.
  private var begun: ModelState

  /// - Parameters:
  ///   - order: which samples a step takes, by its seed.
  ///   - shift: how images are moved.
  ///   - keepsAll: whether figures of what lies between will be asked for; without, it is faster, and
  ///     only parameters, their gradients, statistics and the network's output can be asked.
  /// - Returns: `nil` where whole steps have no form of their own: when not all that flows has the
  ///   batch in front, or what is wanted of a sample is not its class.
  /// - Precondition: the state has the optimizer's slots.
  public init?(
    _ network: Network, state: ModelState, optimizer: any Optimizer,
    samples: any LabeledSamples, order: BatchOrder, shift: ImageShift = ImageShift(most: 0),
    level: ProcessorLevel = .current, keepsAll: Bool = true
  ) {
    let sizes = Set([order.batchSize, order.count % order.batchSize]).subtracting([0])
    let programs = sizes.compactMap {
      LaneProgram(network, batchSize: $0, level: level, isWhole: !keepsAll)
    }
    guard network.sources.count == 1,
      network.loss.target == .classes, programs.count == sizes.count,
      programs.allSatisfy({ $0.outputPlaces == 1 })
    else { return nil }
    (self.network, self.order, self.optimizer) = (network, order, optimizer)
    (self.level, updates, begun) = (level, state.updates, state)
    let source = TrainingSource(samples, order, shift, network.inputSample)
    self.source = source
    batches = programs.map { BatchMemory($0, source) }
    current = batches[0]
    begin(state)
  }

  /// Goes on from another state.
  ///
  /// - Precondition: the state is of the same network and has the optimizer's slots.
  public func begin(_ state: ModelState) {
    precondition(state.slotNames == optimizer.slots, "slots of another optimizer")
    (begun, updates) = (state, state.updates)
    current.arena.begin(state)
    current.arena.beginSlots(state)
  }

  /// Does a step.
  ///
  /// - Parameters:
  ///   - number: counted from 0; decides the samples and all that is random.
  ///   - rate: the learning rate.
  /// - Returns: `nil` where the thread's ``CancellationToken`` has ended; then nothing has changed.
  public func step(_ number: Int, rate: Double) -> Outcome? {
    source.turn(to: number)
    let memory = memory(for: source.batch.count)
    let arena = memory.arena
    labels.removeAll(keepingCapacity: true)
    for place in source.batch { labels.append(source.label(place)) }
    arena.begin(PassContext(isTraining: true, seed: order.seed, step: number))
    let step = arena.step
    arena.program.loss.load(.classes(labels), step)
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

  private func memory(for size: Int) -> BatchMemory {
    if current.arena.program.batchSize == size { return current }
    guard let other = batches.first(where: { $0.arena.program.batchSize == size }) else {
      preconditionFailure("no memory for a batch of \(size)")
    }
    other.arena.begin(current.arena)
    current = other
    return other
  }

  /// A figure of a tensor after the last step, or of what it began with, without a copy of the
  /// tensor: nearly ``TensorFigure/value(of:)``.
  ///
  /// - Returns: `nil` for the gradient by a source, which a training does not compute.
  public func figure(_ figure: TensorFigure, of part: TrainingPart) -> Double? {
    current.arena.figure(figure, of: part)
  }

  /// Parameters, statistics and slots as they are now.
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
  private let program: LaneProgram
  let arena: LaneArena
  let stages: [LaneStage]

  init(_ program: LaneProgram, _ source: TrainingSource) {
    (self.program, arena) = (program, program.arena())
    let gather = program.gather { sample, numbers, step in
      source.write(sample, to: numbers, step)
    }
    stages = [gather] + program.stepStages
  }
}

/// Where a training's images come from, in the order of the steps.
private final class TrainingSource: @unchecked Sendable {
  private let samples: any LabeledSamples
  private let order: BatchOrder
  private let shift: ImageShift
  private let shape: Shape
  /// The samples of the epoch in their order.
  private var epoch: [Int]
  private var number = -1
  /// The places of the step's batch in the epoch.
  private(set) var batch = 0..<0

  init(
    _ samples: any LabeledSamples, _ order: BatchOrder, _ shift: ImageShift, _ shape: Shape
  ) {
    (self.samples, self.order, self.shift, self.shape) = (samples, order, shift, shape)
    epoch = Array(0..<order.count)
  }

  /// Turns to the batch of a step.
  func turn(to step: Int) {
    let (number, index) = order.place(of: step)
    let first = index * order.batchSize
    batch = first..<min(order.count, first + order.batchSize)
    guard number != self.number, order.isShuffled else { return }
    self.number = number
    let shuffle = Shuffle(count: order.count, seed: order.seed, epoch: number)
    for place in epoch.indices { epoch[place] = shuffle[place] }
  }

  func label(_ place: Int) -> Int { samples.label(of: epoch[place]) }

  /// Puts the image of a sample of the batch where `numbers` begins.
  func write(_ sample: Int, to numbers: UnsafeMutablePointer<Float>, _ step: Int) {
    let index = epoch[batch.lowerBound + sample]
    let buffer = UnsafeMutableBufferPointer(start: numbers, count: shape.count)
    var target = buffer.mutableSpan
    guard shift.most > 0, shape.rank == 3 else { return samples.write(index, to: &target) }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: shape.count) { image in
      var original = image.mutableSpan
      samples.write(index, to: &original)
      buffer.update(repeating: 0)
      shift.copy(
        original.span, to: &target, from: 0, shape, seed: order.seed, step: step, sample: sample)
    }
  }
}

extension LaneProgram {
  /// Takes in the images of a batch.
  ///
  /// - Parameter write: puts the image of a sample of the batch, in a training step, at an address.
  func gather(
    _ write: @escaping @Sendable (Int, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> LaneStage {
    let input = outputs[network.sources[0]][0]
    let (staging, interleave, size) = (staging, kernels.interleave, input.shape.count)
    return .group(
      LaneOperation(writes: []) { frame, step in
        let rows = frame.pointee.group + (input.samples == 1 ? input.offset : staging)
        for lane in 0..<frame.pointee.count {
          write(frame.pointee.first + lane, rows + lane * size, step.pointee.context.step)
        }
        guard input.samples > 1 else { return }
        interleave(rows, size, frame.pointee.group + input.offset, size)
      })
  }

  /// Numbers that the output has for each class.
  fileprivate var outputPlaces: Int {
    let shape = outputs[network.output.node][network.output.output].shape
    return shape.rank == 0 ? 0 : shape.count / max(1, shape[0])
  }

  /// How many samples have their largest output at their class.
  fileprivate func correct(_ labels: [Int], _ step: LaneStep) -> Int {
    let output = outputs[network.output.node][network.output.output]
    var correct = 0
    for (sample, label) in labels.enumerated() {
      let frame = step.frame(sample / output.samples)
      let logits = frame.group + output.offset + sample % output.samples
      var best = (place: 0, logit: -Float.infinity)
      for place in 0..<output.shape.count where logits[place * output.samples] > best.logit {
        best = (place, logits[place * output.samples])
      }
      if best.place == label { correct += 1 }
    }
    return correct
  }
}
