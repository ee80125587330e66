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
  case 1: convolveLines(work.pointee, first, end, step: 1)
  case Lanes.scalarCount: convolveLines(work.pointee, first, end, step: Lanes.scalarCount)
  default: convolveTiles(work.pointee, first, end, outputs: tileOf1, vectors: 1)
  }
}

@inline(never)
private func convolveTwo(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  convolveTiles(work.pointee, first, end, outputs: tileOf2, vectors: 2)
}

@inline(never)
private func convolveThree(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  convolveTiles(work.pointee, first, end, outputs: tileOf3, vectors: 3)
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

/// Tiles of outputs that follow each other, from row to row.
@inline(__always)
private func convolveTiles(
  _ work: BlockConvolution, _ first: Int, _ end: Int, outputs: Int, vectors: Int
) {
  var cursor = OutputCursor(work.window, first)
  var place = first
  while place < end {
    let count = min(outputs, end - place)
    // The places of outputs; beyond the last one the last again, which gets the same once more.
    var (origins, results) = (fourteenPlaces, fourteenPlaces)
    if cursor.column + outputs <= min(work.window.outputColumns, cursor.column + count) {
      for index in 0..<outputs {
        origins[unchecked: index] = cursor.origin + index * work.window.columnStep
        results[unchecked: index] = cursor.result + index * work.window.resultColumn
      }
      cursor.advance(work.window, by: outputs)
    } else {
      for index in 0..<outputs {
        origins[unchecked: index] = cursor.origin
        results[unchecked: index] = cursor.result
        if index + 1 < count { cursor.advance(work.window) }
      }
      cursor.advance(work.window)
    }
    var sums = twentyFourSums
    for vector in 0..<vectors {
      let bias = load(work.bias + vector * Lanes.scalarCount)
      for index in 0..<outputs { sums[unchecked: index * vectors + vector] = bias }
    }
    forEachTap(work, vectors * Lanes.scalarCount) { tap, weights in
      for index in 0..<outputs {
        let x = Lanes(repeating: tap[origins[unchecked: index]])
        for vector in 0..<vectors {
          let place = index * vectors + vector
          sums[unchecked: place] = multiplyAdd(
            sums[unchecked: place], x, load(weights + vector * Lanes.scalarCount))
        }
      }
    }
    // A copy, so that what follows does not force the sums out of their registers.
    var totals = twentyFourSums
    for index in 0..<outputs * vectors { totals[unchecked: index] = sums[unchecked: index] }
    finishSums(work, &totals, results, outputs: outputs, vectors: vectors)
    for index in 0..<outputs {
      let to = work.output + results[unchecked: index]
      for vector in 0..<vectors {
        store(totals[unchecked: index * vectors + vector], to + vector * work.resultStep)
      }
    }
    place += count
  }
}

/// Row by row, where the distance of neighbors is known while this is compiled: there are no
/// registers for so many distances. Outputs behind a row's last one are computed from what lies there.
@inline(__always)
private func convolveLines(_ work: BlockConvolution, _ first: Int, _ end: Int, step: Int) {
  var cursor = OutputCursor(work.window, first)
  var place = first
  while place < end {
    let count = min(tileOf1, min(end - place, work.window.outputColumns - cursor.column))
    let origin = cursor.origin
    var results = fourteenPlaces
    for index in 0..<tileOf1 {
      results[unchecked: index] = cursor.result + index * work.window.resultColumn
    }
    cursor.advance(work.window, by: count)
    var sums = twentyFourSums
    let bias = load(work.bias)
    for index in 0..<tileOf1 { sums[unchecked: index] = bias }
    forEachTap(work, Lanes.scalarCount) { tap, weights in
      let weight = load(weights)
      for index in 0..<tileOf1 {
        sums[unchecked: index] = multiplyAdd(
          sums[unchecked: index], Lanes(repeating: tap[origin + index * step]), weight)
      }
    }
    // A copy, so that what follows does not force the sums out of their registers.
    var totals = twentyFourSums
    for index in 0..<tileOf1 { totals[unchecked: index] = sums[unchecked: index] }
    finishSums(work, &totals, results, outputs: tileOf1, vectors: 1)
    for index in 0..<count {
      store(totals[unchecked: index], work.output + results[unchecked: index])
    }
    place += count
  }
}

/// Calls `body` with every number that the first output reads, and its weights.
@inline(__always)
private func forEachTap(
  _ work: BlockConvolution, _ together: Int,
  _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void
) {
  let window = work.window
  var (weights, block, remaining) = (work.weights, work.image, work.channels)
  while remaining > 0 {
    let channels = min(remaining, work.blockChannels)
    // Where the channels of neighboring taps follow each other, a row of taps is one run.
    let isRun = channels == window.tapColumn
    let (runs, length) =
      isRun ? (1, channels * window.kernelColumns) : (window.kernelColumns, channels)
    for tapRow in 0..<window.kernelRows {
      var run = block + tapRow * window.tapRow
      for _ in 0..<runs {
        for number in 0..<length {
          body(run + number, weights)
          weights += together
        }
        run += window.tapColumn
      }
    }
    remaining -= work.blockChannels
    block += work.blockStep
  }
}
