import KernelInterface

/// Sums the weight gradient of a convolution over one sample: adjacent cells fill the vectors.
///
/// The order of the loops is that of interleaved samples: tiles of channels, blocks of cells,
/// weights.
@inline(never)
func rowWeightGradient(_ pointer: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>)
{
  let work = pointer.pointee
  let size = work.tapCount * 12 * vectorWidth
  let scratch = frame.pointee.group + work.scratch
  var first = 0
  while first < work.tiles.count {
    let end = min(work.tiles.count, first + work.tilesAtOnce)
    clear(scratch, (end - first) * size)
    for block in 0..<work.blockCount {
      for tile in first..<end {
        rowGradientBlock(
          pointer, frame, work.tiles.baseAddress.unsafelyUnwrapped[tile], block,
          scratch + (tile - first) * size)
      }
    }
    for tile in first..<end {
      finish(
        work, frame.pointee, work.tiles.baseAddress.unsafelyUnwrapped[tile],
        scratch + (tile - first) * size)
    }
    first = end
  }
}

@inline(__always)
private func rowGradientBlock(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) {
  switch tile.narrowCount * 2 + tile.wideCount {
  case 1 * 2 + 1: tile11(work, frame, tile, block, sums)
  case 2 * 2 + 1: tile21(work, frame, tile, block, sums)
  case 3 * 2 + 1: tile31(work, frame, tile, block, sums)
  case 4 * 2 + 1: tile41(work, frame, tile, block, sums)
  case 5 * 2 + 1: tile51(work, frame, tile, block, sums)
  case 6 * 2 + 1: tile61(work, frame, tile, block, sums)
  case 1 * 2 + 2: tile12(work, frame, tile, block, sums)
  case 2 * 2 + 2: tile22(work, frame, tile, block, sums)
  case 3 * 2 + 2: tile32(work, frame, tile, block, sums)
  case 4 * 2 + 2: tile42(work, frame, tile, block, sums)
  case 5 * 2 + 2: tile52(work, frame, tile, block, sums)
  case 6 * 2 + 2: tile62(work, frame, tile, block, sums)
  default: break
  }
}

// One function per tile size: in a single function, not everything would be inlined.

@inline(never)
private func tile11(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 1, 1) }

@inline(never)
private func tile21(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 2, 1) }

@inline(never)
private func tile31(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 3, 1) }

@inline(never)
private func tile41(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 4, 1) }

@inline(never)
private func tile51(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 5, 1) }

@inline(never)
private func tile61(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 6, 1) }

@inline(never)
private func tile12(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 1, 2) }

@inline(never)
private func tile22(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 2, 2) }

@inline(never)
private func tile32(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 3, 2) }

@inline(never)
private func tile42(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 4, 2) }

@inline(never)
private func tile52(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 5, 2) }

@inline(never)
private func tile62(
  _ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>,
  _ tile: WeightGradientTile,
  _ block: Int, _ sums: UnsafeMutablePointer<Float>
) { rowGradientTile(work.pointee, frame.pointee, tile, block, sums, 6, 2) }

@inline(__always)
private func rowGradientTile(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile, _ block: Int,
  _ kept: UnsafeMutablePointer<Float>, _ narrowCount: Int, _ wideCount: Int
) {
  if work.step == 1 {
    rowGradientTaps(work, frame, tile, block, kept, narrowCount, wideCount, isContiguous: true)
  } else {
    rowGradientTaps(work, frame, tile, block, kept, narrowCount, wideCount, isContiguous: false)
  }
}

/// The place of a weight's sums in memory.
private struct KeptSums {
  let first: UnsafeMutablePointer<Float>
  /// Floats from one sum to that of the next narrow channel, and of the wide side's second channel.
  let row: Int
  let second: Int
}

