import KernelInterface

/// `Bᵀ d B` of one block of channels, for tiles of 2×2 outputs: 16 numbers for each channel.
@inline(never)
func transformSmallInputs(
  _ work: BlockedWinograd, _ block: Int, _ to: UnsafeMutablePointer<Float>, _ step: Int
) {
  let width = Vector.scalarCount
  let image = work.image + block * work.blockStep
  forEachTile(work) { row, column, offset in
    let target = to + offset
    let origin = image + 2 * (row * work.rowStep + column * width)
    // Bᵀ d, column by column of the image, then times B, row by row.
    var half = sixteenZeros
    for place in 0..<4 {
      let from = origin + place * width
      let (a, b) = (load(from), load(from + work.rowStep))
      let (c, d) = (load(from + 2 * work.rowStep), load(from + 3 * work.rowStep))
      half[unchecked: place] = a - c
      half[unchecked: 4 + place] = b + c
      half[unchecked: 8 + place] = c - b
      half[unchecked: 12 + place] = b - d
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
  }
}

/// `Aᵀ m A` of one output block, for tiles of 2×2 outputs.
@inline(never)
func transformSmallSums(
  _ work: BlockedWinograd, _ block: Int, _ sums: UnsafePointer<Float>, _ step: Int
) {
  let width = Vector.scalarCount
  let bias = load(work.bias + block * width)
  forEachTile(work) { row, column, offset in
    let from = sums + offset
    var half = eightSums(bias)
    for number in 0..<4 {
      let place = from + number * step
      let (a, b) = (load(place), load(place + 4 * step))
      let (c, d) = (load(place + 8 * step), load(place + 12 * step))
      half[unchecked: number] = a + b + c
      half[unchecked: 4 + number] = b - c - d
    }
    for line in 0..<2 where 2 * row + line < work.rows {
      let (a, b) = (half[unchecked: 4 * line], half[unchecked: 4 * line + 1])
      let (c, d) = (half[unchecked: 4 * line + 2], half[unchecked: 4 * line + 3])
      let place = block * work.resultStep + (2 * row + line) * work.resultRow + 2 * column * width
      write(work, a + b + c + bias, place)
      if 2 * column + 1 < work.columns { write(work, b - c - d + bias, place + width) }
    }
  }
}

/// Writes a sum with what is applied to it.
@inline(__always)
func write(_ work: BlockedWinograd, _ sum: Vector, _ place: Int) {
  var sum = sum
  if let addend = work.addend { sum += load(addend + place) }
  store(activated(sum, work.activation, work.parameter), work.output + place)
}
