import CNNModel
import KernelInterface

/// The weight gradient of a convolution or transposed convolution over a batch, in the
/// channel-blocked layout. Every thread computes some weights over all samples, in their order.
struct BlockedWeightGradients: Sendable {
  private let setup: BlockedSetup
  private let geometry: ConvolutionGeometry
  private let wide: PaddedSource
  private let narrow: PaddedSource
  /// The offset of the gradient in the shared memory.
  private let gradient: Int
  private let scalars: UnsafeMutableTable<BlockedGradientTables.Scalars>
  private let vectors: UnsafeMutableTable<BlockedGradientTables.Vectors>
  private let laneStride: Int
  private let isSwapped: Bool
  /// The samples that are added to a tile at once: as many as have their vectors in the L1 cache.
  private let together: Int
  /// Parts of both tables that one thread works on, and the first float of their tiles.
  private let shards: UnsafeMutableTable<Shard>

  private struct Shard {
    let scalars: Range<Int>
    let vectors: Range<Int>
    let tiles: Int
  }

  private static let fewestShards = 12
  private static let cachedTiles = 64 << 10
  /// Floats of the vectors that stay in the L1 cache.
  private static let cachedVectors = 9600

  /// - Precondition: the geometry has one group, and margins of zeros.
  init(
    _ setup: BlockedSetup, _ geometry: ConvolutionGeometry, wide: InterleavedBuffer,
    narrow: InterleavedBuffer, gradient: Int, _ memory: ProgramMemory
  ) {
    (self.setup, self.geometry, self.gradient) = (setup, geometry, gradient)
    let window = geometry.window
    self.wide = PaddedSource(
      wide, window.rows.forwardPhases, window.columns.forwardPhases, lanes: setup.lanes, offset: 0)
    self.narrow = PaddedSource(
      narrow, [], [], lanes: setup.lanes, offset: self.wide.end(setup.samples), isWhole: true)
    let atOnce = setup.training.gradientScalars
    let tables = BlockedGradientTables(
      geometry, self.wide, self.narrow, lanes: setup.lanes, scalarsAtOnce: atOnce)
    (laneStride, isSwapped) = (tables.laneStride, tables.isSwapped)
    scalars = UnsafeMutableTable(memory.table(tables.scalars))
    vectors = UnsafeMutableTable(memory.table(tables.vectors))
    together = max(1, Self.cachedVectors / (geometry.narrowPlane * 3 * setup.lanes))
    let tile = 3 * atOnce * setup.lanes
    let shards = Self.shards(
      scalars: scalars.count, vectors: vectors.count, tile: tile,
      from: (self.narrow.end(setup.samples) + 15) / 16 * 16)
    self.shards = UnsafeMutableTable(memory.table(shards))
    memory.needScratch((shards.last?.tiles ?? 0) + scalars.count * vectors.count * tile)
  }

  /// Divides the tiles so that those of a shard stay in the cache, and there are enough shards.
  private static func shards(scalars: Int, vectors: Int, tile: Int, from: Int) -> [Shard] {
    let columns = parts(of: vectors, atMost: max(1, min(3, vectors / 4)))
    let wanted = (fewestShards + columns.count - 1) / columns.count
    let most = max(1, cachedTiles / (3 * tile))
    let rows = parts(of: scalars, atMost: max(1, min(most, (scalars + wanted - 1) / wanted)))
    var tiles = from
    return columns.flatMap { column in
      rows.map { row in
        defer { tiles += row.count * column.count * tile }
        return Shard(scalars: row, vectors: column, tiles: tiles)
      }
    }
  }

  /// The stages: images are packed, then the tiles are computed and written to the gradient.
  var stages: [ProgramStage] {
    [
      .copying(wide, narrow, setup),
      .shards(shards.count) { step, shard in run(shards[shard], step) },
    ]
  }
}

extension BlockedWeightGradients {
  private func run(_ shard: Shard, _ step: UnsafePointer<StepFrame>) {
    let tile = 3 * setup.training.gradientScalars * setup.lanes
    let samples = step.pointee.size
    for first in stride(from: 0, to: samples, by: together) {
      var part = work(first, step)
      part.samples = min(together, samples - first)
      part.isAdded = first > 0
      add(part, shard, step.pointee.scratch + shard.tiles, tile)
    }
    write(shard, step)
  }

  /// Adds some samples to all tiles of a shard.
  private func add(
    _ part: BlockedGradient, _ shard: Shard, _ tiles: UnsafeMutablePointer<Float>, _ tile: Int
  ) {
    var work = part
    for column in shard.vectors {
      let group = vectors[column]
      (work.offsets, work.vectorCount) = (group.offsets, group.count)
      for row in shard.scalars {
        work.scalars = part.scalars + scalars[row].offset
        let index = (row - shard.scalars.lowerBound) * shard.vectors.count
        work.tile = tiles + (index + column - shard.vectors.lowerBound) * tile
        setup.training.weightGradient(&work)
      }
    }
  }

  /// The arguments that all tiles have, from a sample on.
  private func work(_ sample: Int, _ step: UnsafePointer<StepFrame>) -> BlockedGradient {
    let window = geometry.window
    let far = UnsafePointer(
      wide.image(sample, step) - window.rows.before * wide.rowStep
        - window.columns.before * wide.block)
    let near = narrow.image(sample, step)
    let rowStep = window.rows.stride * wide.rowStep
    let columnStep = window.columns.stride * wide.block
    var work = BlockedGradient(
      rows: window.rows.outputs, columns: window.columns.outputs, scalars: isSwapped ? far : near,
      scalarRow: isSwapped ? rowStep : narrow.rowStep,
      scalarColumn: isSwapped ? columnStep : narrow.block, vectors: isSwapped ? near : far,
      vectorRow: isSwapped ? narrow.rowStep : rowStep,
      vectorColumn: isSwapped ? narrow.block : columnStep, tile: step.pointee.scratch)
    let (wideSample, narrowSample) = (wide.sampleStep(step), narrow.sampleStep(step))
    work.scalarSample = isSwapped ? wideSample : narrowSample
    work.vectorSample = isSwapped ? narrowSample : wideSample
    return work
  }

  /// Writes the tiles of a shard to the gradient.
  private func write(_ shard: Shard, _ step: UnsafePointer<StepFrame>) {
    let tile = 3 * setup.training.gradientScalars * setup.lanes
    var from = UnsafePointer(step.pointee.scratch + shard.tiles)
    for row in shard.scalars {
      let side = scalars[row]
      for column in shard.vectors {
        let group = vectors[column]
        for number in 0..<side.count {
          let to = step.pointee.batch.shared + gradient + side.place(number)
          let line = from + number * group.count * setup.lanes
          write(line, group.lanes.0, to + group.places.0)
          if group.count > 1 { write(line + setup.lanes, group.lanes.1, to + group.places.1) }
          if group.count > 2 { write(line + 2 * setup.lanes, group.lanes.2, to + group.places.2) }
        }
        from += tile
      }
    }
  }

  @inline(__always)
  private func write(
    _ lanes: UnsafePointer<Float>, _ count: Int, _ to: UnsafeMutablePointer<Float>
  ) {
    for lane in 0..<count { to[lane * laneStride] = lanes[lane] }
  }
}
