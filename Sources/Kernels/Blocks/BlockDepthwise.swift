import KernelInterface

/// Outputs `first` to `end` − 1 of a convolution with a kernel for each channel, one block of them.
@inline(never)
func convolveDepthBlocks(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  let step = work.pointee.window.columnStep
  if step == Lanes.scalarCount {
    depthLines(work.pointee, first, end) { index, _ in index * Lanes.scalarCount }
  } else {
    // With any other distance what lies behind the last output could be outside of the memory.
    depthLines(work.pointee, first, end) { index, count in min(index, count - 1) * step }
  }
}

/// Row by row, up to eight outputs together.
///
/// - Parameter distance: from the first tap of the first of so many outputs to that of another, also
///   of those behind a row's last one, whose sums nobody wants.
@inline(__always)
private func depthLines(
  _ work: BlockConvolution, _ first: Int, _ end: Int, _ distance: (Int, Int) -> Int
) {
  let window = work.window
  let bias = load(work.bias)
  var cursor = OutputCursor(window, first)
  var place = first
  while place < end {
    let count = min(8, min(end - place, window.outputColumns - cursor.column))
    var sums = eightSums(bias)
    var weights = work.weights
    for tapRow in 0..<window.kernelRows {
      var tap = work.image + cursor.origin + tapRow * window.tapRow
      for _ in 0..<window.kernelColumns {
        let weight = load(weights)
        for index in 0..<8 {
          sums[unchecked: index] = multiplyAdd(
            sums[unchecked: index], load(tap + distance(index, count)), weight)
        }
        weights += Lanes.scalarCount
        tap += window.tapColumn
      }
    }
    if let addend = work.addend {
      for index in 0..<8 {
        sums[unchecked: index] += load(addend + cursor.result + index * window.resultColumn)
      }
    }
    switch work.finish {
    case .plain: break
    case .relu:
      for index in 0..<8 { sums[unchecked: index] = finished(sums[unchecked: index], .relu) }
    case .relu6:
      for index in 0..<8 { sums[unchecked: index] = finished(sums[unchecked: index], .relu6) }
    }
    let output = work.output + cursor.result
    if count == 8 {
      for index in 0..<8 { store(sums[unchecked: index], output + index * window.resultColumn) }
    } else {
      // A copy, so that what follows does not force the sums out of their registers.
      var totals = eightSums(bias)
      for index in 0..<8 { totals[unchecked: index] = sums[unchecked: index] }
      for index in 0..<count {
        store(totals[unchecked: index], output + index * window.resultColumn)
      }
    }
    cursor.advance(window, by: count)
    place += count
  }
}
