import KernelInterface

/// Outputs `first` to `end` − 1 of a convolution, as many side by side as registers can hold.
@inline(never)
func convolveBlocks(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  switch work.pointee.results {
  case 1: convolveOne(work, first, end)
  case 2: convolveTwo(work, first, end)
  default: convolveThree(work, first, end)
  }
}

@inline(never)
private func convolveOne(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  switch work.pointee.window.columnStep {
  case 1: convolveLines(work, first, end, step: 1)
  case Lanes.scalarCount: convolveLines(work, first, end, step: Lanes.scalarCount)
  default:
    for place in stride(from: first, to: end, by: tileOf1) {
      tile(work, place, min(tileOf1, end - place), outputs: tileOf1, vectors: 1)
    }
  }
}

@inline(never)
private func convolveTwo(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  for place in stride(from: first, to: end, by: tileOf2) {
    tile(work, place, min(tileOf2, end - place), outputs: tileOf2, vectors: 2)
  }
}

@inline(never)
private func convolveThree(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  for place in stride(from: first, to: end, by: tileOf3) {
    tile(work, place, min(tileOf3, end - place), outputs: tileOf3, vectors: 3)
  }
}

#if LEVEL_V4
  @inline(__always) private var tileOf1: Int { 14 }
  @inline(__always) private var tileOf2: Int { 12 }
  @inline(__always) private var tileOf3: Int { 8 }
#elseif LEVEL_V3
  @inline(__always) private var tileOf1: Int { 10 }
  @inline(__always) private var tileOf2: Int { 6 }
  @inline(__always) private var tileOf3: Int { 4 }
#else
  @inline(__always) private var tileOf1: Int { 8 }
  @inline(__always) private var tileOf2: Int { 4 }
  @inline(__always) private var tileOf3: Int { 3 }
#endif

/// The sums of a tile: `vectors` registers for each of `outputs` outputs.
@inline(__always)
private func tile(
  _ pointer: UnsafePointer<BlockConvolution>, _ first: Int, _ count: Int, outputs: Int,
  vectors: Int
) {
  let work = pointer.pointee
  let window = work.window
  let width = Lanes.scalarCount
  // The outputs' places in the image; beyond the last one the last again.
  var origins = fourteenPlaces
  var (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
  for index in 0..<outputs {
    origins[unchecked: index] = row * window.rowStep + column * window.columnStep
    if index + 1 < count {
      column += 1
      if column == window.outputColumns { (row, column) = (row + 1, 0) }
    }
  }
  var sums = twentyFourSums
  for index in 0..<outputs {
    for vector in 0..<vectors {
      sums[unchecked: index * vectors + vector] = load(work.bias + vector * width)
    }
  }
  var weights = work.weights
  var remaining = work.channels
  var block = work.image
  while remaining > 0 {
    let channels = min(remaining, work.blockChannels)
    for tapRow in 0..<window.kernelRows {
      for tapColumn in 0..<window.kernelColumns {
        let tap = block + tapRow * window.tapRow + tapColumn * window.tapColumn
        for channel in 0..<channels {
          for index in 0..<outputs {
            let x = Lanes(repeating: tap[origins[unchecked: index] + channel])
            for vector in 0..<vectors {
              let place = index * vectors + vector
              sums[unchecked: place] = multiplyAdd(
                sums[unchecked: place], x, load(weights + vector * width))
            }
          }
          weights += vectors * width
        }
      }
    }
    remaining -= channels
    block += work.blockStep
  }
  // A copy, so that what follows does not force the sums out of their registers.
  var totals = twentyFourSums
  for index in 0..<outputs * vectors { totals[unchecked: index] = sums[unchecked: index] }
  (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
  for index in 0..<count {
    let place = row * window.resultRow + column * window.resultColumn
    for vector in 0..<vectors {
      let offset = place + vector * work.resultStep
      var sum = totals[unchecked: index * vectors + vector]
      if let addend = work.addend { sum += load(addend + offset) }
      store(finished(sum, work.finish), work.output + offset)
    }
    column += 1
    if column == window.outputColumns { (row, column) = (row + 1, 0) }
  }
}

/// Row by row, where the distance of neighbours is known while this is compiled: there are no
/// registers for so many distances.
@inline(__always)
private func convolveLines(
  _ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int, step: Int
) {
  let columns = work.pointee.window.outputColumns
  var (row, column) = first.quotientAndRemainder(dividingBy: columns)
  var place = first
  while place < end {
    let count = min(tileOf1, min(end - place, columns - column))
    lineTile(work.pointee, row, column, count, step: step)
    place += count
    column += count
    if column == columns { (row, column) = (row + 1, 0) }
  }
}

/// A tile of neighbours in a row. Those behind the last one are computed from what lies there.
@inline(__always)
private func lineTile(
  _ work: BlockConvolution, _ row: Int, _ column: Int, _ count: Int, step: Int
) {
  let (window, width) = (work.window, Lanes.scalarCount)
  let bias = load(work.bias)
  var sums = twentyFourSums
  for index in 0..<tileOf1 { sums[unchecked: index] = bias }
  var (weights, remaining) = (work.weights, work.channels)
  var block = work.image + row * window.rowStep + column * window.columnStep
  while remaining > 0 {
    for tapRow in 0..<window.kernelRows {
      var tap = block + tapRow * window.tapRow
      for _ in 0..<window.kernelColumns {
        for channel in 0..<min(remaining, work.blockChannels) {
          let weight = load(weights)
          for index in 0..<tileOf1 {
            sums[unchecked: index] = multiplyAdd(
              sums[unchecked: index], Lanes(repeating: tap[channel + index * step]), weight)
          }
          weights += width
        }
        tap += window.tapColumn
      }
    }
    remaining -= work.blockChannels
    block += work.blockStep
  }
  // A copy, so that what follows does not force the sums out of their registers.
  var totals = twentyFourSums
  for index in 0..<tileOf1 { totals[unchecked: index] = sums[unchecked: index] }
  let place = row * window.resultRow + column * window.resultColumn
  for index in 0..<count {
    var sum = totals[unchecked: index]
    let to = place + index * window.resultColumn
    if let addend = work.addend { sum += load(addend + to) }
    store(finished(sum, work.finish), work.output + to)
  }
}

/// A sum as it is stored.
@inline(__always)
func finished(_ sum: Lanes, _ finish: BlockFinish) -> Lanes {
  if finish == .plain { return sum }
  let positive = sum.replacing(with: 0, where: sum .< 0)
  return finish == .relu ? positive : positive.replacing(with: 6, where: positive .> 6)
}

// Written out: a call of `InlineArray.init(repeating:)` may stay a call, and then the sums leave
// their registers, and a specialisation is left behind that the linker could give to the program.

/// Places of outputs, all 0.
@inline(__always) var fourteenPlaces: InlineArray<14, Int> {
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
}

/// Places of outputs, all 0.
@inline(__always) var eightPlaces: InlineArray<8, Int> { [0, 0, 0, 0, 0, 0, 0, 0] }

/// Sums, all 0.
@inline(__always) var twentyFourSums: InlineArray<24, Lanes> {
  let zero = Lanes(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}

/// Eight times the same sum.
@inline(__always)
func eightSums(_ sum: Lanes) -> InlineArray<8, Lanes> {
  [sum, sum, sum, sum, sum, sum, sum, sum]
}
