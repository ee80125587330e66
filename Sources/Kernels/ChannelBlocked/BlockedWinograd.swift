import KernelInterface

/// Pairs `first` to `end` − 1 of output blocks, for all tiles of the work.
@inline(never)
func convolveWinograd(_ pointer: UnsafePointer<BlockedWinograd>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  let (width, room) = (Vector.scalarCount, work.room)
  let (step, sumStep) = (work.inputStep(lanes: width), work.sumStep(lanes: width))
  let places = BlockedWinograd.places(size: work.size)
  if !work.isTransformed { transformWinograd(pointer, 0, work.blocks(lanes: width)) }
  for pair in first..<end {
    for place in 0..<places {
      let weights = work.weights + (pair * places + place) * work.channels * 2 * width
      let (inputs, results) = (work.inputs + place * step, work.sums + place * sumStep)
      for tile in stride(from: 0, to: work.tiles.count, by: tilesAtOnce) {
        multiply(work.channels, inputs + tile * width, weights, results + tile * width, room)
      }
    }
    for half in 0..<2 {
      let sums = work.sums + half * room * width
      if work.size == 4 {
        transformLargeSums(work, 2 * pair + half, sums, sumStep)
      } else {
        transformSmallSums(work, 2 * pair + half, sums, sumStep)
      }
    }
  }
}

/// The transformed inputs of all tiles of the work, of the blocks `first` to `end` − 1.
@inline(never)
func transformWinograd(_ pointer: UnsafePointer<BlockedWinograd>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  let step = work.inputStep(lanes: Vector.scalarCount)
  for block in first..<end {
    let to = work.inputs + block * work.room * Vector.scalarCount
    if work.size == 4 {
      transformLargeInputs(work, block, to, step)
    } else {
      transformSmallInputs(work, block, to, step)
    }
  }
}

/// Calls `body` with the row and the column of every tile of the work, and with the offset of its
/// vectors from those of the first.
@inline(__always)
func forEachTile(
  _ work: BlockedWinograd, _ body: (_ row: Int, _ column: Int, _ offset: Int) -> Void
) {
  var (row, column) = work.tiles.lowerBound.quotientAndRemainder(dividingBy: work.tileColumns)
  for index in 0..<work.tiles.count {
    body(row, column, index * Vector.scalarCount)
    column += 1
    if column == work.tileColumns { (row, column) = (row + 1, 0) }
  }
}

#if LEVEL_V4
  @inline(__always) private var tilesAtOnce: Int { 12 }
#elseif LEVEL_V3
  @inline(__always) private var tilesAtOnce: Int { 6 }
#else
  @inline(__always) private var tilesAtOnce: Int { 4 }
#endif

/// Sums over all input channels, for two output blocks and as many tiles as the registers hold.
@inline(never)
private func multiply(
  _ channels: Int, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
  _ results: UnsafeMutablePointer<Float>, _ room: Int
) {
  let width = Vector.scalarCount
  var sums = twentyFourZeros
  var (weights, block, remaining) = (weights, inputs, channels)
  while remaining > 0 {
    for channel in 0..<min(remaining, width) {
      let (low, high) = (load(weights), load(weights + width))
      for tile in 0..<tilesAtOnce {
        let x = Vector(repeating: block[tile * width + channel])
        sums[unchecked: 2 * tile] = multiplyAdd(sums[unchecked: 2 * tile], x, low)
        sums[unchecked: 2 * tile + 1] = multiplyAdd(sums[unchecked: 2 * tile + 1], x, high)
      }
      weights += 2 * width
    }
    remaining -= width
    block += room * width
  }
  for tile in 0..<tilesAtOnce {
    store(sums[unchecked: 2 * tile], results + tile * width)
    store(sums[unchecked: 2 * tile + 1], results + (room + tile) * width)
  }
}
