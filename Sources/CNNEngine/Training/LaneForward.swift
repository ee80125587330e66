import CNNModel
import KernelInterface

/// The forward pass of full batches of labeled samples, outside of training.
final class LaneForward: @unchecked Sendable {
  private let program: LaneProgram
  private let arena: LaneArena
  private let stages: [LaneStage]
  private let first = UnsafeMutablePointer<Int>.allocate(capacity: 1)

  /// - Returns: `nil` where the plan calls every layer for itself.
  init?(_ plan: Plan, _ state: ModelState, _ samples: any LabeledSamples) {
    let network = plan.network
    guard network.sources.count == 1, let program = plan.program else { return nil }
    (self.program, arena) = (program, program.arena())
    arena.begin(state)
    arena.begin(PassContext(isTraining: false))
    let (size, first) = (network.inputSample.count, first)
    first.initialize(to: 0)
    let place = UncheckedPlace(first: first)
    let gather = program.gather { sample, numbers, _ in
      let buffer = UnsafeMutableBufferPointer(start: numbers, count: size)
      var target = buffer.mutableSpan
      samples.write(place.first.pointee + sample, to: &target)
    }
    stages = [gather] + program.forwardStages
  }

  deinit { first.deallocate() }

  /// Computes the batch that begins with a sample.
  func run(from sample: Int) {
    first.pointee = sample
    arena.run(stages)
  }

  /// What the network gave for a sample of the batch.
  func logits(of sample: Int) -> [Float] {
    let output = arena.program.network.output
    let buffer = arena.program.outputs[output.node][output.output]
    let samples = buffer.samples
    let group = arena.step.frame(sample / samples).group + buffer.offset + sample % samples
    return (0..<buffer.shape.count).map { group[$0 * samples] }
  }

  /// The loss of one sample; `nil` where it takes tensors.
  func loss(_ logits: [Float], _ label: Int) -> Float? { arena.program.loss.sample?(logits, label) }
}

/// The first sample of the batch under way, which changes only between batches.
private struct UncheckedPlace: @unchecked Sendable {
  let first: UnsafeMutablePointer<Int>
}
