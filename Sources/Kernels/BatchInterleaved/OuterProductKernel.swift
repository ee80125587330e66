import KernelInterface

/// Some rows of a linear layer's weight gradient, summed over all samples of a batch.
@inline(never)
func outerProducts(
  _ outer: UnsafePointer<OuterProducts>, _ batch: UnsafePointer<BatchFrame>, _ first: Int,
  _ count: Int
) {
  var input = 0
  while input < outer.pointee.inputCount {
    var row = first
    while row < first + count {
      let rows = min(largestTile, first + count - row)
      switch rows {
      case 1: outerProductTile(outer, batch, row, input, 1)
      case 2: outerProductTile(outer, batch, row, input, 2)
      case 3: outerProductTile(outer, batch, row, input, 3)
      #if LEVEL_V3 || LEVEL_V4
        case 4: outerProductTile(outer, batch, row, input, 4)
        case 5: outerProductTile(outer, batch, row, input, 5)
        case 6: outerProductTile(outer, batch, row, input, 6)
      #endif
      default: break
      }
      row += rows
    }
    input += 2 * vectorWidth
  }
}

@inline(__always)
private func outerProductTile(
  _ outer: UnsafePointer<OuterProducts>, _ batch: UnsafePointer<BatchFrame>, _ row: Int,
  _ input: Int,
  _ rows: Int
) {
  let (work, batch) = (outer.pointee, batch.pointee)
  var sums = twelveZeros
  for group in 0..<batch.count {
    let base = UnsafePointer(batch.groups) + group * batch.stride
    var inputs = base + work.inputs + input
    let outputs = base + work.outputs + row * 16
    for sample in 0..<16 {
      let (low, high) = (load(inputs), load(inputs + vectorWidth))
      for index in 0..<rows {
        let factor = Vector(repeating: outputs[index * 16 + sample])
        sums[unchecked: 2 * index] = multiplyAdd(sums[unchecked: 2 * index], low, factor)
        sums[unchecked: 2 * index + 1] = multiplyAdd(sums[unchecked: 2 * index + 1], high, factor)
      }
      inputs += work.row
    }
  }
  let gradient = batch.shared + work.gradient + row * work.inputCount + input
  let left = work.inputCount - input
  for index in 0..<rows {
    let to = gradient + index * work.inputCount
    if left >= 2 * vectorWidth {
      store(sums[unchecked: 2 * index], to)
      store(sums[unchecked: 2 * index + 1], to + vectorWidth)
    } else {
      for place in 0..<left {
        to[place] =
          sums[unchecked: 2 * index + place / vectorWidth][place % vectorWidth]
      }
    }
  }
}
