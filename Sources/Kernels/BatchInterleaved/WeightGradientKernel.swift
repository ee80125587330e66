import KernelInterface

/// Sums the weight gradient of a convolution over a group.
///
/// The loops are over tiles of channels, blocks of cells, and weights of the kernel: the data of a
/// block stay in the L1 cache, and the sums of all lanes are kept in memory in between.
@inline(never)
func weightGradient(_ work: UnsafePointer<WeightGradient>, _ frame: UnsafePointer<GroupFrame>) {
  let work = work.pointee
  let size = work.tapCount * 12 * vectorWidth
  let scratch = frame.pointee.group + work.scratch
  var first = 0
  while first < work.tiles.count {
    let end = min(work.tiles.count, first + work.tilesAtOnce)
    clear(scratch, (end - first) * size)
    for block in 0..<work.blockCount {
      for tile in first..<end {
        let sums = scratch + (tile - first) * size
        gradientBlock(
          work, frame.pointee, work.tiles.baseAddress.unsafelyUnwrapped[tile], block, sums)
      }
    }
    for tile in first..<end {
      let sums = scratch + (tile - first) * size
      finish(work, frame.pointee, work.tiles.baseAddress.unsafelyUnwrapped[tile], sums)
    }
    first = end
  }
}

@inline(__always)
private func gradientBlock(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile, _ block: Int,
  _ sums: UnsafeMutablePointer<Float>
) {
  switch tile.narrowCount * 2 + tile.wideCount {
  case 1 * 2 + 1: gradientOfSinglePair(work, frame, tile, block, sums)
  case 2 * 2 + 1: gradientTile(work, frame, tile, block, sums, 2, 1)
  case 3 * 2 + 1: gradientTile(work, frame, tile, block, sums, 3, 1)
  case 4 * 2 + 1: gradientTile(work, frame, tile, block, sums, 4, 1)
  case 5 * 2 + 1: gradientTile(work, frame, tile, block, sums, 5, 1)
  case 6 * 2 + 1: gradientTile(work, frame, tile, block, sums, 6, 1)
  case 1 * 2 + 2: gradientTile(work, frame, tile, block, sums, 1, 2)
  case 2 * 2 + 2: gradientTile(work, frame, tile, block, sums, 2, 2)
  case 3 * 2 + 2: gradientTile(work, frame, tile, block, sums, 3, 2)
  case 4 * 2 + 2: gradientTile(work, frame, tile, block, sums, 4, 2)
  case 5 * 2 + 2: gradientTile(work, frame, tile, block, sums, 5, 2)
  case 6 * 2 + 2: gradientTile(work, frame, tile, block, sums, 6, 2)
  default: break
  }
}

/// The number of sums of each pair of channels: with few pairs, the vectors of a cell have separate
/// sums, so that no instruction waits for the previous one.
@inline(__always)
private func partCount(_ narrowCount: Int, _ wideCount: Int) -> Int {
  narrowCount * wideCount <= 6 ? min(2, cellVectors) : 1
}

@inline(__always)
private func gradientTile(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile, _ block: Int,
  _ kept: UnsafeMutablePointer<Float>, _ narrowCount: Int, _ wideCount: Int
) {
  let wideSide = UnsafePointer(frame.group) + work.wide + tile.wide
  let narrowSide = UnsafePointer(frame.group) + work.narrow + tile.narrow
  let parts = partCount(narrowCount, wideCount)
  let count = narrowCount * wideCount * parts
  for index in 0..<work.tapCount {
    let tap = work.taps.baseAddress.unsafelyUnwrapped[block * work.tapCount + index]
    let place = kept + index * 12 * vectorWidth
    var sums = twelveZeros
    for sum in 0..<count { sums[unchecked: sum] = load(place + sum * vectorWidth) }
    for number in tap.firstRun..<tap.firstRun + tap.runCount {
      let run = work.runs.baseAddress.unsafelyUnwrapped[number]
      var wide = wideSide + Int(run.wide)
      var narrow = narrowSide + Int(run.narrow)
      for _ in 0..<run.count {
        for vector in 0..<cellVectors {
          let first = load(wide + vector * vectorWidth)
          let second = wideCount == 2 ? load(wide + work.wideStride + vector * vectorWidth) : first
          for row in 0..<narrowCount {
            let factor = load(narrow + row * work.narrowStride + vector * vectorWidth)
            let sum = row * wideCount * parts + vector % parts
            sums[unchecked: sum] = multiplyAdd(sums[unchecked: sum], first, factor)
            if wideCount == 2 {
              sums[unchecked: sum + parts] = multiplyAdd(
                sums[unchecked: sum + parts], second, factor)
            }
          }
        }
        wide += work.step
        narrow += 16
      }
    }
    for sum in 0..<count { store(sums[unchecked: sum], place + sum * vectorWidth) }
  }
}

/// One channel of each side: four cells at a time, with independent sums.
@inline(__always)
private func gradientOfSinglePair(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile, _ block: Int,
  _ kept: UnsafeMutablePointer<Float>
) {
  let wideSide = UnsafePointer(frame.group) + work.wide + tile.wide
  let narrowSide = UnsafePointer(frame.group) + work.narrow + tile.narrow
  for index in 0..<work.tapCount {
    let tap = work.taps.baseAddress.unsafelyUnwrapped[block * work.tapCount + index]
    var sums = fourZeros
    for number in tap.firstRun..<tap.firstRun + tap.runCount {
      let run = work.runs.baseAddress.unsafelyUnwrapped[number]
      var wide = wideSide + Int(run.wide)
      var narrow = narrowSide + Int(run.narrow)
      var left = Int(run.count)
      while left >= 4 {
        for cell in 0..<4 {
          for vector in 0..<cellVectors {
            sums[unchecked: cell] = multiplyAdd(
              sums[unchecked: cell], load(wide + cell * work.step + vector * vectorWidth),
              load(narrow + cell * 16 + vector * vectorWidth))
          }
        }
        wide += 4 * work.step
        narrow += 64
        left -= 4
      }
      while left > 0 {
        for vector in 0..<cellVectors {
          sums[unchecked: 0] = multiplyAdd(
            sums[unchecked: 0], load(wide + vector * vectorWidth),
            load(narrow + vector * vectorWidth))
        }
        wide += work.step
        narrow += 16
        left -= 1
      }
    }
    let place = kept + index * 12 * vectorWidth
    let sum = sumOfFour(sums)
    store(load(place) + sum, place)
  }
}

/// Writes the gradient: the lanes of every sum are added.
@inline(__always)
private func finish(
  _ work: WeightGradient, _ frame: GroupFrame, _ tile: WeightGradientTile,
  _ kept: UnsafeMutablePointer<Float>
) {
  let gradient = frame.group + work.gradient + tile.gradient
  let isSingle = tile.narrowCount == 1 && tile.wideCount == 1
  let parts = isSingle ? 1 : partCount(tile.narrowCount, tile.wideCount)
  for index in 0..<work.tapCount {
    let weight = work.taps.baseAddress.unsafelyUnwrapped[index].weight
    var place = kept + index * 12 * vectorWidth
    for row in 0..<tile.narrowCount {
      for channel in 0..<tile.wideCount {
        var sum = load(place)
        if parts == 2 { sum += load(place + vectorWidth) }
        place += parts * vectorWidth
        gradient[
          weight + row * work.gradientNarrowStride + channel * work.gradientWideStride] =
          horizontalSum(sum)
      }
    }
  }
}
