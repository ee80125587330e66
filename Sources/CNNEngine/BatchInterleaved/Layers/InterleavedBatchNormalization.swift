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
    let channels = NormalizedChannels(.init(self, builder, output: target))
    builder.forward.append(.batch { step in channels.inParallel { channels.normalize($0, step) } })
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let channels = NormalizedChannels(.init(backward: self, builder))
    builder.backward.append(
      .batch { step in channels.inParallel { channels.backpropagate($0, step) } })
    builder.addFinishedTasks(count: channels.channels)
  }
}

/// The channels of a batch, each normalized over all samples on its own.
private struct NormalizedChannels: Sendable {
  let channels: Int
  private let buffers: BatchNormalizationBuffers

  init(_ buffers: BatchNormalizationBuffers) {
    self.buffers = buffers
    channels = buffers.input.shape[0]
  }

  func inParallel(_ body: (Int) -> Void) { WorkerPool.shared.parallel(channels, body) }

  func normalize(_ channel: Int, _ step: UnsafePointer<StepFrame>) {
    let (moments, shared) = (moments(channel, step), step.pointee.batch.shared)
    buffers.keepStatistics(channel, moments, count: Float(count(step)), step)
    let inverse = 1 / (moments.variance + buffers.epsilon).squareRoot()
    let parameters = buffers.parameters
    let (scale, shift) = (shared[parameters[0] + channel], shared[parameters[1] + channel])
    forEachGroup(step) { group, isOut in
      let (x, y) = (group + offset(buffers.input, channel), group + offset(buffers.output, channel))
      transform(y, isOut) { scale * ((cells(x, $0) - moments.mean) * inverse) + shift }
    }
  }

  func backpropagate(_ channel: Int, _ step: UnsafePointer<StepFrame>) {
    let (moments, shared) = (moments(channel, step), step.pointee.batch.shared)
    let inverse = 1 / (moments.variance + buffers.epsilon).squareRoot()
    var (slopes, products) = (0.0, 0.0)
    forEachGroup(step) { group, _ in
      let (x, gy) = (
        group + offset(buffers.input, channel), group + offset(buffers.gradient, channel)
      )
      slopes += total { cells(gy, $0) }
      products += total { cells(gy, $0) * ((cells(x, $0) - moments.mean) * inverse) }
    }
    let (parameters, distance) = (buffers.parameters, buffers.gradientDistance)
    shared[parameters[1] + distance + channel] = Float(slopes)
    shared[parameters[0] + distance + channel] = Float(products)
    let usesBatch = buffers.usesBatch(step)
    let count = Float(count(step))
    let common = usesBatch ? Float(slopes) / count : 0
    let slope = usesBatch ? Float(products) / count : 0
    let factor = shared[parameters[0] + channel] * inverse
    forEachGroup(step) { group, isOut in
      let (x, gy) = (
        group + offset(buffers.input, channel), group + offset(buffers.gradient, channel)
      )
      transform(group + offset(buffers.inputGradient, channel), isOut) {
        let normal = (cells(x, $0) - moments.mean) * inverse
        return factor * (cells(gy, $0) - (common + normal * slope))
      }
    }
  }

  /// The moments that a channel is normalized with.
  private func moments(
    _ channel: Int, _ step: UnsafePointer<StepFrame>
  ) -> BatchNormalizationBuffers.Moments {
    guard buffers.usesBatch(step) else { return buffers.runningMoments(channel, step) }
    let count = Double(count(step))
    var (sum, squares) = (0.0, 0.0)
    forEachGroup(step) { group, _ in
      let x = group + offset(buffers.input, channel)
      sum += total { cells(x, $0) }
    }
    let mean = Float(sum / count)
    forEachGroup(step) { group, isOut in
      let x = group + offset(buffers.input, channel)
      squares += total {
        let distance = (cells(x, $0) - mean).replacing(with: 0, where: isOut)
        return distance * distance
      }
    }
    return .init(mean: mean, variance: Float(squares / count))
  }

  /// Floats of a channel in a group, and numbers of a channel in the batch.
  private var length: Int { buffers.input.channelStride }
  private func count(_ step: UnsafePointer<StepFrame>) -> Int {
    step.pointee.size * length / buffers.input.samples
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
      let end = buffers.input.samples == 1 ? interleaveFactor : frame.count
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
