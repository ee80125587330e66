import CNNModel
import KernelInterface
import Synchronization

/// The memory of one training step, with the number of phases that have been computed.
///
/// A phase writes only its own tensors, and its results depend only on the batch and the state.
/// Copies of a step can therefore share an arena: each phase is computed by the first copy that
/// runs it.
///
/// The program keeps its arenas for later steps, so the owner of an arena keeps the program.
package final class InterleavedArena: @unchecked Sendable {
  unowned let program: InterleavedProgram
  private let memory: [LargeMemory]
  let groups: UnsafeMutablePointer<Float>
  let shared: UnsafeMutablePointer<Float>
  private let scratch: UnsafeMutablePointer<Float>
  let stride: Int
  let progress = Mutex(Progress())
  /// By node, the step in whose memory its forward pass is, where that is not this one. It is read
  /// while a phase is computed, and so has a lock of its own.
  let reused = Mutex<[Int: InterleavedArena]>([:])
  private var context = PassContext()
  /// The cells that are held, by node.
  private var held: [Int: HeldCells] = [:]
  /// What the parameters and statistics in the memory are copies of; `nil` when it is not known.
  private var loaded: ModelState?

  /// Floats after the end that a vector access may touch.
  private static let slack = 1024

  struct Progress {
    /// The number of phases that have been computed.
    var phases = 0
    /// The nodes for which the gradients with respect to inputs of the network were computed, on
    /// demand.
    var sources: Set<Int> = []
    var loss: Float = 0
    /// By node with held cells, what its layer computed for them.
    var computed: [Int: [Int: Float]] = [:]
  }

  init(_ program: InterleavedProgram) {
    self.program = program
    // An odd number of cache lines, so that groups do not compete for the same cache sets.
    stride = (program.memory.groupCount + Self.slack + 15) / 32 * 32 + 16
    // Memory that is never written, such as unused slots, takes no pages.
    memory = [
      stride * program.groups, program.memory.sharedCount + Self.slack,
      program.memory.scratchNeed + Self.slack,
    ].map { LargeMemory(count: $0) }
    (groups, shared, scratch) = (memory[0].start, memory[1].start, memory[2].start)
  }

  deinit {
    for memory in memory { memory.free() }
  }

  /// The arguments of the operations.
  var step: StepFrame {
    StepFrame(
      batch: BatchFrame(groups: groups, stride: stride, count: program.groups, shared: shared),
      context: context, size: program.batchSize, samples: program.kernels.samples,
      interleave: program.kernels.interleave, deinterleave: program.kernels.deinterleave,
      scratch: scratch, blocked: program.blocked)
  }

  func pack(_ tensor: Tensor, _ buffer: InterleavedBuffer) { step.pack(tensor, buffer) }
  func unpack(_ buffer: InterleavedBuffer) -> Tensor { step.unpack(buffer) }
  func tensor(_ offset: Int, _ shape: Shape) -> Tensor { step.tensor(offset, shape) }
}

extension InterleavedArena {
  /// Begins a step with images and parameters.
  func begin(
    _ batch: Batch, _ state: ModelState, _ context: PassContext, held: [Int: HeldCells] = [:]
  ) {
    forgetProgress()
    (self.context, self.held) = (context, held)
    self.context.firstSample = batch.firstSample
    for (source, tensor) in zip(program.network.sources, batch.inputs) {
      pack(tensor, program.outputs[source][0])
    }
    load(state)
  }

  /// Forgets what was computed.
  func forgetProgress() {
    progress.withLock { $0 = Progress() }
    reused.withLock { $0 = [:] }
  }

  /// Begins with a copy of another step of the program, up to a number of phases.
  func copy(_ other: InterleavedArena, phases: Int) {
    let (done, others) = other.progress.withLock { done in
      groups.update(from: other.groups, count: stride * program.groups)
      shared.update(from: other.shared, count: program.memory.sharedCount + Self.slack)
      return (
        Progress(phases: min(done.phases, phases), computed: done.computed),
        other.reused.withLock { $0 }
      )
    }
    progress.withLock { $0 = done }
    reused.withLock { $0 = others }
    (context, held, loaded) = (other.context, other.held, other.loaded)
  }

  /// Begins a step whose images are loaded by an operation.
  func begin(_ context: PassContext) { self.context = context }

