import CNNModel
import KernelInterface

/// The weight gradient of a depthwise convolution over a batch, in the channel-blocked layout:
/// every thread computes the weights of some channels.
struct BlockedDepthwiseGradients: Sendable {
  private let setup: BlockedSetup
  private let geometry: ConvolutionGeometry
  private let wide: PaddedSource
  private let narrow: PaddedSource
  private let gradient: Int
  /// Three taps at once.
  private let vectors: UnsafeMutableTable<BlockedGradientTables.Vectors>
  private let perBlock: Int
  private let tiles: Int

  /// - Precondition: every output channel reads the one of the same index.
  init(
    _ setup: BlockedSetup, _ geometry: ConvolutionGeometry, wide: InterleavedBuffer,
    narrow: InterleavedBuffer, gradient: Int, _ memory: ProgramMemory
  ) {
    (self.setup, self.geometry, self.gradient) = (setup, geometry, gradient)
    let window = geometry.window
    self.wide = PaddedSource(
      wide, window.rows.forwardPhases, window.columns.forwardPhases, lanes: setup.lanes, offset: 0,
      isWhole: true)
    self.narrow = PaddedSource(
      narrow, [], [], lanes: setup.lanes, offset: self.wide.end(setup.samples), isWhole: true)
    let tables = BlockedGradientTables(
      geometry, self.wide, self.narrow, lanes: setup.lanes, scalarsAtOnce: setup.lanes)
    vectors = UnsafeMutableTable(memory.table(tables.vectors))
    perBlock = vectors.count / self.wide.blocks
    tiles = (self.narrow.end(setup.samples) + 15) / 16 * 16
    memory.needScratch(tiles + vectors.count * 3 * setup.lanes)
  }

  /// The stages: images are packed, then the weights' gradients are computed block by block.
  var stages: [ProgramStage] {
    [
      .copying(wide, narrow, setup),
      .shards(wide.blocks) { step, block in run(block, step) },
    ]
  }

  private func run(_ block: Int, _ step: UnsafePointer<StepFrame>) {
    let window = geometry.window
    let mine = block * perBlock..<(block + 1) * perBlock
    for sample in 0..<step.pointee.size {
      let far =
        wide.image(sample, step) - window.rows.before * wide.rowStep
        - window.columns.before * wide.block
      var work = BlockedGradient(
        rows: window.rows.outputs, columns: window.columns.outputs,
        scalars: narrow.image(sample, step) + block * narrow.blockStep,
        scalarRow: narrow.rowStep, scalarColumn: narrow.block, vectors: far,
        vectorRow: window.rows.stride * wide.rowStep,
        vectorColumn: window.columns.stride * wide.block, tile: step.pointee.scratch)
      work.isAdded = sample > 0
      for index in mine {
        (work.offsets, work.vectorCount) = (vectors[index].offsets, vectors[index].count)
        work.tile = step.pointee.scratch + tiles + index * 3 * setup.lanes
        setup.training.depthwiseGradient(&work)
      }
    }
    for index in mine { write(index, step) }
  }

  private func write(_ index: Int, _ step: UnsafePointer<StepFrame>) {
    let (group, taps) = (vectors[index], geometry.kernelPlane)
    let from = step.pointee.scratch + tiles + index * 3 * setup.lanes
    let to = step.pointee.batch.shared + gradient
    for lane in 0..<group.lanes.0 {
      to[group.places.0 + lane * taps] = from[lane]
      if group.count > 1 { to[group.places.1 + lane * taps] = from[setup.lanes + lane] }
      if group.count > 2 { to[group.places.2 + lane * taps] = from[2 * setup.lanes + lane] }
    }
  }
}
