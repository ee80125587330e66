import KernelInterface

#if LEVEL_V3 || LEVEL_V4
  /// The most target channels that are held in registers.
  let walkTileCount = 6
#else
  /// The most target channels that are held in registers.
  let walkTileCount = 3
#endif

/// Target cells of a row that are held in registers with so many channels.
@inline(__always)
private func cellsTogether(_ channels: Int) -> Int {
  #if LEVEL_V4
    4
  #elseif LEVEL_V3
    channels == 1 ? 4 : channels == 2 ? 2 : 1
  #else
    channels == 1 ? 2 : 1
  #endif
}

/// Twenty-four sums, all 0.
@inline(__always) private var walkSums: InlineArray<24, Lanes> {
  let zero = Lanes(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}

/// Computes the walk for a group: span after span all channels, so that the sources of a span stay
/// near.
@inline(never)
func walk(_ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>) {
  let (spans, tiles) = (walk.pointee.spans, walk.pointee.tiles)
  for index in 0..<spans.count {
    let span = spans.baseAddress.unsafelyUnwrapped + index
    for place in 0..<tiles.count {
      let tile = tiles.baseAddress.unsafelyUnwrapped + place
      switch tile.pointee.count {
      case 1: walkSpan1(walk, frame, tile, span)
      case 2: walkSpan2(walk, frame, tile, span)
      case 3: walkSpan3(walk, frame, tile, span)
      #if LEVEL_V3 || LEVEL_V4
        case 4: walkSpan4(walk, frame, tile, span)
        case 5: walkSpan5(walk, frame, tile, span)
        case 6: walkSpan6(walk, frame, tile, span)
      #endif
      default: break
      }
    }
  }
}

// A function for each number of channels: in one function for all, not all would be inlined.

@inline(never)
private func walkSpan1(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { walkSpan(walk, frame, tile, span, 1) }

@inline(never)
private func walkSpan2(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { walkSpan(walk, frame, tile, span, 2) }

@inline(never)
private func walkSpan3(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { walkSpan(walk, frame, tile, span, 3) }

#if LEVEL_V3 || LEVEL_V4
  @inline(never)
  private func walkSpan4(
    _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
    _ span: UnsafePointer<WalkSpan>
  ) { walkSpan(walk, frame, tile, span, 4) }

  @inline(never)
  private func walkSpan5(
    _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
    _ span: UnsafePointer<WalkSpan>
  ) { walkSpan(walk, frame, tile, span, 5) }

  @inline(never)
  private func walkSpan6(
    _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
    _ span: UnsafePointer<WalkSpan>
  ) { walkSpan(walk, frame, tile, span, 6) }
#endif

@inline(__always)
private func walkSpan(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ channels: Int
) {
  let cells = Int(span.pointee.cells)
  let together = cellsTogether(channels)
  var cell = 0
  while cell + together <= cells {
    walkCells(walk, frame, tile, span, cell, channels, together)
    cell += together
  }
  if together > 1 {
    while cell < cells {
      walkCells(walk, frame, tile, span, cell, channels, 1)
      cell += 1
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
  if span.tapCount == 1 {
    source += Int(taps.pointee.source)
    weights += Int(taps.pointee.weight)
    for _ in 0..<walk.channels {
      addTap(&sums, source, step, weights, stride, channels, vectors)
      source += walk.sourceStride
      weights += walk.weightSourceStride
    }
  } else {
    let end = taps + Int(span.tapCount)
    for _ in 0..<walk.channels {
      var tap = taps
      while tap < end {
        addTap(
          &sums, source + Int(tap.pointee.source), step, weights + Int(tap.pointee.weight), stride,
          channels, vectors)
        tap += 1
      }
      source += walk.sourceStride
      weights += walk.weightSourceStride
    }
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

/// Adds one source cell times its weights to the sums of all channels.
@inline(__always)
private func addTap(
  _ sums: inout InlineArray<24, Lanes>, _ from: UnsafePointer<Float>, _ step: Int,
  _ weight: UnsafePointer<Float>, _ stride: Int, _ channels: Int, _ vectors: Int
) {
  if channels == 1 {
    let factor = Lanes(repeating: weight[0])
    for vector in 0..<vectors {
      let number = load(from + vector / cellVectors * step + vector % cellVectors * vectorWidth)
      sums[unchecked: vector] = multiplyAdd(sums[unchecked: vector], number, factor)
    }
    return
  }
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
}
