import KernelInterface

/// Outputs `first` to `end` − 1 of a depthwise convolution, of one block of channels.
@inline(never)
func convolveDepthwise(_ work: UnsafePointer<BlockedConvolution>, _ first: Int, _ end: Int) {
  let step = work.pointee.window.columnStep
  if step == Vector.scalarCount {
    depthLines(work.pointee, first, end) { index, _ in index * Vector.scalarCount }
  } else {
    // With any other distance, reading after the last output could leave the allocated memory.
    depthLines(work.pointee, first, end) { index, count in min(index, count - 1) * step }
  }
}

/// Row by row, up to eight outputs at once.
///
/// - Parameter distance: maps `(index, count)` to the distance from the first output's first tap to
///   that of output `index`; from `count` on the sums are not used.
@inline(__always)
private func depthLines(
  _ work: BlockedConvolution, _ first: Int, _ end: Int, _ distance: (Int, Int) -> Int
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
        weights += Vector.scalarCount
        tap += window.tapColumn
      }
    }
    if let addend = work.addend {
      for index in 0..<8 {
        sums[unchecked: index] += load(addend + cursor.result + index * window.resultColumn)
      }
    }
    switch work.activation {
    case .relu?: rectify(&sums, .relu)
    case .relu6?: rectify(&sums, .relu6)
    case nil: break
    case let function?: apply(function, work.parameter, &sums)
    }
    let output = work.output + cursor.result
    if count == 8 {
      for index in 0..<8 { store(sums[unchecked: index], output + index * window.resultColumn) }
    } else {
      // A copy, so that indexing by a variable does not move the sums to memory.
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

@inline(__always)
private func rectify(_ sums: inout InlineArray<8, Vector>, _ function: ElementFunction) {
  for index in 0..<8 {
    let sum = sums[unchecked: index]
    sums[unchecked: index] = value(function, sum, sum)
  }
}

/// Applies a function that is not a rectifier.
@inline(__always)
private func apply(
  _ function: ElementFunction, _ parameter: Float, _ sums: inout InlineArray<8, Vector>
) {
  var totals = twentyFourZeros
  for index in 0..<8 { totals[unchecked: index] = sums[unchecked: index] }
  apply(function, parameter, &totals, 8)
  for index in 0..<8 { sums[unchecked: index] = totals[unchecked: index] }
}
