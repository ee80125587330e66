import CNNModel
import KernelInterface

/// Batch normalization, parallel over channels.
struct InterleavedBatchNormalization: InterleavedLayer {
  let epsilon: Double
  let momentum: Double
  let isFrozen: Bool

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let target = builder.buffer(builder.inputs[0].shape)
    let channels = NormalizedChannels(self, builder, output: target)
    builder.forward.append(.batch { step in channels.inParallel { channels.normalize($0, step) } })
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    var channels = NormalizedChannels(self, builder, output: builder.outputs[0])
    channels.gradient = builder.gradients[0]
    channels.inputGradient = builder.inputGradient(0)
    let complete = channels
    builder.backward.append(
      .batch { step in complete.inParallel { complete.backpropagate($0, step) } })
    builder.addFinishedTasks(count: channels.channels)
  }
}

/// The channels of a batch, each normalized over all samples on its own.
private struct NormalizedChannels: Sendable {
  let channels: Int
  private let input: InterleavedBuffer
  private let output: InterleavedBuffer
  var gradient: InterleavedBuffer
  var inputGradient: InterleavedBuffer
  private let parameters: [Int]
  private let gradientDistance: Int
  private let statistics: [Int]
  private let newStatistics: [Int]
  private let epsilon: Float
  private let momentum: Float
  private let isFrozen: Bool

  init(
    _ layer: InterleavedBatchNormalization, _ builder: NodeBuilder, output: InterleavedBuffer
  ) {
    channels = builder.inputs[0].shape[0]
    (input, self.output, gradient, inputGradient) = (builder.inputs[0], output, output, output)
    (parameters, gradientDistance) = (builder.parameters, builder.gradientDistance)
    (statistics, newStatistics) = (builder.statistics, builder.newStatistics)
    (epsilon, momentum) = (Float(layer.epsilon), Float(layer.momentum))
    isFrozen = layer.isFrozen
  }

  private func usesBatch(_ step: UnsafePointer<StepFrame>) -> Bool {
    step.pointee.context.isTraining && !isFrozen
  }

  func inParallel(_ body: (Int) -> Void) { WorkerPool.shared.parallel(channels, body) }

  /// The mean and variance that a channel is normalized with.
  private struct Moments {
    var mean: Float
    var variance: Float
  }

  func normalize(_ channel: Int, _ step: UnsafePointer<StepFrame>) {
    let (moments, shared) = (moments(channel, step), step.pointee.batch.shared)
    keepStatistics(channel, moments, step)
    let inverse = 1 / (moments.variance + epsilon).squareRoot()
    let (scale, shift) = (shared[parameters[0] + channel], shared[parameters[1] + channel])
    forEachGroup(step) { group, isOut in
      let (x, y) = (group + offset(input, channel), group + offset(output, channel))
      transform(y, isOut) { scale * ((cells(x, $0) - moments.mean) * inverse) + shift }
    }
  }

  func backpropagate(_ channel: Int, _ step: UnsafePointer<StepFrame>) {
    let (moments, shared) = (moments(channel, step), step.pointee.batch.shared)
    let inverse = 1 / (moments.variance + epsilon).squareRoot()
    var (slopes, products) = (0.0, 0.0)
    forEachGroup(step) { group, _ in
      let (x, gy) = (group + offset(input, channel), group + offset(gradient, channel))
      slopes += total { cells(gy, $0) }
      products += total { cells(gy, $0) * ((cells(x, $0) - moments.mean) * inverse) }
    }
    shared[parameters[1] + gradientDistance + channel] = Float(slopes)
    shared[parameters[0] + gradientDistance + channel] = Float(products)
    let usesBatch = usesBatch(step)
    let count = Float(count(step))
    let common = usesBatch ? Float(slopes) / count : 0
    let slope = usesBatch ? Float(products) / count : 0
    let factor = shared[parameters[0] + channel] * inverse
    forEachGroup(step) { group, isOut in
      let (x, gy) = (group + offset(input, channel), group + offset(gradient, channel))
      transform(group + offset(inputGradient, channel), isOut) {
        let normal = (cells(x, $0) - moments.mean) * inverse
        return factor * (cells(gy, $0) - (common + normal * slope))
      }
    }
  }

