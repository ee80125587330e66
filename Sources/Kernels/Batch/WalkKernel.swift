import KernelInterface

#if LEVEL_V3 || LEVEL_V4
  /// The most target channels that are held in registers.
  let walkTileCount = 6
#else
  /// The most target channels that are held in registers.
  let walkTileCount = 3
#endif

/// What tiles cost. Of AVX2, four channels are bound by what they load, and one or two leave a rest of
/// a row to few sums.
@inline(__always) var walkCosts: WalkCosts {
  #if LEVEL_V4
    [8, 11, 16, 21, 26, 31]
  #elseif LEVEL_V3
    [18, 27, 33, 50, 51, 60]
  #else
    [22, 42, 60, 0, 0, 0]
  #endif
}

/// Neighboring cells of a span that are held in registers with so many channels.
@inline(__always)
private func cellsTogether(_ channels: Int) -> Int {
  #if LEVEL_V4
    4
  #elseif LEVEL_V3
    channels == 1 ? 4 : channels == 2 ? 3 : channels == 3 ? 2 : 1
  #else
    channels == 1 ? 2 : 1
  #endif
}

/// Computes the walk for a group: span after span, of its sources some channels after the others,
/// and with them all targets, so that what is read again stays near.
@inline(never)
func walk(_ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>) {
  let (spans, tiles) = (walk.pointee.spans, walk.pointee.tiles)
  let together = max(1, min(walk.pointee.channelsTogether, walk.pointee.channels))
  for index in 0..<spans.count {
    let span = spans.baseAddress.unsafelyUnwrapped + index
    var part: WalkPart = (first: 0, count: together)
    repeat {
      part.count = min(together, walk.pointee.channels - part.first)
      for place in 0..<tiles.count {
        walkSpan(walk, frame, tiles.baseAddress.unsafelyUnwrapped + place, span, part)
      }
      part.first += together
    } while part.first < walk.pointee.channels
  }
}

/// Source channels that are added to the sums one after the other. A type of its own would leave
/// functions behind that the linker could give to the program.
typealias WalkPart = (first: Int, count: Int)

@inline(__always)
private func walkSpan(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ part: WalkPart
) {
  switch tile.pointee.count {
  case 1: walkSpan1(walk, frame, tile, span, part)
  case 2: walkSpan2(walk, frame, tile, span, part)
  case 3: walkSpan3(walk, frame, tile, span, part)
  #if LEVEL_V3 || LEVEL_V4
    case 4: walkSpan4(walk, frame, tile, span, part)
    case 5: walkSpan5(walk, frame, tile, span, part)
    case 6: walkSpan6(walk, frame, tile, span, part)
  #endif
  default: break
  }
}

// A function for each number of channels: in one function for all, not all would be inlined.

@inline(never)
private func walkSpan1(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ part: WalkPart
) { walkCells(walk, frame, tile, span, part, 1) }

@inline(never)
private func walkSpan2(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ part: WalkPart
) { walkCells(walk, frame, tile, span, part, 2) }

@inline(never)
private func walkSpan3(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ part: WalkPart
) { walkCells(walk, frame, tile, span, part, 3) }

#if LEVEL_V3 || LEVEL_V4
  @inline(never)
  private func walkSpan4(
    _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
    _ span: UnsafePointer<WalkSpan>, _ part: WalkPart
  ) { walkCells(walk, frame, tile, span, part, 4) }

  @inline(never)
  private func walkSpan5(
    _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
    _ span: UnsafePointer<WalkSpan>, _ part: WalkPart
  ) { walkCells(walk, frame, tile, span, part, 5) }

  @inline(never)
  private func walkSpan6(
    _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
    _ span: UnsafePointer<WalkSpan>, _ part: WalkPart
  ) { walkCells(walk, frame, tile, span, part, 6) }
#endif

@inline(__always)
private func walkCells(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ part: WalkPart, _ channels: Int
) {
  let cells = Int(span.pointee.cells)
  let together = cellsTogether(channels)
  var cell = 0
  while cell + together <= cells {
    walkCells(walk, frame, tile, span, part, cell, channels, together)
    cell += together
  }
  if together > 1 {
    while cell < cells {
      walkCells(walk, frame, tile, span, part, cell, channels, 1)
      cell += 1
    }
  }
}
