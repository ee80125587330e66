import KernelInterface

/// Outputs `first` to `end` − 1 of a convolution with a kernel for each channel, one block of them.
@inline(never)
func convolveDepthBlocks(_ work: UnsafePointer<BlockConvolution>, _ first: Int, _ end: Int) {
  for place in stride(from: first, to: end, by: 8) {
    depthTile(work, place, min(8, end - place))
  }
}

@inline(__always)
private func depthTile(_ pointer: UnsafePointer<BlockConvolution>, _ first: Int, _ count: Int) {
  let work = pointer.pointee
  let window = work.window
  var origins = InlineArray<8, Int>(repeating: 0)
  var (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
  for index in 0..<8 {
    origins[unchecked: index] = row * window.rowStep + column * window.columnStep
    if index + 1 < count {
      column += 1
      if column == window.outputColumns { (row, column) = (row + 1, 0) }
    }
  }
  var sums = InlineArray<8, Lanes>(repeating: load(work.bias))
  var weights = work.weights
  for tapRow in 0..<window.kernelRows {
    for tapColumn in 0..<window.kernelColumns {
      let tap = work.image + tapRow * window.tapRow + tapColumn * window.tapColumn
      let weight = load(weights)
      for index in 0..<8 {
        sums[unchecked: index] = multiplyAdd(
          sums[unchecked: index], load(tap + origins[unchecked: index]), weight)
      }
      weights += Lanes.scalarCount
    }
  }
  // A copy, so that what follows does not force the sums out of their registers.
  var totals = InlineArray<8, Lanes>(repeating: Lanes.zero)
  for index in 0..<8 { totals[unchecked: index] = sums[unchecked: index] }
  (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
  for index in 0..<count {
    let place = row * window.resultRow + column * window.resultColumn
    var sum = totals[unchecked: index]
    if let addend = work.addend { sum += load(addend + place) }
    store(finished(sum, work.finish), work.output + place)
    column += 1
    if column == window.outputColumns { (row, column) = (row + 1, 0) }
  }
}
