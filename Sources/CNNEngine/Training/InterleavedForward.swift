import CNNModel
import KernelInterface

/// The forward pass of full batches of labeled samples, in evaluation mode.
final class InterleavedForward: SampleForward, @unchecked Sendable {
  private let program: InterleavedProgram
  private let arena: InterleavedArena
  private let stages: [ProgramStage]
  private let first = UnsafeMutablePointer<Int>.allocate(capacity: 1)

  /// - Returns: `nil` where every layer of the plan runs its own passes.
  init?(_ plan: Plan, _ state: ModelState, _ samples: any LabeledSamples) {
    let network = plan.network
    guard network.sources.count == 1, let program = plan.program else { return nil }
    (self.program, arena) = (program, program.arena())
    arena.load(state)
    arena.begin(PassContext())
    first.initialize(to: 0)
    let (size, cursor) = (network.inputSample.count, BatchCursor(first: first))
    let loading = program.loadImages { sample, numbers, _ in
      let buffer = UnsafeMutableBufferPointer(start: numbers, count: size)
      var target = buffer.mutableSpan
      samples.write(cursor.first.pointee + sample, to: &target)
    }
    stages = [loading] + program.forwardStages
  }

  deinit { first.deallocate() }

  /// - Precondition: the range is a full batch of the plan.
  func outputs(of range: Range<Int>) -> [[Float]] {
    first.pointee = range.lowerBound
    arena.run(stages)
    return range.indices.map { output(of: $0 - range.lowerBound) }
  }

  /// The network's output for a sample of the batch.
  private func output(of sample: Int) -> [Float] {
    let buffer = program.output
    let samples = buffer.samples
    let group = arena.step.frame(sample / samples).group + buffer.offset + sample % samples
    return (0..<buffer.shape.count).map { group[$0 * samples] }
  }

  func loss(_ output: [Float], _ label: Int) -> Float? { program.loss.sample?(output, label) }
}

/// The first sample of the current batch, which changes only between batches.
private struct BatchCursor: @unchecked Sendable {
  let first: UnsafeMutablePointer<Int>
}
