import CNNModel
import KernelInterface

/// Batch normalization in the channel-blocked layout, parallel over blocks of channels.
struct BlockedBatchNormalization: InterleavedLayer {
  let layer: InterleavedBatchNormalization
  let setup: BlockedSetup

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    guard builder.inputs[0].block > 0 else { return nil }
    let target = builder.memory.buffer(like: builder.inputs[0])
    let blocks = NormalizedBlocks(layer, setup, builder, output: target)
    builder.forward.append(
      .shards(blocks.count) { step, block in blocks.normalize(block, step) })
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    var blocks = NormalizedBlocks(layer, setup, builder, output: builder.outputs[0])
    blocks.gradient = builder.gradients[0]
    blocks.inputGradient = builder.inputGradient(0)
    let complete = blocks
    builder.backward.append(
      .shards(blocks.count) { step, block in complete.backpropagate(block, step) })
    builder.addFinishedTasks(count: builder.inputs[0].shape[0])
  }
}

/// The channels of a batch, block by block, each channel normalized over all samples on its own.
private struct NormalizedBlocks: Sendable {
  private let setup: BlockedSetup
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
  private let cells: Int
  /// The number of blocks.
  let count: Int

  /// Floats of scratch memory for each block: seven rows of channels, of which two are sums in
  /// double precision.
  private var room: Int { 9 * setup.lanes }

  init(
    _ layer: InterleavedBatchNormalization, _ setup: BlockedSetup, _ builder: NodeBuilder,
    output: InterleavedBuffer
  ) {
    let input = builder.inputs[0]
    (self.setup, self.input, self.output) = (setup, input, output)
    (gradient, inputGradient) = (output, output)
    (parameters, gradientDistance) = (builder.parameters, builder.gradientDistance)
    (statistics, newStatistics) = (builder.statistics, builder.newStatistics)
    (epsilon, momentum) = (Float(layer.epsilon), Float(layer.momentum))
    isFrozen = layer.isFrozen
    cells = input.shape[1] * input.shape[2]
    count = (input.shape[0] + setup.lanes - 1) / setup.lanes
    builder.memory.needScratch(count * room)
  }

  private func usesBatch(_ step: UnsafePointer<StepFrame>) -> Bool {
    step.pointee.context.isTraining && !isFrozen
  }

  /// The arguments of a block's kernels for one sample.
  private struct Block {
    let channels: Range<Int>
    var work: BlockedNormalization
    /// The rows of ``BlockedNormalization/channels`` and the factor.
    let rows: UnsafeMutablePointer<Float>
    let sums: UnsafeMutablePointer<Double>
  }

  private func block(_ index: Int, _ step: UnsafePointer<StepFrame>) -> Block {
    let (lanes, scratch) = (setup.lanes, step.pointee.scratch + index * room)
    scratch.update(repeating: 0, count: room)
    let sums = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Double.self)
    let rows = scratch + 4 * lanes
    let work = BlockedNormalization(
      cells: cells, x: rows, y: rows, slope: rows, channels: rows, factor: rows + 4 * lanes,
      sums: sums)
    let first = index * lanes
    return Block(
      channels: first..<min(first + lanes, input.shape.extents[0]), work: work, rows: rows,
      sums: sums)
  }

  /// Runs a kernel on a block of every sample.
  @inline(__always)
  private func forEachSample(
    _ block: inout Block, _ index: Int, _ step: UnsafePointer<StepFrame>,
    _ to: InterleavedBuffer, _ kernel: BlockedTrainingKernels.Kernel<BlockedNormalization>
  ) {
    let place = index * cells * setup.lanes
    for sample in 0..<step.pointee.size {
      let group = step.pointee.frame(sample).group + place
      block.work.x = UnsafePointer(group + input.offset)
      block.work.slope = UnsafePointer(group + gradient.offset)
      block.work.y = group + to.offset
      kernel(&block.work)
    }
  }

  func normalize(_ index: Int, _ step: UnsafePointer<StepFrame>) {
    var block = block(index, step)
    setMoments(&block, index, step)
    let (shared, lanes) = (step.pointee.batch.shared, setup.lanes)
    for (lane, channel) in block.channels.enumerated() {
      let (mean, variance) = (block.rows[lane], block.rows[lanes + lane])
      keepStatistics(channel, mean, variance, step)
      block.rows[lanes + lane] = 1 / (variance + epsilon).squareRoot()
      block.rows[2 * lanes + lane] = shared[parameters[0] + channel]
      block.rows[3 * lanes + lane] = shared[parameters[1] + channel]
    }
    forEachSample(&block, index, step, output, setup.training.normalize)
  }

  func backpropagate(_ index: Int, _ step: UnsafePointer<StepFrame>) {
    var block = block(index, step)
    setMoments(&block, index, step)
    let (shared, lanes) = (step.pointee.batch.shared, setup.lanes)
    for lane in 0..<block.channels.count {
      block.rows[lanes + lane] = 1 / (block.rows[lanes + lane] + epsilon).squareRoot()
    }
    block.sums.update(repeating: 0, count: 2 * lanes)
    forEachSample(&block, index, step, inputGradient, setup.training.slopeSums)
    let number = Float(step.pointee.size * cells)
    let usesBatch = usesBatch(step)
    for (lane, channel) in block.channels.enumerated() {
      let (slopes, products) = (Float(block.sums[lane]), Float(block.sums[lanes + lane]))
      shared[parameters[1] + gradientDistance + channel] = slopes
      shared[parameters[0] + gradientDistance + channel] = products
      block.rows[2 * lanes + lane] = usesBatch ? slopes / number : 0
      block.rows[3 * lanes + lane] = usesBatch ? products / number : 0
      block.rows[4 * lanes + lane] = shared[parameters[0] + channel] * block.rows[lanes + lane]
    }
    forEachSample(&block, index, step, inputGradient, setup.training.normalizationGradient)
  }

  /// Writes mean and variance of the block's channels to its first rows.
  private func setMoments(
    _ block: inout Block, _ index: Int, _ step: UnsafePointer<StepFrame>
  ) {
    let (shared, lanes) = (step.pointee.batch.shared, setup.lanes)
    guard usesBatch(step) else {
      for (lane, channel) in block.channels.enumerated() {
        block.rows[lane] = shared[statistics[0] + channel]
        block.rows[lanes + lane] = shared[statistics[1] + channel]
      }
      return
    }
    let number = Double(step.pointee.size * cells)
    forEachSample(&block, index, step, output, setup.training.channelSums)
    for lane in 0..<lanes {
      block.rows[lane] = Float(block.sums[lane] / number)
      block.sums[lane] = 0
    }
    forEachSample(&block, index, step, output, setup.training.squareSums)
    for lane in 0..<lanes { block.rows[lanes + lane] = Float(block.sums[lane] / number) }
  }

  /// Writes a channel's running statistics after the pass.
  private func keepStatistics(
    _ channel: Int, _ mean: Float, _ variance: Float, _ step: UnsafePointer<StepFrame>
  ) {
    let (shared, count) = (step.pointee.batch.shared, Float(step.pointee.size * cells))
    let unbiased = count > 1 ? variance * count / (count - 1) : variance
    keep(shared + newStatistics[0] + channel, shared[statistics[0] + channel], mean, step)
    keep(shared + newStatistics[1] + channel, shared[statistics[1] + channel], unbiased, step)
  }

  private func keep(
    _ new: UnsafeMutablePointer<Float>, _ old: Float, _ batch: Float,
    _ step: UnsafePointer<StepFrame>
  ) {
    new.pointee = usesBatch(step) ? old + momentum * (batch - old) : old
  }
}
