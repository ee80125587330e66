import KernelInterface

/// Outputs `first` to `end` − 1 of a convolution, as many together as the registers hold.
@inline(never)
func convolveBlocked(_ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int) {
  switch work.pointee.results {
  case 1: convolveOne(work, first, end)
  case 2: convolveTwo(work, first, end)
  default: convolveThree(work, first, end)
  }
}

@inline(never)
private func convolveOne(_ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int) {
  switch work.pointee.window.columnStep {
  case 1: convolveLines(work.pointee, first, end, step: 1)
  case Vector.scalarCount: convolveLines(work.pointee, first, end, step: Vector.scalarCount)
  default: convolveTiles(work.pointee, first, end, outputs: tileOf1, vectors: 1)
  }
}

@inline(never)
private func convolveTwo(_ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int) {
  convolveTiles(work.pointee, first, end, outputs: tileOf2, vectors: 2)
}

@inline(never)
private func convolveThree(_ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int) {
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

/// Tiles of consecutive outputs, which may continue in the next row.
@inline(__always)
private func convolveTiles(
  _ work: BlockedConvolution, _ first: Int, _ end: Int, outputs: Int, vectors: Int
) {
  var cursor = OutputCursor(work.window, first)
  var place = first
  while place < end {
    let count = min(outputs, end - place)
    var (origins, results) = (fourteenOffsets, fourteenOffsets)
    setOffsets(&origins, &results, &cursor, work.window, outputs, count)
    var sums = twentyFourZeros
    for vector in 0..<vectors {
      let bias = load(work.bias + vector * Vector.scalarCount)
      for index in 0..<outputs { sums[unchecked: index * vectors + vector] = bias }
    }
    forEachTap(work, vectors * Vector.scalarCount) { tap, weights in
      for index in 0..<outputs {
        let x = Vector(repeating: tap[origins[unchecked: index]])
        for vector in 0..<vectors {
          let place = index * vectors + vector
          sums[unchecked: place] = multiplyAdd(
            sums[unchecked: place], x, load(weights + vector * Vector.scalarCount))
        }
      }
    }
    // A copy, so that indexing by a variable does not move the sums to memory.
    var totals = twentyFourZeros
    for index in 0..<outputs * vectors { totals[unchecked: index] = sums[unchecked: index] }
    applyEpilogue(work, &totals, results, outputs: outputs, vectors: vectors)
    for index in 0..<outputs {
      let to = work.output + results[unchecked: index]
      for vector in 0..<vectors {
        store(totals[unchecked: index * vectors + vector], to + vector * work.resultStep)
      }
    }
    place += count
  }
}

/// The offsets of the next outputs, and of their first taps; after the last of `count` outputs the
/// last one is repeated, and computed again.
@inline(__always)
private func setOffsets(
  _ origins: inout InlineArray<14, Int>, _ results: inout InlineArray<14, Int>,
  _ cursor: inout OutputCursor, _ window: BlockedWindow, _ outputs: Int, _ count: Int
) {
  if cursor.column + outputs <= min(window.outputColumns, cursor.column + count) {
    for index in 0..<outputs {
      origins[unchecked: index] = cursor.origin + index * window.columnStep
      results[unchecked: index] = cursor.result + index * window.resultColumn
    }
    return cursor.advance(window, by: outputs)
  }
  for index in 0..<outputs {
    origins[unchecked: index] = cursor.origin
    results[unchecked: index] = cursor.result
    if index + 1 < count { cursor.advance(window) }
  }
  cursor.advance(window)
}

/// Row by row, where the distance between adjacent outputs is constant, because there are no
/// registers for so many offsets. Sums after a row's last output are computed from arbitrary memory
/// and not stored.
@inline(__always)
private func convolveLines(_ work: BlockedConvolution, _ first: Int, _ end: Int, step: Int) {
  var cursor = OutputCursor(work.window, first)
  var place = first
  while place < end {
    let count = min(tileOf1, min(end - place, work.window.outputColumns - cursor.column))
    let origin = cursor.origin
    var results = fourteenOffsets
    for index in 0..<tileOf1 {
      results[unchecked: index] = cursor.result + index * work.window.resultColumn
    }
    cursor.advance(work.window, by: count)
    var sums = twentyFourZeros
    let bias = load(work.bias)
    for index in 0..<tileOf1 { sums[unchecked: index] = bias }
    forEachTap(work, Vector.scalarCount) { tap, weights in
      let weight = load(weights)
      for index in 0..<tileOf1 {
        sums[unchecked: index] = multiplyAdd(
          sums[unchecked: index], Vector(repeating: tap[origin + index * step]), weight)
      }
    }
    // A copy, so that indexing by a variable does not move the sums to memory.
    var totals = twentyFourZeros
    for index in 0..<tileOf1 { totals[unchecked: index] = sums[unchecked: index] }
    applyEpilogue(work, &totals, results, outputs: tileOf1, vectors: 1)
    for index in 0..<count {
      store(totals[unchecked: index], work.output + results[unchecked: index])
    }
    place += count
  }
}

/// Calls `body` with every number that the first output reads, and with its weights.
@inline(__always)
private func forEachTap(
  _ work: BlockedConvolution, _ atOnce: Int,
  _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void
) {
  let window = work.window
  var (weights, block, remaining) = (work.weights, work.image, work.channels)
  while remaining > 0 {
    let channels = min(remaining, work.blockChannels)
    // If the channels of adjacent taps are contiguous, a row of taps is one run.
    let isRun = channels == window.tapColumn
    let (runs, length) =
      isRun ? (1, channels * window.kernelColumns) : (window.kernelColumns, channels)
    for tapRow in 0..<window.kernelRows {
      var run = block + tapRow * window.tapRow
      for _ in 0..<runs {
        for number in 0..<length {
          body(run + number, weights)
          weights += atOnce
        }
        run += window.tapColumn
      }
    }
    remaining -= work.blockChannels
    block += work.blockStep
  }
}
