import KernelInterface

/// Outputs `first` to `end` − 1 of a convolution, as many together as the registers hold.
@inline(never)
func convolveBlocked(_ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int) {
  switch work.pointee.results {
  case 1: convolveOne(work, first, end)
  case 2 where isDivided(work.pointee, end - first, outputs: tileOf2, vectors: 2):
    convolveTwoInGroups(work, first, end)
  case 2: convolveTwo(work, first, end)
  case _ where isDivided(work.pointee, end - first, outputs: tileOf3, vectors: 3):
    convolveThreeInGroups(work, first, end)
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
private func convolveTwoInGroups(
  _ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int
) {
  convolveGroups(work.pointee, first, end, outputs: tileOf2, vectors: 2)
}

@inline(never)
private func convolveThreeInGroups(
  _ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int
) {
  convolveGroups(work.pointee, first, end, outputs: tileOf3, vectors: 3)
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
  var (cursor, place) = (OutputCursor(work.window, first), first)
  var ahead = work.weights
  while place < end {
    let count = min(outputs, end - place)
    convolveTile(
      work, &cursor, count, outputs: outputs, vectors: vectors, continues: false, isLast: true,
      &ahead, fetchStep: nil)
    place += count
  }
}

/// The division of a convolution whose weights do not fit in the L1 cache: they are read in groups of
/// input channels, each for all tiles. In between, the sums wait in the output. The weights of the next
/// group are fetched during the tiles of one, because they may come from far away.
private struct ChannelGroups {
  /// The channels of a group, and their blocks.
  let channels: Int
  let blocks: Int
  /// The floats of a group's weights.
  let weights: Int
  let isDivided: Bool
  /// From one weight that is fetched to the next, where each tile's tap fetches one.
  let step: Int

  /// The weights of a group, in floats: a third of the L1 cache.
  @inline(__always) private static var cachedWeights: Int { 4 << 10 }

  @inline(__always)
  init(_ work: BlockedConvolution, tiles: Int, vectors: Int) {
    let atOnce = vectors * Vector.scalarCount
    // A part of a transposed convolution may have none.
    let taps = max(1, work.window.kernelRows * work.window.kernelColumns)
    blocks = max(1, Self.cachedWeights / (taps * atOnce * work.blockChannels))
    channels = blocks * work.blockChannels
    weights = channels * taps * atOnce
    isDivided = tiles > 1 && work.channels > 2 * channels
    step = (atOnce + tiles - 1) / tiles
  }
}

@inline(__always)
private func isDivided(
  _ work: BlockedConvolution, _ count: Int, outputs: Int, vectors: Int
) -> Bool {
  ChannelGroups(work, tiles: (count + outputs - 1) / outputs, vectors: vectors).isDivided
}

@inline(__always)
private func convolveGroups(
  _ work: BlockedConvolution, _ first: Int, _ end: Int, outputs: Int, vectors: Int
) {
  let groups = ChannelGroups(work, tiles: (end - first + outputs - 1) / outputs, vectors: vectors)
  var part = work
  var remaining = work.channels
  while remaining > 0 {
    part.channels = min(remaining, groups.channels)
    var ahead = part.weights + groups.weights
    var (cursor, place) = (OutputCursor(work.window, first), first)
    while place < end {
      let count = min(outputs, end - place)
      convolveTile(
        part, &cursor, count, outputs: outputs, vectors: vectors,
        continues: remaining < work.channels, isLast: remaining <= groups.channels, &ahead,
        fetchStep: groups.step)
      place += count
    }
    part.image += groups.blocks * work.blockStep
    part.weights += groups.weights
    remaining -= groups.channels
  }
}

/// A tile of `count` outputs; the last of them is computed again where the tile has more.
///
/// - Parameters:
///   - continues: whether the sums of the channels before are in the output.
///   - isLast: whether the sums are complete after these channels.
@inline(__always)
private func convolveTile(
  _ work: BlockedConvolution, _ cursor: inout OutputCursor, _ count: Int, outputs: Int,
  vectors: Int, continues: Bool, isLast: Bool, _ ahead: inout UnsafePointer<Float>,
  fetchStep: Int?
) {
  var (origins, results) = (fourteenOffsets, fourteenOffsets)
  setOffsets(&origins, &results, &cursor, work.window, outputs, count)
  var sums = twentyFourZeros
  for vector in 0..<vectors {
    if continues {
      let from = work.output + vector * work.resultStep
      for index in 0..<outputs {
        sums[unchecked: index * vectors + vector] = load(from + results[unchecked: index])
      }
    } else {
      let bias = load(work.bias + vector * Vector.scalarCount)
      for index in 0..<outputs { sums[unchecked: index * vectors + vector] = bias }
    }
  }
  var fetched = ahead
  forEachTap(work, vectors * Vector.scalarCount) { tap, weights in
    if let fetchStep {
      prefetch(fetched)
      fetched += fetchStep
    }
    for index in 0..<outputs {
      let x = Vector(repeating: tap[origins[unchecked: index]])
      for vector in 0..<vectors {
        let place = index * vectors + vector
        sums[unchecked: place] = multiplyAdd(
          sums[unchecked: place], x, load(weights + vector * Vector.scalarCount))
      }
    }
  }
  ahead = fetched
  // A copy, so that indexing by a variable does not move the sums to memory.
  var totals = twentyFourZeros
  for index in 0..<outputs * vectors { totals[unchecked: index] = sums[unchecked: index] }
  if isLast { applyEpilogue(work, &totals, results, outputs: outputs, vectors: vectors) }
  for index in 0..<outputs {
    let to = work.output + results[unchecked: index]
    for vector in 0..<vectors {
      store(totals[unchecked: index * vectors + vector], to + vector * work.resultStep)
    }
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
