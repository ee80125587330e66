import CNNModel
import KernelInterface

extension InterleavedArena {
  /// Runs stages one after the other; the groups of a stage share the threads. Ends early when the
  /// thread's work was cancelled.
  func run(_ stages: [ProgramStage]) {
    var index = 0
    let (step, cancellation) = (step, CancellationToken.current)
    withUnsafePointer(to: step) { step in
      while index < stages.count, !(cancellation?.isCancelled ?? false) {
        if case .batch(let body) = stages[index] {
          body(step)
          index += 1
          continue
        }
        if case .shards(let operation) = stages[index] {
          operation.run(step)
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

  /// Reduces every gradient and updates every parameter, in parallel.
  func update(_ rule: KernelInterface.UpdateRule) {
    forgetLoaded()
    let step = step
    withUnsafePointer(to: step) { step in
      UpdateWork(program: program, step: step, rule: rule).share()
    }
  }
}

/// Consecutive stages that every group runs independently.
private struct GroupWork {
  let stages: [ProgramStage]
  let range: Range<Int>
  let step: UnsafePointer<StepFrame>
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

/// The end of a training step: every gradient, and the parameters that it updates.
private struct UpdateWork {
  let program: InterleavedProgram
  let step: UnsafePointer<StepFrame>
  let rule: KernelInterface.UpdateRule

  /// Up to this number of parameters, one thread is faster than starting another.
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
