import KernelInterface

/// Pairs `first` to `end` − 1 of output blocks, for all tiles of the work.
@inline(never)
func convolveWinograd(_ pointer: UnsafePointer<BlockedWinograd>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  let (width, tiles) = (Vector.scalarCount, work.tiles)
  let room = BlockedWinograd.room(tiles: tiles.count)
  let blocks = (work.channels + width - 1) / width
  let step = BlockedWinograd.step(room: room, blocks: blocks, lanes: width)
  let sumStep = BlockedWinograd.step(room: room, blocks: 2, lanes: width)
  let places = BlockedWinograd.places(size: work.size)
  if !work.isTransformed { transformWinograd(pointer, 0, blocks) }
  for pair in first..<end {
    for place in 0..<places {
      let weights = work.weights + (pair * places + place) * work.channels * 2 * width
      let (inputs, results) = (work.inputs + place * step, work.sums + place * sumStep)
      for tile in stride(from: 0, to: tiles.count, by: tilesAtOnce) {
        multiply(work.channels, inputs + tile * width, weights, results + tile * width, room)
      }
    }
    for half in 0..<2 {
      let sums = work.sums + half * room * width
      transformSums(work, tiles.lowerBound, tiles.upperBound, 2 * pair + half, sums, sumStep)
    }
  }
}

/// The transformed inputs of all tiles of the work, of the blocks `first` to `end` − 1.
@inline(never)
func transformWinograd(_ pointer: UnsafePointer<BlockedWinograd>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  let (width, tiles) = (Vector.scalarCount, work.tiles)
  let room = BlockedWinograd.room(tiles: tiles.count)
  let blocks = (work.channels + width - 1) / width
  let step = BlockedWinograd.step(room: room, blocks: blocks, lanes: width)
  for block in first..<end {
    let to = work.inputs + block * room * width
    transformInputs(work, tiles.lowerBound, tiles.upperBound, block, to, step)
  }
}

/// `Bᵀ d B` of one block of channels, for every tile.
@inline(__always)
private func transformInputs(
  _ work: BlockedWinograd, _ first: Int, _ end: Int, _ block: Int,
  _ to: UnsafeMutablePointer<Float>, _ step: Int
) {
  if work.size == 4 {
    transformLargeInputs(work, first, end, block, to, step)
  } else {
    transformSmallInputs(work, first, end, block, to, step)
  }
}

/// `Aᵀ m A` of one output block, for every tile.
@inline(__always)
private func transformSums(
  _ work: BlockedWinograd, _ first: Int, _ end: Int, _ block: Int,
  _ sums: UnsafePointer<Float>, _ step: Int
) {
  if work.size == 4 {
    transformLargeSums(work, first, end, block, sums, step)
  } else {
    transformSmallSums(work, first, end, block, sums, step)
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
