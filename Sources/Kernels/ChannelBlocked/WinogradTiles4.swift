import KernelInterface

/// `Bᵀ d B` of one block of channels, for tiles of 4×4 outputs: 36 numbers for each channel.
@inline(never)
func transformLargeInputs(
  _ work: BlockedWinograd, _ block: Int, _ to: UnsafeMutablePointer<Float>, _ step: Int
) {
  let width = Vector.scalarCount
  let image = work.image + block * work.blockStep
  forEachTile(work) { row, column, offset in
    let target = to + offset
    let origin = image + 4 * (row * work.rowStep + column * width)
    // Bᵀ d, column by column of the image, then times B, row by row.
    var half = thirtySixZeros
    for place in 0..<6 {
      let from = origin + place * width
      let line = inputLine(
        load(from), load(from + work.rowStep), load(from + 2 * work.rowStep),
        load(from + 3 * work.rowStep), load(from + 4 * work.rowStep),
        load(from + 5 * work.rowStep))
      half[unchecked: place] = line.0
      half[unchecked: 6 + place] = line.1
      half[unchecked: 12 + place] = line.2
      half[unchecked: 18 + place] = line.3
      half[unchecked: 24 + place] = line.4
      half[unchecked: 30 + place] = line.5
    }
    for number in 0..<6 {
      let line = inputLine(
        half[unchecked: 6 * number], half[unchecked: 6 * number + 1],
        half[unchecked: 6 * number + 2], half[unchecked: 6 * number + 3],
        half[unchecked: 6 * number + 4], half[unchecked: 6 * number + 5])
      let place = target + 6 * number * step
      store(line.0, place)
      store(line.1, place + step)
      store(line.2, place + 2 * step)
      store(line.3, place + 3 * step)
      store(line.4, place + 4 * step)
      store(line.5, place + 5 * step)
    }
  }
}

/// Six vectors. It is a tuple, because a type would emit functions that the linker could use elsewhere.
typealias SixVectors = (Vector, Vector, Vector, Vector, Vector, Vector)

/// `Bᵀ` times a line of an image.
@inline(__always)
private func inputLine(
  _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector, _ e: Vector, _ f: Vector
) -> SixVectors {
  let (two, four, five) = (Vector(repeating: 2), Vector(repeating: 4), Vector(repeating: -5))
  let (ec, db) = (e - c, d - b)
  return (
    multiplyAdd(multiplyAdd(e, c, five), a, four), multiplyAdd(d + e, b + c, -four),
    multiplyAdd(e - d, b - c, four), multiplyAdd(ec, db, two), multiplyAdd(ec, db, -two),
    multiplyAdd(multiplyAdd(f, d, five), b, four)
  )
}

/// `Aᵀ m A` of one output block, for tiles of 4×4 outputs.
@inline(never)
func transformLargeSums(
  _ work: BlockedWinograd, _ block: Int, _ sums: UnsafePointer<Float>, _ step: Int
) {
  let width = Vector.scalarCount
  let bias = load(work.bias + block * width)
  forEachTile(work) { row, column, offset in
    let from = sums + offset
    var half = twentyFourZeros
    for number in 0..<6 {
      let place = from + number * step
      let line = sumLine(
        load(place), load(place + 6 * step), load(place + 12 * step), load(place + 18 * step),
        load(place + 24 * step), load(place + 30 * step))
      half[unchecked: number] = line.0
      half[unchecked: 6 + number] = line.1
      half[unchecked: 12 + number] = line.2
      half[unchecked: 18 + number] = line.3
    }
    for number in 0..<4 where 4 * row + number < work.rows {
      let line = sumLine(
        half[unchecked: 6 * number], half[unchecked: 6 * number + 1],
        half[unchecked: 6 * number + 2], half[unchecked: 6 * number + 3],
        half[unchecked: 6 * number + 4], half[unchecked: 6 * number + 5])
      let place = block * work.resultStep + (4 * row + number) * work.resultRow + 4 * column * width
      let left = work.columns - 4 * column
      write(work, line.0 + bias, place)
      if left > 1 { write(work, line.1 + bias, place + width) }
      if left > 2 { write(work, line.2 + bias, place + 2 * width) }
      if left > 3 { write(work, line.3 + bias, place + 3 * width) }
    }
  }
}

/// `Aᵀ` times a line of sums.
@inline(__always)
private func sumLine(
  _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector, _ e: Vector, _ f: Vector
) -> (Vector, Vector, Vector, Vector) {
  let (sum, difference) = (b + c, b - c)
  let (farSum, farDifference) = (d + e, d - e)
  return (
    a + sum + farSum, multiplyAdd(difference, farDifference, Vector(repeating: 2)),
    multiplyAdd(sum, farSum, Vector(repeating: 4)),
    multiplyAdd(difference + f, farDifference, Vector(repeating: 8))
  )
}
