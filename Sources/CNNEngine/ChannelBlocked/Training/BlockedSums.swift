import CNNModel
import KernelInterface

/// Weighted sums of a batch from one image to another in the channel-blocked layout: the forward
/// pass or the input gradient of a convolution or transposed convolution.
struct BlockedSums: Sendable {
  /// Cells of the target that sum through the same taps.
  struct Phase: Sendable {
    let rows: AxisPhase
    let columns: AxisPhase
    /// The offsets of the taps' weights.
    let taps: KernelTaps
    /// Where its packed weights begin.
    let weights: Int
  }

  /// Blocks of the target's channels that are computed at once.
  struct Tile: Sendable {
    let first: Int
    let count: Int
  }

  /// A part of the work that one thread does.
  struct Shard {
    let phase: Int
    let tiles: Range<Int>
    let sample: Int
    let cells: Range<Int>
  }

  let setup: BlockedSetup
  let source: PaddedSource
  let target: InterleavedBuffer
  private(set) var phases: [Phase] = []
  private(set) var tiles: [Tile] = []
  let weights: BlockedWeights
  private let isDepthwise: Bool
  private let shards: UnsafeMutableTable<Shard>
  private let scratch: Int

  init(
    _ setup: BlockedSetup, from buffer: InterleavedBuffer, to target: InterleavedBuffer,
    rows: [AxisPhase], columns: [AxisPhase], weights: BlockedWeights, _ memory: ProgramMemory
  ) {
    (self.setup, self.target, self.weights) = (setup, target, weights)
    isDepthwise = weights.isDepthwise
    let lanes = setup.lanes
    let blocks = (target.shape[0] + lanes - 1) / lanes
    tiles = Self.tiles(blocks, isDepthwise: isDepthwise)
    let sources = isDepthwise ? 1 : buffer.shape[0]
    var end = blocks * lanes
    for row in rows {
      for column in columns {
        let taps = row.taps.flatMap { row in column.taps.map { row * weights.kernelColumns + $0 } }
        phases.append(
          Phase(
            rows: row, columns: column, taps: KernelTaps(memory.table(taps)), weights: end))
        end += sources * taps.count * blocks * lanes
      }
    }
    source = PaddedSource(
      buffer, rows, columns, lanes: lanes, offset: (end + 15) / 16 * 16, isWhole: isDepthwise)
    scratch = source.end(setup.samples)
    memory.needScratch(scratch)
    let cut = BlockedCut(
      sources: sources, weights: end * 4, image: 4 * source.blockStep * source.blocks,
      tiles: tiles.count, samples: setup.samples, isDepthwise: isDepthwise)
    shards = UnsafeMutableTable(memory.table(cut.shards(phases)))
  }

  /// Two blocks at once, or three if their number is odd.
  private static func tiles(_ blocks: Int, isDepthwise: Bool) -> [Tile] {
    var tiles: [Tile] = []
    var first = 0
    while first < blocks {
      let rest = blocks - first
      let count = isDepthwise || rest == 1 ? 1 : rest % 2 == 0 ? 2 : 3
      tiles.append(Tile(first: first, count: count))
      first += count
    }
    return tiles
  }

  /// The stages: weights and images are packed, then the sums are computed.
  var stages: [ProgramStage] {
    let packed = phases.count * tiles.count
    let kernels = setup.kernels
    return [
      .shards(packed + source.shards(setup.samples)) { step, shard in
        if shard < packed { pack(shard, step) } else { source.copy(shard - packed, step, kernels) }
      },
      .shards(shards.count) { step, shard in run(shards[shard], step) },
    ]
  }
}

extension BlockedSums {
  /// Packs the weights of one phase and tile.
  private func pack(_ shard: Int, _ step: UnsafePointer<StepFrame>) {
    let (index, place) = shard.quotientAndRemainder(dividingBy: tiles.count)
    let (phase, tile, lanes) = (phases[index], tiles[place], setup.lanes)
    let (first, shared) = (tile.first * lanes, step.pointee.batch.shared)
    var packing = StridedPacking(
      targets: min(tile.count * lanes, target.shape.extents[0] - first),
      targetsAtOnce: tile.count * lanes, sources: isDepthwise ? 1 : source.channels,
      blockChannels: isDepthwise ? 1 : source.block, targetStride: weights.targetStride,
      sourceStride: weights.sourceStride, taps: phase.taps.pointer,
      weights: UnsafePointer(shared) + weights.offset + first * weights.targetStride,
      packed: packed(phase, tile, step))
    setup.training.packWeights(&packing)
    guard index == 0 else { return }
    let bias = step.pointee.scratch + first
    bias.update(repeating: 0, count: tile.count * lanes)
    if let offset = weights.bias {
      bias.update(from: shared + offset + first, count: packing.targets)
    }
  }

