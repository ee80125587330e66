import KernelInterface

/// The largest number of target channels that are summed together.
let largestRowTile = 6

/// Computes the weighted sums of one sample: adjacent cells fill the vectors.
@inline(never)
func rowWeightedSums(_ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>) {
  let tiles = work.pointee.tiles
  switch work.pointee.form {
  case .dotProducts:
    for place in 0..<tiles.count {
      rowDotProducts(work.pointee, frame, tiles.baseAddress.unsafelyUnwrapped[place])
    }
  case .axpy:
    for place in 0..<tiles.count {
      rowAxpy(work.pointee, frame, tiles.baseAddress.unsafelyUnwrapped[place])
    }
  case .image:
    let spans = work.pointee.spans
    for index in 0..<spans.count {
      let span = spans.baseAddress.unsafelyUnwrapped + index
      for place in 0..<tiles.count {
        let tile = tiles.baseAddress.unsafelyUnwrapped + place
        switch tile.pointee.count {
        case 1: sumRowSpan1(work, frame, tile, span)
        case 2: sumRowSpan2(work, frame, tile, span)
        case 3: sumRowSpan3(work, frame, tile, span)
        case 4: sumRowSpan4(work, frame, tile, span)
        case 5: sumRowSpan5(work, frame, tile, span)
        default: sumRowSpan6(work, frame, tile, span)
        }
      }
    }
  }
}

// One function per number of channels: in a single function, not everything would be inlined.

@inline(never)
private func sumRowSpan1(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>
) { sumRowSpan(work, frame, tile, span, 1) }

@inline(never)
private func sumRowSpan2(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>
) { sumRowSpan(work, frame, tile, span, 2) }

@inline(never)
private func sumRowSpan3(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>
) { sumRowSpan(work, frame, tile, span, 3) }

@inline(never)
private func sumRowSpan4(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>
) { sumRowSpan(work, frame, tile, span, 4) }

@inline(never)
private func sumRowSpan5(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>
) { sumRowSpan(work, frame, tile, span, 5) }

@inline(never)
private func sumRowSpan6(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>
) { sumRowSpan(work, frame, tile, span, 6) }

@inline(__always)
private func sumRowSpan(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ channels: Int
) {
  let (width, cells) = (vectorWidth, Int(span.pointee.cells))
  guard span.pointee.step == 1 else {
    var cell = 0
    while cell < cells {
      let first = nextPlace(cell, cells)
      sumRowCells(
        work, frame, tile, span, first, 0, cells - first, channels, 1, isContiguous: false)
      cell += width
    }
    return
  }
  var cell = 0
  while cells - cell > width {
    // Two vectors; the last ones begin earlier, so that they end with the span.
    let first = cells >= 2 * width ? min(cell, cells - 2 * width) : 0
    let distance = min(width, cells - width - first)
    sumRowCells(work, frame, tile, span, first, distance, width, channels, 2, isContiguous: true)
    cell += 2 * width
  }
  if cell < cells {
    let first = nextPlace(cell, cells)
    sumRowCells(work, frame, tile, span, first, 0, cells - first, channels, 1, isContiguous: true)
  }
}

/// Sums `channels` target channels of one or two vectors of cells, with all sums in registers.
///
/// - Parameters:
///   - distance: cells from the first vector to the second.
///   - count: the number of cells of the last vector.
@inline(__always)
private func sumRowCells(
  _ work: UnsafePointer<WeightedSums>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: UnsafePointer<ChannelTile>,
  _ span: UnsafePointer<CellSpan>, _ first: Int, _ distance: Int, _ count: Int, _ channels: Int,
  _ vectors: Int, isContiguous: Bool
) {
  let (work, tile, span) = (work.pointee, tile.pointee, span.pointee)
  let step = isContiguous ? 1 : Int(span.step)
  let stride = work.weightTargetStride
  var source =
    UnsafePointer(frame.pointee.group) + work.source + tile.source + Int(span.source) + first * step
  var weights = UnsafePointer(frame.pointee.shared) + work.weights + tile.weights
  var sums = twelveZeros
  if work.bias >= 0 {
    addRowBias(&sums, frame.pointee.shared + work.bias + tile.first, channels, vectors)
  }
  let taps = work.taps.baseAddress.unsafelyUnwrapped + Int(span.firstTap)
  let end = taps + Int(span.tapCount)
  for _ in 0..<work.channels {
    var tap = taps
    while tap < end {
      let from = source + Int(tap.pointee.source)
      let weight = weights + Int(tap.pointee.weight)
      let low = load(from, every: step, count: count)
      let high = vectors == 2 ? load(from + distance) : low
      addRowTap(&sums, low, high, weight, stride, channels, vectors)
      tap += 1
    }
    source += work.sourceStride
    weights += work.weightSourceStride
  }
  let target =
    frame.pointee.group + work.target + tile.first * work.targetStride + Int(span.target) + first
  if vectors == 1 && count < vectorWidth {
    for channel in 0..<channels {
      store(sums[unchecked: channel], target + channel * work.targetStride, count: count)
    }
    return
  }
  for channel in 0..<channels {
    for vector in 0..<vectors {
      store(
        sums[unchecked: channel * vectors + vector],
        target + channel * work.targetStride + vector * distance)
    }
  }
}

/// Initializes the sums of all channels with their biases.
@inline(__always)
private func addRowBias(
  _ sums: inout InlineArray<12, Vector>, _ bias: UnsafePointer<Float>, _ channels: Int,
  _ vectors: Int
) {
  for channel in 0..<channels {
    let start = Vector(repeating: bias[channel])
    for vector in 0..<vectors { sums[unchecked: channel * vectors + vector] = start }
  }
}

/// Adds one or two vectors of source cells times their weights to the sums of all channels.
@inline(__always)
private func addRowTap(
  _ sums: inout InlineArray<12, Vector>, _ low: Vector, _ high: Vector,
  _ weight: UnsafePointer<Float>, _ stride: Int, _ channels: Int, _ vectors: Int
) {
  for channel in 0..<channels {
    let factor = Vector(repeating: weight[channel * stride])
    let place = channel * vectors
    sums[unchecked: place] = multiplyAdd(sums[unchecked: place], low, factor)
    if vectors == 2 {
      sums[unchecked: place + 1] = multiplyAdd(sums[unchecked: place + 1], high, factor)
    }
  }
}