  private func moments(_ channel: Int, _ step: UnsafePointer<StepFrame>) -> Moments {
    let shared = step.pointee.batch.shared
    guard usesBatch(step) else {
      return Moments(
        mean: shared[statistics[0] + channel], variance: shared[statistics[1] + channel])
    }
    let count = Double(count(step))
    var (sum, squares) = (0.0, 0.0)
    forEachGroup(step) { group, _ in
      let x = group + offset(input, channel)
      sum += total { cells(x, $0) }
    }
    let mean = Float(sum / count)
    forEachGroup(step) { group, isOut in
      let x = group + offset(input, channel)
      squares += total {
        let distance = (cells(x, $0) - mean).replacing(with: 0, where: isOut)
        return distance * distance
      }
    }
    return Moments(mean: mean, variance: Float(squares / count))
  }

  /// Writes the running statistics after the pass.
  private func keepStatistics(
    _ channel: Int, _ moments: Moments, _ step: UnsafePointer<StepFrame>
  ) {
    let (shared, count) = (step.pointee.batch.shared, Float(count(step)))
    let unbiased = count > 1 ? moments.variance * count / (count - 1) : moments.variance
    for (index, batch) in [moments.mean, unbiased].enumerated() {
      let old = shared[statistics[index] + channel]
      shared[newStatistics[index] + channel] =
        usesBatch(step) ? old + momentum * (batch - old) : old
    }
  }

  /// Floats of a channel in a group, and numbers of a channel in the batch.
  private var length: Int { input.channelStride }
  private func count(_ step: UnsafePointer<StepFrame>) -> Int {
    step.pointee.size * length / input.samples
  }

  private func offset(_ buffer: InterleavedBuffer, _ channel: Int) -> Int {
    buffer.offset + channel * length
  }

  /// Calls `body` with every group, and with a mask of the lanes that have no sample.
  @inline(__always)
  private func forEachGroup(
    _ step: UnsafePointer<StepFrame>,
    _ body: (UnsafeMutablePointer<Float>, SIMDMask<SIMD16<Int32>>)
      -> Void
  ) {
    for group in 0..<step.pointee.batch.count {
      let frame = step.pointee.frame(group)
      let end = input.samples == 1 ? interleaveFactor : frame.count
      let numbers = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
      body(frame.group, numbers .>= SIMD16(repeating: Int32(end)))
    }
  }

  /// Sixteen numbers of a row, padded with zeros.
  @inline(__always)
  private func cells(_ row: UnsafeMutablePointer<Float>, _ first: Int) -> SIMD16<Float> {
    if first + interleaveFactor <= length {
      return UnsafeRawPointer(row + first).loadUnaligned(as: SIMD16<Float>.self)
    }
    var cells = SIMD16<Float>(repeating: 0)
    for cell in first..<length { cells[cell - first] = row[cell] }
    return cells
  }

  /// The sum of `body` over all sixteens of a row.
  @inline(__always)
  private func total(_ body: (Int) -> SIMD16<Float>) -> Double {
    var (sum, part) = (0.0, SIMD16<Float>(repeating: 0))
    var first = 0
    while first < length {
      var numbers = body(first)
      if first + interleaveFactor > length {
        for cell in length - first..<interleaveFactor { numbers[cell] = 0 }
      }
      part += numbers
      first += interleaveFactor
      // Single precision for short sums only: a gradient is a difference with much cancellation.
      if first % (16 * interleaveFactor) == 0 || first >= length {
        for lane in 0..<interleaveFactor { sum += Double(part[lane]) }
        part = SIMD16(repeating: 0)
      }
    }
    return sum
  }

  /// Writes `body` for all sixteens of a row, with zeros where there is no sample.
  @inline(__always)
  private func transform(
    _ row: UnsafeMutablePointer<Float>, _ isOut: SIMDMask<SIMD16<Int32>>,
    _ body: (Int) -> SIMD16<Float>
  ) {
    var first = 0
    while first < length {
      let numbers = body(first).replacing(with: 0, where: isOut)
      if first + interleaveFactor <= length {
        UnsafeMutableRawPointer(row + first).storeBytes(of: numbers, as: SIMD16<Float>.self)
      } else {
        for cell in first..<length { row[cell] = numbers[cell - first] }
      }
      first += interleaveFactor
    }
  }
}
