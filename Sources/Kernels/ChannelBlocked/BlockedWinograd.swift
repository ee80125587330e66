import KernelInterface

/// Tiles `first` to `end` − 1 of 2×2 outputs, counted row by row.
@inline(never)
func convolveWinograd(_ pointer: UnsafePointer<BlockedWinograd>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  let (width, room) = (Vector.scalarCount, BlockedWinograd.room(tiles: end - first))
  let blocks = (work.channels + width - 1) / width
  let step = BlockedWinograd.step(room: room, blocks: blocks, lanes: width)
  let sumStep = BlockedWinograd.step(room: room, blocks: 2, lanes: width)
  let sums = work.scratch + 16 * step
  for block in 0..<blocks {
    transformInputs(work, first, end, block, work.scratch + block * room * width, step)
  }
  for pair in 0..<work.results / 2 {
    for place in 0..<16 {
      let weights = work.weights + (pair * 16 + place) * work.channels * 2 * width
      let (inputs, results) = (work.scratch + place * step, sums + place * sumStep)
      for tile in stride(from: 0, to: end - first, by: tilesAtOnce) {
        multiply(work.channels, inputs + tile * width, weights, results + tile * width, room)
      }
    }
    for half in 0..<2 {
      transformSums(work, first, end, 2 * pair + half, sums + half * room * width, sumStep)
    }
  }
}

#if LEVEL_V4
  @inline(__always) private var tilesAtOnce: Int { 12 }
#elseif LEVEL_V3
  @inline(__always) private var tilesAtOnce: Int { 6 }
#else
  @inline(__always) private var tilesAtOnce: Int { 4 }
#endif

/// `Bᵀ d B` of one block of channels, for every tile: 16 numbers for each channel.
@inline(__always)
private func transformInputs(
  _ work: BlockedWinograd, _ first: Int, _ end: Int, _ block: Int,
  _ to: UnsafeMutablePointer<Float>, _ step: Int
) {
  let width = Vector.scalarCount
  let image = work.image + block * work.blockStep
  var (row, pair) = first.quotientAndRemainder(dividingBy: work.pairs)
  var target = to
  for _ in first..<end {
    let origin = image + 2 * (row * work.rowStep + pair * width)
    // Bᵀ d, column by column of the image, then times B, row by row.
    var half = sixteenZeros
    for column in 0..<4 {
      let from = origin + column * width
      let (a, b) = (load(from), load(from + work.rowStep))
      let (c, d) = (load(from + 2 * work.rowStep), load(from + 3 * work.rowStep))
      half[unchecked: column] = a - c
      half[unchecked: 4 + column] = b + c
      half[unchecked: 8 + column] = c - b
      half[unchecked: 12 + column] = b - d
    }
    for line in 0..<4 {
      let (a, b) = (half[unchecked: 4 * line], half[unchecked: 4 * line + 1])
      let (c, d) = (half[unchecked: 4 * line + 2], half[unchecked: 4 * line + 3])
      let place = target + 4 * line * step
      store(a - c, place)
      store(b + c, place + step)
      store(c - b, place + 2 * step)
      store(b - d, place + 3 * step)
    }
    target += width
    pair += 1
    if pair == work.pairs { (row, pair) = (row + 1, 0) }
  }
}

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

/// `Aᵀ m A` of one output block, for every tile: 2×2 outputs.
@inline(__always)
private func transformSums(
  _ work: BlockedWinograd, _ first: Int, _ end: Int, _ block: Int,
  _ sums: UnsafePointer<Float>, _ step: Int
) {
  let width = Vector.scalarCount
  let bias = load(work.bias + block * width)
  var (row, pair) = first.quotientAndRemainder(dividingBy: work.pairs)
  var from = sums
  for _ in first..<end {
    var half = eightSums(bias)
    for column in 0..<4 {
      let place = from + column * step
      let (a, b) = (load(place), load(place + 4 * step))
      let (c, d) = (load(place + 8 * step), load(place + 12 * step))
      half[unchecked: column] = a + b + c
      half[unchecked: 4 + column] = b - c - d
    }
    for line in 0..<2 where 2 * row + line < work.rows {
      let (a, b) = (half[unchecked: 4 * line], half[unchecked: 4 * line + 1])
      let (c, d) = (half[unchecked: 4 * line + 2], half[unchecked: 4 * line + 3])
      let place = block * work.resultStep + (2 * row + line) * work.resultRow + 2 * pair * width
      write(work, a + b + c + bias, place)
      if 2 * pair + 1 < work.columns { write(work, b - c - d + bias, place + width) }
    }
    from += width
    pair += 1
    if pair == work.pairs { (row, pair) = (row + 1, 0) }
  }
}

@inline(__always)
private func write(_ work: BlockedWinograd, _ sum: Vector, _ place: Int) {
  var sum = sum
  if let addend = work.addend { sum += load(addend + place) }
  store(rectified(sum, work.activation), work.output + place)
}
