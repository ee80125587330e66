import CNNModel
import KernelInterface

/// Batch normalization with samples side by side.
struct BatchNormLanes: LaneLayer {
  let epsilon: Double
  let momentum: Double
  let isFrozen: Bool
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let target = site.buffer(site.inputs[0].shape)
    let channels = ChannelLanes(self, site, output: target)
    site.forward.append(.batch { step in channels.share { channels.normalize($0, step) } })
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    var channels = ChannelLanes(self, site, output: site.outputs[0])
    channels.gradient = site.gradients[0]
    channels.inputGradient = site.inputGradient(0)
    let complete = channels
    site.backward.append(.batch { step in complete.share { complete.descend($0, step) } })
    site.addWholeTasks(count: channels.channels)
  }
}

/// The channels of a batch that are normalized over all its samples; each for itself.
private struct ChannelLanes: Sendable {
  let channels: Int
  private let input: LaneBuffer
  private let output: LaneBuffer
  var gradient: LaneBuffer
  var inputGradient: LaneBuffer
  private let parameters: [Int]
  private let gradientDistance: Int
  private let statistics: [Int]
  private let newStatistics: [Int]
  private let epsilon: Float
  private let momentum: Float
  private let isFrozen: Bool

  init(_ layer: BatchNormLanes, _ site: LaneSite, output: LaneBuffer) {
    channels = site.inputs[0].shape[0]
    (input, self.output, gradient, inputGradient) = (site.inputs[0], output, output, output)
    (parameters, gradientDistance) = (site.parameters, site.gradientDistance)
    (statistics, newStatistics) = (site.statistics, site.newStatistics)
    (epsilon, momentum) = (Float(layer.epsilon), Float(layer.momentum))
    isFrozen = layer.isFrozen
  }

  private func usesBatch(_ step: UnsafePointer<LaneStep>) -> Bool {
    step.pointee.context.isTraining && !isFrozen
  }

  func share(_ body: (Int) -> Void) { WorkerPool.shared.parallel(channels, body) }

  /// Mean, and 1 over the deviation.
  private struct Moments {
    var mean: Float
    var variance: Float
  }

  func normalize(_ channel: Int, _ step: UnsafePointer<LaneStep>) {
    let (moments, shared) = (moments(channel, step), step.pointee.batch.shared)
    keepStatistics(channel, moments, step)
    let inverse = 1 / (moments.variance + epsilon).squareRoot()
    let (scale, shift) = (shared[parameters[0] + channel], shared[parameters[1] + channel])
    forEachGroup(step) { group, isOut in
      let (x, y) = (group + place(input, channel), group + place(output, channel))
      transform(y, isOut) { scale * ((cells(x, $0) - moments.mean) * inverse) + shift }
    }
  }

  func descend(_ channel: Int, _ step: UnsafePointer<LaneStep>) {
    let (moments, shared) = (moments(channel, step), step.pointee.batch.shared)
    let inverse = 1 / (moments.variance + epsilon).squareRoot()
    var (slopes, products) = (0.0, 0.0)
    forEachGroup(step) { group, _ in
      let (x, gy) = (group + place(input, channel), group + place(gradient, channel))
      slopes += total { cells(gy, $0) }
      products += total { cells(gy, $0) * ((cells(x, $0) - moments.mean) * inverse) }
    }
    shared[parameters[1] + gradientDistance + channel] = Float(slopes)
    shared[parameters[0] + gradientDistance + channel] = Float(products)
    let usesBatch = usesBatch(step)
    let count = Float(count(step))
    let common = usesBatch ? Float(slopes) / count : 0
    let share = usesBatch ? Float(products) / count : 0
    let factor = shared[parameters[0] + channel] * inverse
    forEachGroup(step) { group, isOut in
      let (x, gy) = (group + place(input, channel), group + place(gradient, channel))
      transform(group + place(inputGradient, channel), isOut) {
        let normal = (cells(x, $0) - moments.mean) * inverse
        return factor * (cells(gy, $0) - (common + normal * share))
      }
    }
  }

