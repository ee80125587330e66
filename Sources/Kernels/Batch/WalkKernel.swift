import KernelInterface

#if LEVEL_V3 || LEVEL_V4
  /// The most target channels that are held in registers.
  let walkTileCount = 6
#else
  /// The most target channels that are held in registers.
  let walkTileCount = 3
#endif

/// What tiles cost. Of AVX2, four channels are bound by what they load.
@inline(__always) var walkCosts: WalkCosts {
  #if LEVEL_V4
    [8, 11, 16, 21, 26, 31]
  #elseif LEVEL_V3
    [15, 24, 33, 50, 51, 60]
  #else
    [22, 42, 60, 0, 0, 0]
  #endif
}

/// Neighbouring cells of a span that are held in registers with so many channels.
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

/// Twenty-four sums, all 0.
@inline(__always) private var walkSums: InlineArray<24, Lanes> {
  let zero = Lanes(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}

/// Computes the walk for a group: span after span, of its sources some channels after the others,
/// and with them all targets, so that what is read again stays near.
@inline(never)
func walk(_ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>) {
  let (spans, tiles) = (walk.pointee.spans, walk.pointee.tiles)
  let together = max(1, min(walk.pointee.channelsTogether, walk.pointee.channels))
  for index in 0..<spans.count {
    let span = spans.baseAddress.unsafelyUnwrapped + index
    var part = WalkPart(first: 0, count: together)
    repeat {
      part.count = min(together, walk.pointee.channels - part.first)
      for place in 0..<tiles.count {
        walkSpan(walk, frame, tiles.baseAddress.unsafelyUnwrapped + place, span, part)
      }
      part.first += together
    } while part.first < walk.pointee.channels
  }
}

/// Source channels that are added to the sums one after the other.
private struct WalkPart {
  var first: Int
  var count: Int
}

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

/// `channels` target channels of `cells` neighbouring cells, all sums in registers.
@inline(__always)
private func walkCells(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ part: WalkPart, _ first: Int, _ channels: Int, _ cells: Int
) {
  let (walk, tile, span) = (walk.pointee, tile.pointee, span.pointee)
  let vectors = cells * cellVectors
  let step = Int(span.step)
  let stride = walk.weightTargetStride
  var source =
    UnsafePointer(frame.pointee.group) + walk.source + tile.source + Int(span.source)
    + first * step + part.first * walk.sourceStride
  var weights =
    UnsafePointer(frame.pointee.shared) + walk.weights + tile.weights
    + part.first * walk.weightSourceStride
  let targetStep = Int(span.targetStep)
  let target =
    frame.pointee.group + walk.target + tile.first * walk.targetStride + Int(span.target)
    + first * targetStep
  var sums = walkSums
  if part.first > 0 {
    for channel in 0..<channels {
      for vector in 0..<vectors {
        sums[unchecked: channel * vectors + vector] = load(
          target + channel * walk.targetStride + place(vector, targetStep))
      }
    }
  } else if walk.bias >= 0 {
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
    for _ in 0..<part.count {
      addTap(&sums, source, step, weights, stride, channels, vectors)
      source += walk.sourceStride
      weights += walk.weightSourceStride
    }
  } else {
    let end = taps + Int(span.tapCount)
    for _ in 0..<part.count {
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
  for channel in 0..<channels {
    for vector in 0..<vectors {
      store(
        sums[unchecked: channel * vectors + vector],
        target + channel * walk.targetStride + place(vector, targetStep))
    }
  }
}

/// Where a register of neighbouring cells lies that are so far apart.
@inline(__always)
private func place(_ vector: Int, _ step: Int) -> Int {
  vector / cellVectors * step + vector % cellVectors * vectorWidth
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
      let number = load(from + place(vector, step))
      sums[unchecked: vector] = multiplyAdd(sums[unchecked: vector], number, factor)
    }
    return
  }
  var numbers = eightZeros
  for vector in 0..<vectors { numbers[unchecked: vector] = load(from + place(vector, step)) }
  for channel in 0..<channels {
    let factor = Lanes(repeating: weight[channel * stride])
    for vector in 0..<vectors {
      let index = channel * vectors + vector
      sums[unchecked: index] = multiplyAdd(
        sums[unchecked: index], numbers[unchecked: vector], factor)
    }
  }
}
