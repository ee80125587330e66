import CNNModel
import KernelInterface

/// A pooling in the channel-blocked layout.
struct BlockedPoolLayer: InterleavedLayer {
  let window: SpatialWindow
  /// The factors of the sums of windows; `nil` for a maximum.
  let shares: WindowShares?
  let setup: BlockedSetup

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let input = builder.inputs[0]
    guard input.block > 0 else { return nil }
    let target = builder.memory.buffer(builder.pooledShape(window), block: input.block)
    let (pool, kernels, outputs) = (pool(builder, target), setup.kernels, window.outputPlane)
    builder.forward.append(
      pool.stage(setup) { work, _, _ in kernels.pool(&work, 0, outputs) })
    if var run = deferredRun(builder, target) {
      run.output = target.offset
      builder.forward.append(setup.stage(run, builder.kernels.function))
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (output, target) = (builder.outputs[0], builder.inputGradient(0))
    var slopes = builder.gradients[0].offset
    if var run = deferredRun(builder, output) {
      let gradient = builder.memory.buffer(like: output)
      (run.outputGradient, run.inputGradient) = (slopes, gradient.offset)
      builder.back(input: 0, [setup.stage(run, builder.kernels.functionGradient)])
      slopes = gradient.offset
    }
    let (pool, training, outputs) = (pool(builder, output), setup.training, window.outputPlane)
    let pooledGradient = slopes
    builder.back(
      input: 0,
      [
        pool.stage(setup) { work, group, block in
          let gradient = group + target.offset + block * target.image.blockStep
          gradient.update(repeating: 0, count: target.image.blockStep)
          var back = BlockedPoolGradient(
            pool: work, outputs: outputs,
            pooledGradient: group + pooledGradient + block * output.image.blockStep,
            gradient: gradient)
          training.poolGradient(&back)
        }
      ])
  }

  private func pool(_ builder: NodeBuilder, _ target: InterleavedBuffer) -> PooledBlocks {
    PooledBlocks(window, shares, builder.inputs[0], target, builder.memory)
  }

  /// The deferred function of the previous layer, applied to the output.
  private func deferredRun(
    _ builder: NodeBuilder, _ output: InterleavedBuffer
  ) -> ElementRun? {
    guard let deferred = builder.fusion.deferred else { return nil }
    var run = ElementRun(deferred.function, parameter: deferred.parameter)
    (run.input, run.output, run.count) = (output.offset, output.offset, output.count)
    return run
  }
}

/// The blocks of a batch that a pooling works on, each on its own.
private struct PooledBlocks: Sendable {
  private let window: SpatialWindow
  private let input: InterleavedBuffer
  private let output: InterleavedBuffer
  private let scales: UnsafeMutableTable<Float>?
  private let scaleRows: UnsafeMutableTable<Int32>?

  init(
    _ window: SpatialWindow, _ shares: WindowShares?, _ input: InterleavedBuffer,
    _ output: InterleavedBuffer, _ memory: ProgramMemory
  ) {
    (self.window, self.input, self.output) = (window, input, output)
    let table = shares.map(ShareTable.init)
    scales = table.map { UnsafeMutableTable(memory.table($0.scales)) }
    scaleRows = table.map { UnsafeMutableTable(memory.table($0.rows)) }
  }

  /// A stage that works on every block of every sample; the body gets the block's arguments, the
  /// group and the index of the block.
  func stage(
    _ setup: BlockedSetup,
    _ body: @escaping @Sendable (inout BlockedPool, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> ProgramStage {
    let blocks = input.image.blocks
    return .shards(setup.samples * blocks) { step, shard in
      let (sample, block) = shard.quotientAndRemainder(dividingBy: blocks)
      let group = step.pointee.frame(sample).group
      var work = pool(group, block)
      body(&work, group, block)
    }
  }

  private func pool(_ group: UnsafeMutablePointer<Float>, _ block: Int) -> BlockedPool {
    let (rows, columns, lanes) = (window.rows, window.columns, input.block)
    let (from, to) = (input.image, output.image)
    let taps = BlockedWindow(
      outputColumns: columns.outputs, columnStep: lanes, rowStep: from.rowStep,
      kernelRows: rows.kernel, kernelColumns: columns.kernel, tapRow: 0, tapColumn: 0,
      resultColumn: lanes, resultRow: to.rowStep)
    var pool = BlockedPool(
      window: taps, rows: rows.extent, columns: columns.extent, rowsBefore: rows.before,
      columnsBefore: columns.before, rowStride: rows.stride, columnStride: columns.stride,
      rowDilation: rows.dilation, columnDilation: columns.dilation,
      image: group + input.offset + block * from.blockStep,
      output: group + output.offset + block * to.blockStep)
    (pool.scales, pool.scaleRows) = (scales?.pointer, scaleRows?.pointer)
    return pool
  }
}

/// The factors of windows as ``BlockedPool`` has them.
private struct ShareTable {
  private(set) var scales: [Float] = []
  private(set) var rows: [Int32] = []

  init(_ shares: WindowShares) {
    var known: [Int: Int32] = [:]
    for row in shares.counts[0] {
      let start = known[row] ?? Int32(scales.count)
      if known.updateValue(start, forKey: row) == nil {
        scales += shares.counts[1].map { shares.share(row, $0) }
      }
      rows.append(start)
    }
  }
}