@inline(__always)
private func rowGradientTaps(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile, _ block: Int,
  _ kept: UnsafeMutablePointer<Float>, _ narrowCount: Int, _ wideCount: Int, isContiguous: Bool
) {
  let size = 12 * vectorWidth
  let taps = work.taps.baseAddress.unsafelyUnwrapped + block * work.tapCount
  var index = 0
  while index < work.tapCount {
    let tap = taps[index]
    let place = kept + index * size
    if wideCount == 2 {
      let sums = KeptSums(first: place, row: 2 * vectorWidth, second: vectorWidth)
      rowGradientRuns(
        work, frame, tile, tap, sums, work.wideStride, narrowCount, 2, isContiguous: isContiguous)
    } else if tap.twin != 0 {
      // Two weights that are summed over the same cells of the narrow side.
      let sums = KeptSums(first: place, row: vectorWidth, second: size)
      rowGradientRuns(
        work, frame, tile, tap, sums, tap.twin, narrowCount, 2, isContiguous: isContiguous)
      index += 1
    } else {
      let sums = KeptSums(first: place, row: vectorWidth, second: 0)
      rowGradientRuns(work, frame, tile, tap, sums, 0, narrowCount, 1, isContiguous: isContiguous)
    }
    index += 1
  }
}

@inline(__always)
private func rowGradientRuns(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile, _ tap: WeightGradientTap,
  _ kept: KeptSums, _ second: Int, _ narrowCount: Int, _ wideCount: Int, isContiguous: Bool
) {
  let wideSide = UnsafePointer(frame.group) + work.wide + tile.wide
  let narrowSide = UnsafePointer(frame.group) + work.narrow + tile.narrow
  let step = isContiguous ? 1 : work.step
  var sums = twelveZeros
  for row in 0..<narrowCount {
    for side in 0..<wideCount {
      sums[unchecked: row * wideCount + side] = load(
        kept.first + row * kept.row + side * kept.second)
    }
  }
  for number in tap.firstRun..<tap.firstRun + tap.runCount {
    let run = work.runs.baseAddress.unsafelyUnwrapped[number]
    var wide = wideSide + Int(run.wide)
    var narrow = narrowSide + Int(run.narrow)
    var left = Int(run.count)
    while left >= vectorWidth {
      let low = load(wide, every: step, count: vectorWidth)
      let high = wideCount == 2 ? load(wide + second, every: step, count: vectorWidth) : low
      for row in 0..<narrowCount {
        let factor = load(narrow + row * work.narrowStride)
        addProducts(&sums, low, high, factor, row * wideCount, wideCount)
      }
      wide += vectorWidth * step
      narrow += vectorWidth
      left -= vectorWidth
    }
    guard left > 0 else { continue }
    let isOut = laneIndices .>= Vector(repeating: Float(left))
    let low = load(wide, every: step, count: left).replacing(with: 0, where: isOut)
    let high =
      wideCount == 2
      ? load(wide + second, every: step, count: left).replacing(with: 0, where: isOut) : low
    for row in 0..<narrowCount {
      let factor = load(narrow + row * work.narrowStride).replacing(with: 0, where: isOut)
      addProducts(&sums, low, high, factor, row * wideCount, wideCount)
    }
  }
  for row in 0..<narrowCount {
    for side in 0..<wideCount {
      store(
        sums[unchecked: row * wideCount + side], kept.first + row * kept.row + side * kept.second)
    }
  }
}

/// Adds cells of one or two wide channels times those of a narrow one to their sums.
@inline(__always)
private func addProducts(
  _ sums: inout InlineArray<12, Vector>, _ low: Vector, _ high: Vector, _ factor: Vector,
  _ place: Int, _ wideCount: Int
) {
  sums[unchecked: place] = multiplyAdd(sums[unchecked: place], low, factor)
  if wideCount == 2 {
    sums[unchecked: place + 1] = multiplyAdd(sums[unchecked: place + 1], high, factor)
  }
}

/// Writes the gradient: the lanes of every sum are added.
@inline(__always)
private func finish(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile,
  _ kept: UnsafeMutablePointer<Float>
) {
  let gradient = frame.group + work.gradient + tile.gradient
  for index in 0..<work.tapCount {
    let weight = work.taps.baseAddress.unsafelyUnwrapped[index].weight
    var place = kept + index * 12 * vectorWidth
    for row in 0..<tile.narrowCount {
      for channel in 0..<tile.wideCount {
        gradient[
          weight + row * work.gradientNarrowStride + channel * work.gradientWideStride] =
          horizontalSum(
            load(place))
        place += vectorWidth
      }
    }
  }
}
