import CNNModel
import KernelInterface

/// How a loss is computed with samples side by side.
struct LaneLossForm: Sendable {
  /// The gradient by the network's output.
  let gradient: LaneBuffer
  let stages: [LaneStage]
  /// Takes in what is wanted.
  let load: @Sendable (Target, LaneStep) -> Void
  /// The loss, after the stages.
  let value: @Sendable (LaneStep) -> Float
  /// The loss of one sample alone, by its output and class; `nil` where that takes tensors.
  var sample: (@Sendable (_ output: [Float], _ label: Int) -> Float)?
}

/// A loss that can be computed so.
protocol LaneLoss: Loss {
  /// - Returns: `nil` when it cannot for such an output.
  func lanes(_ output: LaneBuffer, _ kernels: LaneKernels, _ memory: LaneMemory) -> LaneLossForm?
}

extension LaneLossForm {
  /// A loss without a form of its own: from and to plain tensors.
  init(plain loss: any Loss, _ output: LaneBuffer, gradient: LaneBuffer, _ memory: LaneMemory) {
    let place = memory.shared(1)
    self.gradient = gradient
    stages = []
    load = { target, step in
      let tensor = step.unpack(output)
      step.batch.shared[place] = loss.value(tensor, target)
      step.pack(loss.gradient(tensor, target), gradient)
    }
    value = { step in step.batch.shared[place] }
  }
}

extension CrossEntropy: LaneLoss {
  private static let mostClasses = 2048

  func lanes(_ output: LaneBuffer, _ kernels: LaneKernels, _ memory: LaneMemory) -> LaneLossForm? {
    guard output.shape.rank >= 1, output.shape.count > 0, output.shape[0] <= Self.mostClasses
    else { return nil }
    let gradient = memory.buffer(output.shape)
    let (classes, places) = (output.shape[0], output.shape.count / output.shape[0])
    let lanes = places * memory.samples
    let lines = memory.group(4 * lanes)
    var work = ClassLoss()
    (work.logits, work.gradient) = (output.offset, gradient.offset)
    (work.classes, work.places) = (classes, places)
    work.labels = lines
    work.ownShares = lines + lanes
    work.wholes = lines + 2 * lanes
    work.losses = lines + 3 * lanes
    work.otherShares = memory.shared(classes + 1)
    let (shares, told) = (ClassShares(self, classes), memory.work(work))
    let (kernel, loaded) = (kernels.classLoss, work)
    let alone: @Sendable ([Float], Int) -> Float = { logits, label in shares.loss(logits, label) }
    return LaneLossForm(
      gradient: gradient,
      stages: [.group(LaneOperation(writes: []) { frame, _ in kernel(told.address, frame) })],
      load: { target, step in shares.load(target, loaded, step) },
      value: { step in shares.total(loaded, step) },
      sample: places == 1 ? alone : nil)
  }
}

/// What share of a class every class should have.
private struct ClassShares: Sendable {
  let own: [Float]
  let wholes: [Float]
  let others: [Float]
  let weights: [Double]
  let ignored: Int?
  let isSum: Bool

  init(_ loss: CrossEntropy, _ classes: Int) {
    weights = (0..<classes).map { label in loss.classWeights.map { Double($0[label]) } ?? 1 }
    let smoothing = loss.smoothing
    let spread = weights.map { smoothing / Double(classes) * $0 }
    let ownShares = zip(spread, weights).map { $0 + (1 - smoothing) * $1 }
    own = ownShares.map { Float($0) }
    others = spread.map { Float($0) }
    wholes = (0..<classes).map { label in
      Float((0..<classes).reduce(0.0) { $0 + ($1 == label ? ownShares[$1] : spread[$1]) })
    }
    (ignored, isSum) = (loss.ignored, loss.reduction == .sum)
  }

  func load(_ target: Target, _ work: ClassLoss, _ step: LaneStep) {
    guard case .classes(let classes) = target else { preconditionFailure("unchecked target") }
    var divisor = 0.0
    for group in 0..<step.batch.count {
      let frame = step.frame(group)
      for place in 0..<work.places {
        for lane in 0..<step.samples {
          let offset = place * step.samples + lane
          let label =
            lane < frame.count ? classes[(frame.first + lane) * work.places + place] : -1
          guard label >= 0, label != ignored else {
            frame.group[work.labels + offset] = -1
            frame.group[work.ownShares + offset] = 0
            frame.group[work.wholes + offset] = 0
            continue
          }
          divisor += weights[label]
          frame.group[work.labels + offset] = Float(label)
          frame.group[work.ownShares + offset] = own[label]
          frame.group[work.wholes + offset] = wholes[label]
        }
      }
    }
    for (index, share) in others.enumerated() {
      step.batch.shared[work.otherShares + index] = share
    }
    step.batch.shared[work.otherShares + others.count] = isSum ? 1 : Float(divisor)
  }

  /// The loss of one sample alone.
  func loss(_ logits: [Float], _ label: Int) -> Float {
    guard label != ignored else { return .nan }
    let largest = logits.reduce(-Float.infinity) { max($0, $1) }
    let powers = logits.reduce(Float(0)) { $0 + Elementary.exp($1 - largest) }
    let spread = Elementary.log(powers) + largest
    var sum: Float = 0
    for (index, logit) in logits.enumerated() {
      sum += (index == label ? own[label] : others[index]) * (spread - logit)
    }
    return sum / Float(isSum ? 1 : weights[label])
  }

  /// The losses of all samples and places, in the order of the samples.
  func total(_ work: ClassLoss, _ step: LaneStep) -> Float {
    var sum: Float = 0
    for group in 0..<step.batch.count {
      let frame = step.frame(group)
      for lane in 0..<frame.count {
        for place in 0..<work.places {
          sum += frame.group[work.losses + place * step.samples + lane]
        }
      }
    }
    return sum / step.batch.shared[work.otherShares + others.count]
  }
}

extension SquaredError: LaneLoss {
  func lanes(_ output: LaneBuffer, _ kernels: LaneKernels, _ memory: LaneMemory) -> LaneLossForm? {
    guard output.shape.count > 0 else { return nil }
    let (gradient, wanted) = (memory.buffer(output.shape), memory.buffer(output.shape))
    let (losses, samples) = (memory.group(memory.samples), memory.samples)
    let isMean = reduction == .mean
    let body: LaneOperation.Body = { frame, step in
      let group = frame.pointee.group
      let count = Float(isMean ? step.pointee.size * output.shape.count : 1)
      let factor = 2 / count
      let (y, t) = (group + output.offset, group + wanted.offset)
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
    return LaneLossForm(
      gradient: gradient, stages: [.group(LaneOperation(writes: [gradient], body))],
      load: { target, step in
        guard case .values(let values) = target else { preconditionFailure("unchecked target") }
        step.pack(values, wanted)
      },
      value: { step in
        var sum: Float = 0
        for group in 0..<step.batch.count {
          let frame = step.frame(group)
          for lane in 0..<frame.count { sum += frame.group[losses + lane] }
        }
        return sum / Float(isMean ? step.size * output.shape.count : 1)
      })
  }
}
