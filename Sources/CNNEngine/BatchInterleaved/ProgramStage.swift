import CNNModel
import KernelInterface

/// A step in the computation of a phase.
enum ProgramStage: Sendable {
  /// An operation on every group; groups run in parallel.
  case group(GroupOperation)
  /// An operation on the whole batch, after all groups have finished the stages before.
  case batch(@Sendable (UnsafePointer<StepFrame>) -> Void)
  /// Independent parts of an operation on the whole batch, which run in parallel.
  case shards(ShardOperation)

  /// A number of parts of an operation, which get their index.
  static func shards(_ count: Int, _ body: @escaping ShardOperation.Body) -> ProgramStage {
    .shards(ShardOperation(count: count, body: body))
  }
}

/// An operation in parts that do not depend on each other.
struct ShardOperation: Sendable {
  typealias Body = @Sendable (UnsafePointer<StepFrame>, Int) -> Void
  let count: Int
  let body: Body

  /// Runs all parts.
  func run(_ step: UnsafePointer<StepFrame>) {
    guard count > 0 else { return }
    let work = (body: body, step: step)
    withUnsafePointer(to: work) { work in
      WorkerPool.shared.parallel(count, UnsafeRawPointer(work)) { context, shard in
        let work = context.assumingMemoryBound(
          to: (body: Body, step: UnsafePointer<StepFrame>).self)
        work.pointee.body(work.pointee.step, shard)
      }
    }
  }
}

/// An operation on one group of samples.
struct GroupOperation: Sendable {
  typealias Body = @Sendable (UnsafePointer<GroupFrame>, UnsafePointer<StepFrame>) -> Void
  let body: Body
  /// The tensors that it writes, in which the lanes of missing samples are reset to 0.
  let writes: [InterleavedBuffer]

  init(writes: [InterleavedBuffer], _ body: @escaping Body) {
    (self.body, self.writes) = (body, writes)
  }

  /// Runs it, and clears the lanes of missing samples in the last group.
  func run(_ frame: UnsafePointer<GroupFrame>, _ step: UnsafePointer<StepFrame>) {
    body(frame, step)
    let samples = step.pointee.samples
    guard frame.pointee.count < samples else { return }
    for buffer in writes {
      let cells = frame.pointee.group + buffer.offset
      for cell in 0..<buffer.shape.count {
        for sample in frame.pointee.count..<samples { cells[cell * samples + sample] = 0 }
      }
    }
  }
}

/// A part of a parameter's gradient that is reduced over all groups after they have finished.
struct GradientTask: Sendable {
  /// The part, as offsets among all parameters.
  let range: Range<Int>
  let body: @Sendable (UnsafePointer<StepFrame>) -> Void
}