  private func moments(_ channel: Int, _ step: UnsafePointer<LaneStep>) -> Moments {
    let shared = step.pointee.batch.shared
    guard usesBatch(step) else {
      return Moments(
        mean: shared[statistics[0] + channel], variance: shared[statistics[1] + channel])
    }
    let count = Double(count(step))
    var (sum, squares) = (0.0, 0.0)
    forEachGroup(step) { group, _ in
      let x = group + place(input, channel)
      sum += total { cells(x, $0) }
    }
    let mean = Float(sum / count)
    forEachGroup(step) { group, isOut in
      let x = group + place(input, channel)
      squares += total {
        let distance = (cells(x, $0) - mean).replacing(with: 0, where: isOut)
        return distance * distance
      }
    }
    return Moments(mean: mean, variance: Float(squares / count))
  }

  /// The running statistics after the pass.
  private func keepStatistics(
    _ channel: Int, _ moments: Moments, _ step: UnsafePointer<LaneStep>
  ) {
    let (shared, count) = (step.pointee.batch.shared, Float(count(step)))
    let unbiased = count > 1 ? moments.variance * count / (count - 1) : moments.variance
    for (index, batch) in [moments.mean, unbiased].enumerated() {
      let old = shared[statistics[index] + channel]
      shared[newStatistics[index] + channel] =
        usesBatch(step) ? old + momentum * (batch - old) : old
    }
  }

  /// Numbers of a channel in a group, and in the batch.
  private var length: Int { input.channelStride }
  private func count(_ step: UnsafePointer<LaneStep>) -> Int {
    step.pointee.size * length / input.samples
  }

  private func place(_ buffer: LaneBuffer, _ channel: Int) -> Int {
    buffer.offset + channel * length
  }

  /// Calls `body` with every group, and with which of sixteen numbers in a row belong to no sample.
  @inline(__always)
  private func forEachGroup(
    _ step: UnsafePointer<LaneStep>,
    _ body: (UnsafeMutablePointer<Float>, SIMDMask<SIMD16<Int32>>)
      -> Void
  ) {
    for group in 0..<step.pointee.batch.count {
      let frame = step.pointee.frame(group)
      let end = input.samples == 1 ? laneCount : frame.count
      let numbers = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
      body(frame.group, numbers .>= SIMD16(repeating: Int32(end)))
    }
  }

  /// Sixteen numbers from a place on; of the last ones fewer, and zeros behind them.
  @inline(__always)
  private func cells(_ row: UnsafeMutablePointer<Float>, _ first: Int) -> SIMD16<Float> {
    if first + laneCount <= length {
      return UnsafeRawPointer(row + first).loadUnaligned(as: SIMD16<Float>.self)
    }
    var cells = SIMD16<Float>(repeating: 0)
    for cell in first..<length { cells[cell - first] = row[cell] }
    return cells
  }

  /// The sum of what `body` gives for every place that sixteen numbers begin at.
  @inline(__always)
  private func total(_ body: (Int) -> SIMD16<Float>) -> Double {
    var (sum, part) = (0.0, SIMD16<Float>(repeating: 0))
    var first = 0
    while first < length {
      var numbers = body(first)
      if first + laneCount > length {
        for cell in length - first..<laneCount { numbers[cell] = 0 }
      }
      part += numbers
      first += laneCount
      // Not too many in single precision: a gradient is a difference that cancels almost to nothing.
      if first % (16 * laneCount) == 0 || first >= length {
        for lane in 0..<laneCount { sum += Double(part[lane]) }
        part = SIMD16(repeating: 0)
      }
    }
    return sum
  }

  /// Puts what `body` gives for every place there; zeros where there is no sample.
  @inline(__always)
  private func transform(
    _ row: UnsafeMutablePointer<Float>, _ isOut: SIMDMask<SIMD16<Int32>>,
    _ body: (Int) -> SIMD16<Float>
  ) {
    var first = 0
    while first < length {
      let numbers = body(first).replacing(with: 0, where: isOut)
      if first + laneCount <= length {
        UnsafeMutableRawPointer(row + first).storeBytes(of: numbers, as: SIMD16<Float>.self)
      } else {
        for cell in first..<length { row[cell] = numbers[cell - first] }
      }
      first += laneCount
    }
  }
}
