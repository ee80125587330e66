import KernelInterface

/// Outputs `first` to `end` − 1 of a convolution with a kernel for each channel, one block of them.
@inline(never)
func convolveDepthBlocks(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  if work.pointee.window.columnStep == Lanes.scalarCount {
    depthLines(work.pointee, first, end, step: Lanes.scalarCount)
  } else {
    depthLines(work.pointee, first, end, step: work.pointee.window.columnStep)
  }
}

/// Row by row. Outputs behind a row's last one are computed from what lies there.
@inline(__always)
private func depthLines(_ work: BlockConvolution, _ first: Int, _ end: Int, step: Int) {
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
            sums[unchecked: index], load(tap + index * step), weight)
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
