import KernelInterface

/// The most target channels that are computed together.
let planeTileCount = 6

/// Computes the walk for one sample: neighboring cells side by side.
@inline(never)
func planeWalk(_ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>) {
  let tiles = walk.pointee.tiles
  switch walk.pointee.form {
  case .dots:
    for place in 0..<tiles.count {
      planeDots(walk.pointee, frame, tiles.baseAddress.unsafelyUnwrapped[place])
    }
  case .spread:
    for place in 0..<tiles.count {
      planeSpread(walk.pointee, frame, tiles.baseAddress.unsafelyUnwrapped[place])
    }
  case .image:
    let spans = walk.pointee.spans
    for index in 0..<spans.count {
      let span = spans.baseAddress.unsafelyUnwrapped + index
      for place in 0..<tiles.count {
        let tile = tiles.baseAddress.unsafelyUnwrapped + place
        switch tile.pointee.count {
        case 1: planeSpan1(walk, frame, tile, span)
        case 2: planeSpan2(walk, frame, tile, span)
        case 3: planeSpan3(walk, frame, tile, span)
        case 4: planeSpan4(walk, frame, tile, span)
        case 5: planeSpan5(walk, frame, tile, span)
        default: planeSpan6(walk, frame, tile, span)
        }
      }
    }
  }
}

// A function for each number of channels: in one function for all, not all would be inlined.

@inline(never)
private func planeSpan1(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { planeSpan(walk, frame, tile, span, 1) }

@inline(never)
private func planeSpan2(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { planeSpan(walk, frame, tile, span, 2) }

@inline(never)
private func planeSpan3(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { planeSpan(walk, frame, tile, span, 3) }

@inline(never)
private func planeSpan4(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { planeSpan(walk, frame, tile, span, 4) }

@inline(never)
private func planeSpan5(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { planeSpan(walk, frame, tile, span, 5) }

@inline(never)
private func planeSpan6(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>
) { planeSpan(walk, frame, tile, span, 6) }

@inline(__always)
private func planeSpan(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ channels: Int
) {
  let (width, cells) = (vectorWidth, Int(span.pointee.cells))
  guard span.pointee.step == 1 else {
    var cell = 0
    while cell < cells {
      let first = nextPlace(cell, cells)
      planeCells(walk, frame, tile, span, first, 0, cells - first, channels, 1, isNear: false)
      cell += width
    }
    return
  }
  var cell = 0
  while cells - cell > width {
    // Two registers; those at the end begin earlier, so that they end with the span.
    let first = cells >= 2 * width ? min(cell, cells - 2 * width) : 0
    let distance = min(width, cells - width - first)
    planeCells(walk, frame, tile, span, first, distance, width, channels, 2, isNear: true)
    cell += 2 * width
  }
  if cell < cells {
    let first = nextPlace(cell, cells)
    planeCells(walk, frame, tile, span, first, 0, cells - first, channels, 1, isNear: true)
  }
}

/// `channels` target channels of one or two registers of cells, all sums in registers.
///
/// - Parameters:
///   - distance: cells from the first register to the second.
///   - count: how many cells of the last register there are.
@inline(__always)
private func planeCells(
  _ walk: UnsafePointer<Walk>, _ frame: UnsafePointer<LaneFrame>, _ tile: UnsafePointer<WalkTile>,
  _ span: UnsafePointer<WalkSpan>, _ first: Int, _ distance: Int, _ count: Int, _ channels: Int,
  _ vectors: Int, isNear: Bool
) {
  let (walk, tile, span) = (walk.pointee, tile.pointee, span.pointee)
  let step = isNear ? 1 : Int(span.step)
  let stride = walk.weightTargetStride
  var source =
    UnsafePointer(frame.pointee.group) + walk.source + tile.source + Int(span.source) + first * step
  var weights = UnsafePointer(frame.pointee.shared) + walk.weights + tile.weights
  var sums = zeroSums
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
      let low = load(from, every: step, count: count)
      let high = vectors == 2 ? load(from + distance) : low
      for channel in 0..<channels {
        let factor = Lanes(repeating: weight[channel * stride])
        let place = channel * vectors
        sums[unchecked: place] = multiplyAdd(sums[unchecked: place], low, factor)
        if vectors == 2 {
          sums[unchecked: place + 1] = multiplyAdd(sums[unchecked: place + 1], high, factor)
        }
      }
      tap += 1
    }
    source += walk.sourceStride
    weights += walk.weightSourceStride
  }
  let target =
    frame.pointee.group + walk.target + tile.first * walk.targetStride + Int(span.target) + first
  if vectors == 1 && count < vectorWidth {
    for channel in 0..<channels {
      let sum = sums[unchecked: channel]
      for lane in 0..<count { target[channel * walk.targetStride + lane] = sum[lane] }
    }
    return
  }
  for channel in 0..<channels {
    for vector in 0..<vectors {
      store(
        sums[unchecked: channel * vectors + vector],
        target + channel * walk.targetStride + vector * distance)
    }
  }
}
