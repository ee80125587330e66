import CNNModel
import KernelInterface
import Synchronization

/// A loss with its own operations in the batch-interleaved layout.
protocol InterleavedLoss: Loss {
  /// - Returns: `nil` when it has none for the shape of the output.
  func stages(
    _ output: InterleavedBuffer, _ kernels: InterleavedKernels, _ memory: ProgramMemory
  ) -> LossStages?
}

/// The computation of a loss and its gradient in a program.
struct LossStages: Sendable {
  /// The gradient with respect to the network's output.
  let gradient: InterleavedBuffer
  let stages: [ProgramStage]
  /// Writes the target of a batch to the memory; to be called before the stages.
  let load: @Sendable (Target, StepFrame) -> Void
  /// The loss; to be called after the stages.
  let value: @Sendable (StepFrame) -> Float
  /// The loss of one sample, from its output and label; `nil` where the loss needs tensors.
  var sample: (@Sendable (_ output: [Float], _ label: Int) -> Float)?
}

extension LossStages {
  /// A loss without operations of its own, which is computed on plain tensors.
  init(
    plain loss: any Loss, _ output: InterleavedBuffer, gradient: InterleavedBuffer,
    _ memory: ProgramMemory
  ) {
    let offset = memory.shared(1)
    let targets = LoadedTargets()
    self.gradient = gradient
    stages = [
      .batch { step in
        guard let target = targets.take(step.pointee) else { return }
        let tensor = step.pointee.unpack(output)
        step.pointee.batch.shared[offset] = loss.value(tensor, target)
        step.pointee.pack(loss.gradient(tensor, target), gradient)
      }
    ]
    load = { target, step in targets.load(target, step) }
    value = { step in step.batch.shared[offset] }
  }
}

/// The targets of the steps under way, by the memory that the step has.
private final class LoadedTargets: Sendable {
  private let targets = Mutex<[UInt: Target]>([:])

  func load(_ target: Target, _ step: StepFrame) {
    targets.withLock { $0[Self.key(step)] = target }
  }

  func take(_ step: StepFrame) -> Target? {
    targets.withLock { $0.removeValue(forKey: Self.key(step)) }
  }

  private static func key(_ step: StepFrame) -> UInt { UInt(bitPattern: step.batch.groups) }
}

extension SquaredError: InterleavedLoss {
  func stages(
    _ output: InterleavedBuffer, _ kernels: InterleavedKernels, _ memory: ProgramMemory
  ) -> LossStages? {
    guard output.shape.count > 0 else { return nil }
    let tensors = SquaredErrorTensors(
      output: output, gradient: memory.buffer(output.shape), target: memory.buffer(output.shape),
      losses: memory.group(memory.samples), isMean: reduction == .mean)
    let operation = GroupOperation(writes: [tensors.gradient]) { frame, step in
      tensors.compute(frame.pointee.group, size: step.pointee.size)
    }
    return LossStages(
      gradient: tensors.gradient, stages: [.group(operation)],
      load: { target, step in
        guard case .values(let values) = target else { preconditionFailure("unchecked target") }
        step.pack(values, tensors.target)
      },
      value: { step in tensors.total(step) })
  }
}

/// The tensors of the squared error of a group.
private struct SquaredErrorTensors: Sendable {
  let output: InterleavedBuffer
  let gradient: InterleavedBuffer
  let target: InterleavedBuffer
  /// The offset of every sample's sum of squares.
  let losses: Int
  let isMean: Bool

  /// The divisor of the sums.
  private func divisor(_ size: Int) -> Float { Float(isMean ? size * output.shape.count : 1) }

  func compute(_ group: UnsafeMutablePointer<Float>, size: Int) {
    let (samples, factor) = (output.samples, 2 / divisor(size))
    let (y, t) = (group + output.offset, group + target.offset)
    let (gy, sums) = (group + gradient.offset, group + losses)
    sums.update(repeating: 0, count: samples)
    for cell in 0..<output.shape.count {
      for place in cell * samples..<(cell + 1) * samples {
        let distance = y[place] - t[place]
        sums[place - cell * samples] += distance * distance
        gy[place] = distance * factor
      }
    }
  }

  func total(_ step: StepFrame) -> Float {
    var sum: Float = 0
    for group in 0..<step.batch.count {
      let frame = step.frame(group)
      for sample in 0..<frame.count { sum += frame.group[losses + sample] }
    }
    return sum / divisor(step.size)
  }
}
