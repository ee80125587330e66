import CNNModel
import KernelInterface

extension LaneSite {
  /// A walk whose cells sum over one cell of many channels: these lie far apart, often so that they
  /// compete for the same lines of the cache, and every tile of targets reads them again. So a few
  /// cells of all channels are put together first.
  ///
  /// - Returns: `nil` for other walks.
  func packed(
    _ walk: Walk, _ tables: WalkTables, _ channels: WalkChannels
  ) -> LaneOperation.Body? {
    guard samples == laneCount, channels.groups == 1, channels.sources >= 16, walk.tiles.count > 2,
      tables.taps.count == 1,
      tables.spans.allSatisfy({ $0.step == laneCount && $0.targetStep == laneCount })
    else { return nil }
    let together = max(4, Self.nearCells / channels.sources)
    guard together * channels.sources * laneCount <= LaneMemory.scratchCount else { return nil }
    let blocks = tables.spans.flatMap { span in
      stride(from: 0, to: Int(span.cells), by: together).map { first in
        PackedCells(
          memory, walk, span, first..<min(Int(span.cells), first + together))
      }
    }
    let kernel = kernels.walk
    return { frame, _ in
      let group = frame.pointee.group
      for block in blocks {
        block.pack(group)
        kernel(block.work.address, frame)
      }
    }
  }

  /// Cells of one channel that the nearest cache holds.
  static let nearCells = 448
}

/// Some neighboring cells, of all channels.
private struct PackedCells: Sendable {
  let work: LaneWork<Walk>
  private let source: Int
  private let sourceStride: Int
  private let count: Int
  private let channels: Int

  init(_ memory: LaneMemory, _ walk: Walk, _ span: WalkSpan, _ cells: Range<Int>) {
    let first = cells.lowerBound * laneCount
    (count, channels) = (cells.count * laneCount, walk.channels)
    source = walk.source + Int(span.source) + Int(walk.taps[0].source) + first
    sourceStride = walk.sourceStride
    var part = span
    (part.source, part.cells) = (0, Int32(cells.count))
    part.target += Int32(first)
    var tap = walk.taps[0]
    tap.source = 0
    var packed = Walk(
      tiles: walk.tiles, spans: memory.table([part]), taps: memory.table([tap]))
    packed.target = walk.target
    (packed.weights, packed.bias, packed.channels) = (walk.weights, walk.bias, walk.channels)
    (packed.sourceStride, packed.targetStride) = (count, walk.targetStride)
    packed.weightSourceStride = walk.weightSourceStride
    packed.weightTargetStride = walk.weightTargetStride
    // At the beginning of a group there is room for what an operation needs while it runs.
    packed.source = 0
    work = memory.work(packed)
  }

  func pack(_ group: UnsafeMutablePointer<Float>) {
    for channel in 0..<channels {
      (group + channel * count).update(from: group + source + channel * sourceStride, count: count)
    }
  }
}
