import CNNModel
import KernelInterface

/// One thing to do in a phase.
enum ProgramStage: Sendable {
  /// For every group on its own; groups run in parallel.
  case group(GroupOperation)
  /// For the whole batch, after all groups have done the stages before.
  case batch(@Sendable (UnsafePointer<StepFrame>) -> Void)
}

/// An operation on one group of samples.
struct GroupOperation: Sendable {
  typealias Body = @Sendable (UnsafePointer<GroupFrame>, UnsafePointer<StepFrame>) -> Void
  let body: Body
  /// What it writes: there the places of missing samples are set back to 0.
  let writes: [InterleavedBuffer]

  init(writes: [InterleavedBuffer], _ body: @escaping Body) {
    (self.body, self.writes) = (body, writes)
  }

  /// Does it, and clears the places of a last group's missing samples.
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

/// A part of a parameter's gradient that is reduced over all groups once these are done.
struct GradientTask: Sendable {
  /// The part, as offsets among all parameters.
  let range: Range<Int>
  let body: @Sendable (UnsafePointer<StepFrame>) -> Void
}
