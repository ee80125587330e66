import KernelInterface

/// Adds up the weight gradient of a convolution over a group.
@inline(never)
func correlate(_ correlation: UnsafePointer<Correlation>, _ frame: UnsafePointer<LaneFrame>) {
  let tiles = correlation.pointee.tiles
  for index in 0..<tiles.count {
    let tile = tiles.baseAddress.unsafelyUnwrapped + index
    switch tile.pointee.narrowCount * 4 + tile.pointee.wideCount {
    case 1 * 4 + 1: correlateTile(correlation, frame, tile, 1, 1)
    case 2 * 4 + 1: correlateTile(correlation, frame, tile, 2, 1)
    case 3 * 4 + 1: correlateTile(correlation, frame, tile, 3, 1)
    case 1 * 4 + 2: correlateTile(correlation, frame, tile, 1, 2)
    case 2 * 4 + 2: correlateTile(correlation, frame, tile, 2, 2)
    case 3 * 4 + 2: correlateTile(correlation, frame, tile, 3, 2)
    case 1 * 4 + 3: correlateTile(correlation, frame, tile, 1, 3)
    case 2 * 4 + 3: correlateTile(correlation, frame, tile, 2, 3)
    case 3 * 4 + 3: correlateTile(correlation, frame, tile, 3, 3)
    case 4 * 4 + 1: correlateTile(correlation, frame, tile, 4, 1)
    case 4 * 4 + 2: correlateTile(correlation, frame, tile, 4, 2)
    case 4 * 4 + 3: correlateTile(correlation, frame, tile, 4, 3)
    case 5 * 4 + 1: correlateTile(correlation, frame, tile, 5, 1)
    case 6 * 4 + 1: correlateTile(correlation, frame, tile, 6, 1)
    default: break
    }
  }
}

@inline(__always)
private func correlateTile(
  _ correlation: UnsafePointer<Correlation>, _ frame: UnsafePointer<LaneFrame>,
  _ tile: UnsafePointer<CorrelationTile>, _ narrowCount: Int, _ wideCount: Int
) {
  let (work, tile) = (correlation.pointee, tile.pointee)
  let wideSide = UnsafePointer(frame.pointee.group) + work.wide + tile.wide
  let narrowSide = UnsafePointer(frame.pointee.group) + work.narrow + tile.narrow
  let gradient = frame.pointee.group + work.gradient + tile.gradient
  // With few sums, those of each vector of a cell are kept apart, so that none waits for another.
  let parts = narrowCount * wideCount <= 6 ? min(2, cellVectors) : 1
  for index in 0..<work.taps.count {
    let tap = work.taps.baseAddress.unsafelyUnwrapped[index]
    var sums = zeroSums
    for place in tap.firstRun..<tap.firstRun + tap.runCount {
      let run = work.runs.baseAddress.unsafelyUnwrapped[place]
      var wide = wideSide + Int(run.wide)
      var narrow = narrowSide + Int(run.narrow)
      for _ in 0..<run.count {
        for vector in 0..<cellVectors {
          let zero = Lanes(repeating: 0)
          var numbers: InlineArray<3, Lanes> = [zero, zero, zero]
          for channel in 0..<wideCount {
            numbers[unchecked: channel] = load(
              wide + channel * work.wideStride + vector * vectorWidth)
          }
          for row in 0..<narrowCount {
            let factor = load(narrow + row * work.narrowStride + vector * vectorWidth)
            for channel in 0..<wideCount {
              let place = (row * wideCount + channel) * parts + vector % parts
              sums[unchecked: place] = multiplyAdd(
                sums[unchecked: place], numbers[unchecked: channel], factor)
            }
          }
        }
        wide += work.step
        narrow += 16
      }
    }
    for row in 0..<narrowCount {
      for channel in 0..<wideCount {
        let place = (row * wideCount + channel) * parts
        var sum = sums[unchecked: place]
        if parts == 2 { sum += sums[unchecked: place + 1] }
        gradient[
          tap.weight + row * work.gradientNarrowStride + channel * work.gradientWideStride] =
          total(sum)
      }
    }
  }
}