  /// The packed weights of a tile.
  private func packed(
    _ phase: Phase, _ tile: Tile, _ step: UnsafePointer<StepFrame>
  ) -> UnsafeMutablePointer<Float> {
    let perBlock = (isDepthwise ? 1 : source.channels) * phase.taps.count * setup.lanes
    return step.pointee.scratch + phase.weights + tile.first * perBlock
  }

  /// Computes some cells of some tiles of one image.
  private func run(_ shard: Shard, _ step: UnsafePointer<StepFrame>) {
    let phase = phases[shard.phase]
    let image = source.image(shard.sample, step) + phase.rows.origin * source.rowStep
    let output = step.pointee.frame(shard.sample).group + target.offset
    let (lanes, row) = (setup.lanes, target.shape.extents[2])
    var work = BlockedConvolution(
      window: window(phase), channels: source.channels, blockChannels: source.block,
      blockStep: source.blockStep, results: 1, resultStep: target.shape.extents[1] * row * lanes,
      activation: nil, image: image + phase.columns.origin * source.block,
      weights: UnsafePointer(output), bias: UnsafePointer(output), addend: nil, output: output)
    let start = work.image
    for index in shard.tiles {
      let tile = tiles[index]
      work.results = tile.count
      work.weights = UnsafePointer(packed(phase, tile, step))
      work.bias = UnsafePointer(step.pointee.scratch) + tile.first * lanes
      work.output =
        output + tile.first * work.resultStep
        + (phase.rows.first * row + phase.columns.first) * lanes
      if isDepthwise {
        work.image = start + tile.first * source.blockStep
        setup.kernels.convolveDepthwise(&work, shard.cells.lowerBound, shard.cells.upperBound)
      } else {
        setup.kernels.convolve(&work, shard.cells.lowerBound, shard.cells.upperBound)
      }
    }
  }

  private func window(_ phase: Phase) -> BlockedWindow {
    let lanes = setup.lanes
    return BlockedWindow(
      outputColumns: phase.columns.count, columnStep: phase.columns.sourceStep * source.block,
      rowStep: phase.rows.sourceStep * source.rowStep, kernelRows: phase.rows.taps.count,
      kernelColumns: phase.columns.taps.count, tapRow: phase.rows.tapStep * source.rowStep,
      tapColumn: phase.columns.tapStep * source.block, resultColumn: phase.columns.step * lanes,
      resultRow: phase.rows.step * target.shape.extents[2] * lanes)
  }
}

/// How sums are divided into shards, whatever the number of threads.
private struct BlockedCut {
  let sources: Int
  /// Bytes of the packed weights, and of an image of the source.
  let weights: Int
  let image: Int
  let tiles: Int
  let samples: Int
  let isDepthwise: Bool

  /// Weights and a part of an image of this size stay in the L2 cache.
  private static let cached = 256 << 10
  private static let cachedWeights = 640 << 10
  private static let fewestShards = 8
  private static let fewestCells = 24

  func shards(_ phases: [BlockedSums.Phase]) -> [BlockedSums.Shard] {
    let isByTile = isDepthwise || weights > Self.cachedWeights && tiles > 1
    let tileRanges = isByTile ? (0..<tiles).map { $0..<$0 + 1 } : [0..<tiles]
    var shards: [BlockedSums.Shard] = []
    for tile in tileRanges {
      for sample in 0..<samples {
        for (index, phase) in phases.enumerated() {
          for cells in cells(phase, tileRanges.count) {
            shards.append(.init(phase: index, tiles: tile, sample: sample, cells: cells))
          }
        }
      }
    }
    return shards
  }

  /// The cells of a phase in parts of whole rows.
  private func cells(_ phase: BlockedSums.Phase, _ tileRanges: Int) -> [Range<Int>] {
    let (rows, columns) = (phase.rows.count, phase.columns.count)
    let cached = isDepthwise ? 1 : (image + Self.cached - 1) / Self.cached
    let wanted = (Self.fewestShards + samples * tileRanges - 1) / (samples * tileRanges)
    let most = max(1, rows * columns / Self.fewestCells)
    let number = max(1, min(rows, most, max(cached, wanted)))
    return (0..<number).map {
      rows * $0 / number * columns..<rows * ($0 + 1) / number * columns
    }.filter { !$0.isEmpty }
  }
}
