import CNNModel
import KernelInterface
import Synchronization

/// The memory of one step, and what of it is computed.
///
/// A phase writes only what belongs to it, and what it writes follows from the batch and the state
/// alone. So copies of a step share its memory: the first to come to a phase computes it.
///
/// The program keeps its memory for the next step, so whoever uses a memory keeps the program.
final class LaneArena: @unchecked Sendable {
  unowned let program: LaneProgram
  private let memory: [LargeMemory]
  private let groups: UnsafeMutablePointer<Float>
  private let shared: UnsafeMutablePointer<Float>
  private let stride: Int
  private let progress = Mutex(Progress())
  private var context = PassContext()

  /// Numbers behind the last one, up to which a register may reach.
  private static let slack = 64

  private struct Progress {
    /// How many phases are computed.
    var phases = 0
    /// Whether the gradients by sources are there, which are computed when they are asked for.
    var sources: Set<Int> = []
    var loss: Float = 0
  }

  init(_ program: LaneProgram) {
    self.program = program
    // An odd number of lines, so that groups do not compete for the same ones of the cache.
    stride = (program.memory.groupCount + Self.slack + 15) / 32 * 32 + 16
    // What nobody writes to, such as the slots of another optimizer, takes no memory.
    memory = [stride * program.groups, program.memory.sharedCount + Self.slack].map {
      LargeMemory(count: $0)
    }
    (groups, shared) = (memory[0].start, memory[1].start)
  }

  deinit {
    for memory in memory { memory.free() }
  }

  /// What all groups and the operations between them work on.
  var step: LaneStep {
    LaneStep(
      batch: LaneBatch(groups: groups, stride: stride, count: program.groups, shared: shared),
      context: context, size: program.batchSize, samples: program.kernels.samples,
      interleave: program.kernels.interleave, separate: program.kernels.separate)
  }

}

extension LaneArena {
  /// Begins a step: the images and the parameters that it starts with.
  func begin(_ batch: Batch, _ state: ModelState, _ context: PassContext) {
    progress.withLock { $0 = Progress() }
    self.context = context
    self.context.firstSample = batch.firstSample
    for (source, tensor) in zip(program.network.sources, batch.inputs) {
      pack(tensor, program.outputs[source][0])
    }
    begin(state)
  }

  /// Takes over parameters and statistics.
  func begin(_ state: ModelState) {
    let layout = program.layout
    for node in layout.parameters.indices {
      for (offset, tensor) in zip(layout.parameters[node], state.parameters[node]) {
        tensor.elements.withUnsafeBufferPointer { copy($0, to: offset) }
      }
      for (offset, tensor) in zip(layout.statistics[node], state.statistics[node]) {
        tensor.elements.withUnsafeBufferPointer { copy($0, to: offset) }
      }
    }
  }

  /// Takes over what the optimizer remembers.
  func beginSlots(_ state: ModelState) {
    let layout = program.layout
    for node in layout.parameters.indices where !state.slots[node].isEmpty {
      for (offset, slots) in zip(layout.parameters[node], state.slots[node]) {
        for (index, slot) in slots.enumerated() {
          slot.elements.withUnsafeBufferPointer {
            copy($0, to: offset + layout.parameterCount * (2 + index))
          }
        }
      }
    }
  }

  /// Takes over parameters, slots and statistics from another batch size's memory.
  func begin(_ other: LaneArena) {
    shared.update(from: other.shared, count: program.layout.count)
  }

  /// Begins a whole step.
  func begin(_ context: PassContext) { self.context = context }

  /// Makes the statistics after the step those of the next one.
  func keepStatistics() {
    let layout = program.layout
    for node in layout.statistics.indices {
      for index in layout.statistics[node].indices {
        (shared + layout.statistics[node][index]).update(
          from: shared + layout.newStatistics[node][index],
          count: layout.statisticSizes[node][index])
      }
    }
  }

  /// Finishes every gradient and moves every parameter; parts of them share the threads.
  func update(_ rule: KernelInterface.UpdateRule) {
    let step = step
    withUnsafePointer(to: step) { step in
      UpdateWork(program: program, step: step, rule: rule).share()
    }
  }

  private func copy(_ numbers: UnsafeBufferPointer<Float>, to offset: Int) {
    guard let start = numbers.baseAddress else { return }
    (shared + offset).update(from: start, count: numbers.count)
  }

  func pack(_ tensor: Tensor, _ buffer: LaneBuffer) { step.pack(tensor, buffer) }
  func unpack(_ buffer: LaneBuffer) -> Tensor { step.unpack(buffer) }
  func tensor(_ offset: Int, _ shape: Shape) -> Tensor { step.tensor(offset, shape) }
}