  /// Copies parameters and running statistics into the arena.
  func load(_ state: ModelState) {
    let layout = program.layout
    for node in layout.parameters.indices {
      load(state.parameters[node], layout.parameters[node], loaded?.parameters[node])
      load(state.statistics[node], layout.statistics[node], loaded?.statistics[node])
    }
    loaded = state
  }

  /// Copies tensors, except for those that are there already.
  private func load(_ tensors: [Tensor], _ offsets: [Int], _ present: [Tensor]?) {
    for (index, tensor) in tensors.enumerated() {
      if let present, present[index].sharesStorage(with: tensor) { continue }
      step.set(tensor, offsets[index])
    }
  }

  /// Notes that parameters or statistics change in the memory.
  func forgetLoaded() { loaded = nil }

  /// Copies the optimizer's slots into the arena.
  func loadSlots(_ state: ModelState) {
    let layout = program.layout
    for node in layout.parameters.indices where !state.slots[node].isEmpty {
      for (offset, slots) in zip(layout.parameters[node], state.slots[node]) {
        for (index, slot) in slots.enumerated() {
          step.set(slot, offset + layout.parameterCount * (2 + index))
        }
      }
    }
  }

  /// Copies parameters, slots and statistics from the arena of another batch size.
  func load(_ other: InterleavedArena) {
    forgetLoaded()
    shared.update(from: other.shared, count: program.layout.count)
  }

  /// Makes the running statistics after the step those of the next step.
  func keepStatistics() {
    forgetLoaded()
    let layout = program.layout
    for node in layout.statistics.indices {
      for index in layout.statistics[node].indices {
        (shared + layout.statistics[node][index]).update(
          from: shared + layout.newStatistics[node][index],
          count: layout.statisticSizes[node][index])
      }
    }
  }
}

extension InterleavedArena {
  /// Runs a phase of the step, unless a copy of the step has already computed it.
  ///
  /// - Parameter index: the index of the phase in the plan.
  func run(_ phase: Plan.Phase, at index: Int, _ target: Target?) {
    progress.withLock { progress in
      guard progress.phases <= index else { return }
      switch phase {
      case .forward(let node): forward(node, &progress)
      case .loss:
        copyReused([program.network.output.node])
        progress.loss = loss(target)
      case .backward(let node):
        copyReused(reused.withLock { $0.keys.sorted() })
        run(program.gradientSums[node])
        releasing(node, progress.computed[node]) { backward(node) }
      case .update: break
      }
      // A cancelled phase is incomplete: a copy of the step may run it again.
      guard !CancellationToken.isCancelled else { return }
      progress.phases = index + 1
    }
  }

  private func forward(_ node: Int, _ progress: inout Progress) {
    guard reused.withLock({ $0[node] == nil }) else { return }
    copyReused(program.network.nodes[node].inputs.map(\.node))
    run(program.forward[node])
    guard let held = held[node] else { return }
    progress.computed[node] = hold(held, program.outputs[node][0])
  }

  private func loss(_ target: Target?) -> Float {
    guard let target else { preconditionFailure("a loss without target") }
    if case .values = target, program.network.loss.target == .classes { return plainLoss(target) }
    program.loss.load(target, step)
    run(program.loss.stages)
    return program.loss.value(step)
  }

  /// The loss of probabilities instead of classes, which the operations do not compare with.
  private func plainLoss(_ target: Target) -> Float {
    let (loss, output) = (program.network.loss, unpack(program.output))
    step.pack(loss.gradient(output, target), program.loss.gradient)
    return loss.value(output, target)
  }

  private func backward(_ node: Int) {
    run(program.backward[node])
    let step = step
    withUnsafePointer(to: step) { step in
      for task in program.tasks[node] { task.body(step) }
    }
  }

  /// The loss, after its phase.
  var loss: Float { progress.withLock { $0.loss } }

  /// Computes the gradients with respect to the inputs of the network that a node reads.
  func runSources(of node: Int) {
    progress.withLock { progress in
      guard !program.sourceBackward[node].isEmpty, progress.sources.insert(node).inserted else {
        return
      }
      releasing(node, progress.computed[node]) { run(program.sourceBackward[node]) }
    }
  }
}
