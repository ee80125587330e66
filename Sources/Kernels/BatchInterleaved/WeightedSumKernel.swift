import KernelInterface

#if LEVEL_V3 || LEVEL_V4
  /// The largest number of target channels whose sums are in registers.
  let largestTile = 6
#else
  /// The largest number of target channels whose sums are in registers.
  let largestTile = 3
#endif

/// The cost of tiles. With AVX2, four channels are limited by their loads, and one or two leave few
/// sums for the rest of a row.
@inline(__always) var tileCosts: TileCosts {
  #if LEVEL_V4
    [8, 11, 16, 21, 26, 31]
  #elseif LEVEL_V3
    [18, 27, 33, 50, 51, 60]
  #else
    [22, 42, 60, 0, 0, 0]
  #endif
}

/// The number of adjacent cells of a span whose sums are in registers with a number of channels.
@inline(__always)
private func cellsAtOnce(_ channels: Int) -> Int {
  #if LEVEL_V4
    4
  #elseif LEVEL_V3
    channels == 1 ? 4 : channels == 2 ? 3 : channels == 3 ? 2 : 1
  #else
    channels == 1 ? 2 : 1
  #endif
}

/// Computes the weighted sums of a group, span by span; for each, some source channels at a time
/// with all targets, so that repeated reads hit the cache.
@inline(never)
func weightedSums(_ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>) {
  let (spans, tiles) = (work.pointee.spans, work.pointee.tiles)
  let atOnce = max(1, min(work.pointee.channelsAtOnce, work.pointee.channels))
  for index in 0..<spans.count {
    let span = spans.baseAddress.unsafelyUnwrapped + index
    var part: ChannelPart = (first: 0, count: atOnce)
    repeat {
      part.count = min(atOnce, work.pointee.channels - part.first)
      for place in 0..<tiles.count {
        sumSpan(work, frame, tiles.baseAddress.unsafelyUnwrapped + place, span, part)
      }
      part.first += atOnce
    } while part.first < work.pointee.channels
  }
}

/// Source channels that are summed together. It is a tuple, because a type would emit functions
/// that the linker could use elsewhere.
typealias ChannelPart = (first: Int, count: Int)

@inline(__always)
private func sumSpan(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ part: ChannelPart
) {
  switch tile.pointee.count {
  case 1: sumSpan1(work, frame, tile, span, part)
  case 2: sumSpan2(work, frame, tile, span, part)
  case 3: sumSpan3(work, frame, tile, span, part)
  #if LEVEL_V3 || LEVEL_V4
    case 4: sumSpan4(work, frame, tile, span, part)
    case 5: sumSpan5(work, frame, tile, span, part)
    case 6: sumSpan6(work, frame, tile, span, part)
  #endif
  default: break
  }
}

// One function per number of channels: in a single function, not everything would be inlined.

@inline(never)
private func sumSpan1(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ part: ChannelPart
) { sumCells(work, frame, tile, span, part, 1) }

@inline(never)
private func sumSpan2(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ part: ChannelPart
) { sumCells(work, frame, tile, span, part, 2) }

@inline(never)
private func sumSpan3(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ part: ChannelPart
) { sumCells(work, frame, tile, span, part, 3) }

#if LEVEL_V3 || LEVEL_V4
  @inline(never)
  private func sumSpan4(
    _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
    _ tile: UnsafePointer<ChannelTile>,
    _ span: UnsafePointer<CellSpan>, _ part: ChannelPart
  ) { sumCells(work, frame, tile, span, part, 4) }

  @inline(never)
  private func sumSpan5(
    _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
    _ tile: UnsafePointer<ChannelTile>,
    _ span: UnsafePointer<CellSpan>, _ part: ChannelPart
  ) { sumCells(work, frame, tile, span, part, 5) }

  @inline(never)
  private func sumSpan6(
    _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
    _ tile: UnsafePointer<ChannelTile>,
    _ span: UnsafePointer<CellSpan>, _ part: ChannelPart
  ) { sumCells(work, frame, tile, span, part, 6) }
#endif

@inline(__always)
private func sumCells(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ part: ChannelPart, _ channels: Int
) {
  let cells = Int(span.pointee.cells)
  let atOnce = cellsAtOnce(channels)
  var cell = 0
  while cell + atOnce <= cells {
    sumCells(work, frame, tile, span, part, cell, channels, atOnce)
    cell += atOnce
  }
  if atOnce > 1 {
    while cell < cells {
      sumCells(work, frame, tile, span, part, cell, channels, 1)
      cell += 1
    }
  }
}