extension LaneArena {
  /// Does a phase of the step, unless a copy of it did so before.
  ///
  /// - Parameter index: the place of the phase among all.
  func run(_ phase: Plan.Phase, at index: Int, _ target: Target?) {
    progress.withLock { progress in
      guard progress.phases <= index else { return }
      switch phase {
      case .forward(let node): run(program.forward[node])
      case .loss:
        guard let target else { preconditionFailure("a loss without target") }
        program.loss.load(target, step)
        run(program.loss.stages)
        progress.loss = program.loss.value(step)
      case .backward(let node):
        run(program.backward[node])
        let step = step
        withUnsafePointer(to: step) { step in
          for task in program.tasks[node] { task.body(step) }
        }
      case .update: break
      }
      // Half done is not done: nobody waits for it, but a copy may come to the same phase.
      guard !CancellationToken.isCancelled else { return }
      progress.phases = index + 1
    }
  }

  /// The loss, after its phase.
  var loss: Float { progress.withLock { $0.loss } }

  /// Computes the gradients by the sources that a node reads.
  func runSources(of node: Int) {
    progress.withLock { progress in
      guard !program.sourceBackward[node].isEmpty, progress.sources.insert(node).inserted else {
        return
      }
      run(program.sourceBackward[node])
    }
  }

  /// Does operations one after the other; groups share the threads. Ends early where nobody waits for
  /// the result any more.
  func run(_ stages: [LaneStage]) {
    var index = 0
    let (step, cancellation) = (step, CancellationToken.current)
    withUnsafePointer(to: step) { step in
      while index < stages.count, !(cancellation?.isCancelled ?? false) {
        if case .batch(let body) = stages[index] {
          body(step)
          index += 1
          continue
        }
        var end = index
        while end < stages.count, case .group = stages[end] { end += 1 }
        let work = GroupWork(
          stages: stages, range: index..<end, step: step, cancellation: cancellation)
        work.share(program.groups)
        index = end
      }
    }
  }
}

/// Operations that every group does for itself.
private struct GroupWork {
  let stages: [LaneStage]
  let range: Range<Int>
  let step: UnsafePointer<LaneStep>
  let cancellation: CancellationToken?

  func share(_ groups: Int) {
    withUnsafePointer(to: self) { work in
      WorkerPool.shared.parallel(groups, UnsafeRawPointer(work)) { work, group in
        work.assumingMemoryBound(to: GroupWork.self).pointee.run(group)
      }
    }
  }

  private func run(_ group: Int) {
    let frame = step.pointee.frame(group)
    withUnsafePointer(to: frame) { frame in
      for index in range {
        if let cancellation, cancellation.isCancelled { return }
        if case .group(let operation) = stages[index] { operation.run(frame, step) }
      }
    }
  }
}

/// The end of a whole step: every gradient and the parameters that it moves.
private struct UpdateWork {
  let program: LaneProgram
  let step: UnsafePointer<LaneStep>
  let rule: KernelInterface.UpdateRule

  /// Parameters that are moved faster than another thread would begin.
  private static let few = 1 << 17

  func share() {
    if program.groups == 1, program.layout.parameterCount < Self.few {
      for task in program.stepTasks.indices { run(task) }
      return
    }
    withUnsafePointer(to: self) { work in
      WorkerPool.shared.parallel(program.stepTasks.count, UnsafeRawPointer(work)) { work, task in
        work.assumingMemoryBound(to: UpdateWork.self).pointee.run(task)
      }
    }
  }

  private func run(_ index: Int) {
    let task = program.stepTasks[index]
    task.body(step)
    let count = program.layout.parameterCount
    let parameters = step.pointee.batch.shared + task.range.lowerBound
    withUnsafePointer(to: rule) { rule in
      program.kernels.update(
        rule, parameters, parameters + count, parameters + 2 * count, parameters + 3 * count,
        task.range.count)
    }
  }
}

extension LaneOperation {
  func run(_ frame: UnsafePointer<LaneFrame>, _ step: UnsafePointer<LaneStep>) {
    body(frame, step)
    let samples = step.pointee.samples
    guard frame.pointee.count < samples else { return }
    for buffer in writes {
      let cells = frame.pointee.group + buffer.offset
      for cell in 0..<buffer.shape.count {
        for lane in frame.pointee.count..<samples { cells[cell * samples + lane] = 0 }
      }
    }
  }
}
