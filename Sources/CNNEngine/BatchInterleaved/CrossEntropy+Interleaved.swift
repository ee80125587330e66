import CNNModel
import KernelInterface

extension CrossEntropy: InterleavedLoss {
  private static let mostClasses = 2048

  func stages(
    _ output: InterleavedBuffer, _ kernels: InterleavedKernels, _ memory: ProgramMemory
  ) -> LossStages? {
    guard takesLogits, output.shape.rank >= 1, output.shape.count > 0,
      output.shape[0] <= Self.mostClasses
    else { return nil }
    let gradient = memory.buffer(output.shape)
    let (work, targets) = (
      classLoss(output, gradient, memory), ClassTargets(self, output.shape[0])
    )
    let (arguments, kernel) = (memory.arguments(work), kernels.classLoss)
    let alone: @Sendable ([Float], Int) -> Float = { targets.loss($0, $1) }
    return LossStages(
      gradient: gradient,
      stages: [.group(GroupOperation(writes: []) { frame, _ in kernel(arguments.address, frame) })],
      load: { target, step in targets.load(target, work, step) },
      value: { step in targets.total(work, step) },
      sample: work.positions == 1 ? alone : nil)
  }

  private func classLoss(
    _ output: InterleavedBuffer, _ gradient: InterleavedBuffer, _ memory: ProgramMemory
  ) -> ClassLoss {
    var work = ClassLoss()
    (work.logits, work.gradient, work.classes) = (output.offset, gradient.offset, output.shape[0])
    work.positions = output.shape.count / output.shape[0]
    let count = work.positions * memory.samples
    work.labels = memory.group(4 * count)
    work.labelTargets = work.labels + count
    work.targetSums = work.labels + 2 * count
    work.losses = work.labels + 3 * count
    work.otherTargets = memory.shared(work.classes + 1)
    return work
  }
}

/// The targets of all classes, by the label: class weight × smoothed probability.
private struct ClassTargets: Sendable {
  /// The target of the label's class, and of every other class.
  private let own: [Float]
  private let others: [Float]
  /// The sum of all targets, by the label.
  private let sums: [Float]
  private let weights: [Double]
  private let ignored: Int?
  private let isSum: Bool

  init(_ loss: CrossEntropy, _ classes: Int) {
    weights = (0..<classes).map { label in loss.classWeights.map { Double($0[label]) } ?? 1 }
    let smoothing = loss.smoothing
    let spread = weights.map { smoothing / Double(classes) * $0 }
    let labelTargets = zip(spread, weights).map { $0 + (1 - smoothing) * $1 }
    own = labelTargets.map { Float($0) }
    others = spread.map { Float($0) }
    sums = (0..<classes).map { label in
      Float((0..<classes).reduce(0.0) { $0 + ($1 == label ? labelTargets[$1] : spread[$1]) })
    }
    (ignored, isSum) = (loss.ignored, loss.reduction == .sum)
  }

  /// Writes the labels of a batch and their targets.
  func load(_ target: Target, _ work: ClassLoss, _ step: StepFrame) {
    guard case .classes(let classes) = target else { preconditionFailure("unchecked target") }
    var divisor = 0.0
    for group in 0..<step.batch.count {
      let frame = step.frame(group)
      for position in 0..<work.positions {
        for sample in 0..<step.samples {
          let label =
            sample < frame.count ? classes[(frame.first + sample) * work.positions + position] : -1
          divisor += set(label, position * step.samples + sample, work, frame)
        }
      }
    }
    let shared = step.batch.shared + work.otherTargets
    for (index, target) in others.enumerated() { shared[index] = target }
    shared[others.count] = isSum ? 1 : Float(divisor)
  }

  /// - Returns: the label's part of the divisor.
  private func set(
    _ label: Int, _ offset: Int, _ work: ClassLoss, _ frame: GroupFrame
  ) -> Double {
    let isNone = label < 0 || label == ignored
    frame.group[work.labels + offset] = isNone ? -1 : Float(label)
    frame.group[work.labelTargets + offset] = isNone ? 0 : own[label]
    frame.group[work.targetSums + offset] = isNone ? 0 : sums[label]
    return isNone ? 0 : weights[label]
  }

  /// The loss of one sample.
  func loss(_ logits: [Float], _ label: Int) -> Float {
    guard label != ignored else { return .nan }
    let largest = logits.reduce(-Float.infinity) { max($0, $1) }
    let powers = logits.reduce(Float(0)) { $0 + Elementary.exp($1 - largest) }
    let logSum = Elementary.log(powers) + largest
    var sum: Float = 0
    for (index, logit) in logits.enumerated() {
      let share = index == label ? own[label] : others[index]
      // 0 · ∞ would be NaN.
      if share != 0 { sum += share * (logSum - logit) }
    }
    return sum / Float(isSum ? 1 : weights[label])
  }

  /// The loss of the batch: the sum over all samples and positions, in the order of the samples.
  func total(_ work: ClassLoss, _ step: StepFrame) -> Float {
    var sum: Float = 0
    for group in 0..<step.batch.count {
      let frame = step.frame(group)
      for sample in 0..<frame.count {
        for position in 0..<work.positions {
          sum += frame.group[work.losses + position * step.samples + sample]
        }
      }
    }
    return sum / step.batch.shared[work.otherTargets + others.count]
  }
}
