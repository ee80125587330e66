import KernelInterface

#if LEVEL_V4
  /// Target cells of a row, and at most target channels, that are held in registers.
  private let cellsTogether = 4
  let walkTileCount = 6
#elseif LEVEL_V3
  private let cellsTogether = 1
  let walkTileCount = 6
#else
  private let cellsTogether = 1
  let walkTileCount = 3
#endif

/// Twenty-four sums, all 0.
@inline(__always) private var walkSums: InlineArray<24, Lanes> {
  let zero = Lanes(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}

/// Computes the walk for a group.
@inline(never)
func walk(_ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>) {
  for index in 0..<walk.pointee.tiles.count {
    let tile = walk.pointee.tiles.baseAddress.unsafelyUnwrapped + index
    switch tile.pointee.count {
    case 1: walkTile(walk, frame, tile, 1)
    case 2: walkTile(walk, frame, tile, 2)
    case 3: walkTile(walk, frame, tile, 3)
    #if LEVEL_V3 || LEVEL_V4
      case 4: walkTile(walk, frame, tile, 4)
      case 5: walkTile(walk, frame, tile, 5)
      case 6: walkTile(walk, frame, tile, 6)
    #endif
    default: break
    }
  }
}

@inline(__always)
private func walkTile(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ channels: Int
) {
  let walkSpans = walk.pointee.spans
  for index in 0..<walkSpans.count {
    let span = walkSpans.baseAddress.unsafelyUnwrapped + index
    let cells = Int(span.pointee.cells)
    var cell = 0
    while cell + cellsTogether <= cells {
      walkCells(walk, frame, tile, span, cell, channels, cellsTogether)
      cell += cellsTogether
    }
    if cellsTogether > 1 {
      while cell < cells {
        walkCells(walk, frame, tile, span, cell, channels, 1)
        cell += 1
      }
    }
  }
}

/// `channels` target channels of `cells` neighbouring cells, all sums in registers.
@inline(__always)
private func walkCells(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ first: Int, _ channels: Int, _ cells: Int
) {
  let (walk, tile, span) = (walk.pointee, tile.pointee, span.pointee)
  let vectors = cells * cellVectors
  let step = Int(span.step)
  let stride = walk.weightTargetStride
  var source =
    UnsafePointer(frame.pointee.group) + walk.source + tile.source + Int(span.source) + first * step
  var weights = UnsafePointer(frame.pointee.shared) + walk.weights + tile.weights
  var sums = walkSums
  if walk.bias >= 0 {
    let bias = frame.pointee.shared + walk.bias + tile.first
    for channel in 0..<channels {
      let start = Lanes(repeating: bias[channel])
      for vector in 0..<vectors { sums[unchecked: channel * vectors + vector] = start }
    }
  }
  let taps = walk.taps.baseAddress.unsafelyUnwrapped + Int(span.firstTap)
  let end = taps + Int(span.tapCount)
  for _ in 0..<walk.channels {
    var tap = taps
    while tap < end {
      let from = source + Int(tap.pointee.source)
      let weight = weights + Int(tap.pointee.weight)
      var numbers = fourZeros
      for vector in 0..<vectors {
        numbers[unchecked: vector] = load(
          from + vector / cellVectors * step + vector % cellVectors * vectorWidth)
      }
      for channel in 0..<channels {
        let factor = Lanes(repeating: weight[channel * stride])
        for vector in 0..<vectors {
          let place = channel * vectors + vector
          sums[unchecked: place] = multiplyAdd(
            sums[unchecked: place], numbers[unchecked: vector], factor)
        }
      }
      tap += 1
    }
    source += walk.sourceStride
    weights += walk.weightSourceStride
  }
  let target =
    frame.pointee.group + walk.target + tile.first * walk.targetStride + Int(span.target)
    + first * 16
  for channel in 0..<channels {
    for vector in 0..<vectors {
      store(
        sums[unchecked: channel * vectors + vector],
        target + channel * walk.targetStride + vector * vectorWidth)
    }
  }
}
