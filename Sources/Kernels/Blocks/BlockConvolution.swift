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
  for place in stride(from: first, to: end, by: tileOf1) {
    tile(work, place, min(tileOf1, end - place), outputs: tileOf1, vectors: 1)
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
  var origins = InlineArray<14, Int>(repeating: 0)
  var (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
  for index in 0..<outputs {
    origins[unchecked: index] = row * window.rowStep + column * window.columnStep
    if index + 1 < count {
      column += 1
      if column == window.outputColumns { (row, column) = (row + 1, 0) }
    }
  }
  var sums = InlineArray<24, Lanes>(repeating: Lanes.zero)
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
  var totals = InlineArray<24, Lanes>(repeating: Lanes.zero)
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

/// A sum as it is stored.
@inline(__always)
func finished(_ sum: Lanes, _ finish: BlockFinish) -> Lanes {
  if finish == .plain { return sum }
  let positive = sum.replacing(with: 0, where: sum .< 0)
  return finish == .relu ? positive : positive.replacing(with: 6, where: positive .> 6)
}
