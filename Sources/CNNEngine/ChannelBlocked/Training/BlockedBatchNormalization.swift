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
    let blocks = NormalizedBlocks(.init(layer, builder, output: target), setup, builder)
    builder.forward.append(
      .shards(blocks.count) { step, block in blocks.normalize(block, step) })
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let blocks = NormalizedBlocks(.init(backward: layer, builder), setup, builder)
    builder.backward.append(
      .shards(blocks.count) { step, block in blocks.backpropagate(block, step) })
    builder.addFinishedTasks(count: builder.inputs[0].shape[0])
  }
}

/// The channels of a batch, block by block, each channel normalized over all samples on its own.
private struct NormalizedBlocks: Sendable {
  private let setup: BlockedSetup
  private let buffers: BatchNormalizationBuffers
  private let cells: Int
  private let rectifier: ElementFunction?
  /// The number of blocks.
  let count: Int

  /// Floats of scratch memory for each block: seven rows of channels, of which two are sums in
  /// double precision.
  private var room: Int { 9 * setup.lanes }

  init(_ buffers: BatchNormalizationBuffers, _ setup: BlockedSetup, _ builder: NodeBuilder) {
    (self.buffers, self.setup) = (buffers, setup)
    let shape = buffers.input.shape
    (cells, rectifier) = (shape[1] * shape[2], builder.fusion.rectifier)
    count = (shape[0] + setup.lanes - 1) / setup.lanes
    builder.memory.needScratch(count * room)
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
    var work = BlockedNormalization(
      cells: cells, x: rows, y: rows, slope: rows, channels: rows, factor: rows + 4 * lanes,
      sums: sums)
    work.rectifier = rectifier
    let first = index * lanes
    return Block(
      channels: first..<min(first + lanes, buffers.input.shape.extents[0]), work: work, rows: rows,
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
      block.work.x = UnsafePointer(group + buffers.input.offset)
      block.work.slope = UnsafePointer(group + buffers.gradient.offset)
      block.work.values = UnsafePointer(group + buffers.output.offset)
      block.work.y = group + to.offset
      kernel(&block.work)
    }
  }

  func normalize(_ index: Int, _ step: UnsafePointer<StepFrame>) {
    var block = block(index, step)
    setMoments(&block, index, step)
    let (shared, lanes, parameters) = (step.pointee.batch.shared, setup.lanes, buffers.parameters)
    for (lane, channel) in block.channels.enumerated() {
      let moments = BatchNormalizationBuffers.Moments(
        mean: block.rows[lane], variance: block.rows[lanes + lane])
      buffers.keepStatistics(
        channel, moments, count: Float(step.pointee.size * cells), step)
      block.rows[lanes + lane] = 1 / (moments.variance + buffers.epsilon).squareRoot()
      block.rows[2 * lanes + lane] = shared[parameters[0] + channel]
      block.rows[3 * lanes + lane] = shared[parameters[1] + channel]
    }
    forEachSample(&block, index, step, buffers.output, setup.training.normalize)
  }

  func backpropagate(_ index: Int, _ step: UnsafePointer<StepFrame>) {
    var block = block(index, step)
    setMoments(&block, index, step)
    let (shared, lanes) = (step.pointee.batch.shared, setup.lanes)
    for lane in 0..<block.channels.count {
      block.rows[lanes + lane] = 1 / (block.rows[lanes + lane] + buffers.epsilon).squareRoot()
    }
    block.sums.update(repeating: 0, count: 2 * lanes)
    forEachSample(&block, index, step, buffers.inputGradient, setup.training.slopeSums)
    let number = Float(step.pointee.size * cells)
    let usesBatch = buffers.usesBatch(step)
    let (parameters, distance) = (buffers.parameters, buffers.gradientDistance)
    for (lane, channel) in block.channels.enumerated() {
      let (slopes, products) = (Float(block.sums[lane]), Float(block.sums[lanes + lane]))
      shared[parameters[1] + distance + channel] = slopes
      shared[parameters[0] + distance + channel] = products
      block.rows[2 * lanes + lane] = usesBatch ? slopes / number : 0
      block.rows[3 * lanes + lane] = usesBatch ? products / number : 0
      block.rows[4 * lanes + lane] = shared[parameters[0] + channel] * block.rows[lanes + lane]
    }
    forEachSample(&block, index, step, buffers.inputGradient, setup.training.normalizationGradient)
  }

  /// Writes mean and variance of the block's channels to its first rows.
  private func setMoments(
    _ block: inout Block, _ index: Int, _ step: UnsafePointer<StepFrame>
  ) {
    let lanes = setup.lanes
    guard buffers.usesBatch(step) else {
      for (lane, channel) in block.channels.enumerated() {
        let moments = buffers.runningMoments(channel, step)
        (block.rows[lane], block.rows[lanes + lane]) = (moments.mean, moments.variance)
      }
      return
    }
    let number = Double(step.pointee.size * cells)
    forEachSample(&block, index, step, buffers.output, setup.training.channelSums)
    for lane in 0..<lanes {
      block.rows[lane] = Float(block.sums[lane] / number)
      block.sums[lane] = 0
    }
    forEachSample(&block, index, step, buffers.output, setup.training.squareSums)
    for lane in 0..<lanes { block.rows[lanes + lane] = Float(block.sums[lane] / number) }
  }
}
