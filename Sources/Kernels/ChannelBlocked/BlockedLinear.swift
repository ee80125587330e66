import KernelInterface

/// Units `first` to `end` − 1 of a linear layer: four at a time, which share the reads of an input.
@inline(never)
func linear(_ pointer: UnsafePointer<LinearRows>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  var unit = first
  while unit < end {
    if end - unit >= 4 {
      linearTile(work, unit, units: 4)
      unit += 4
    } else {
      linearTile(work, unit, units: 1)
      unit += 1
    }
  }
}

@inline(__always)
private func linearTile(_ work: LinearRows, _ first: Int, units: Int) {
  let width = Vector.scalarCount
  var sums = eightSums(Vector(repeating: 0))
  let weights = work.weights + first * work.inputs
  var place = 0
  while place + 2 * width <= work.inputs {
    let (low, high) = (load(work.input + place), load(work.input + place + width))
    for unit in 0..<units {
      let row = weights + unit * work.inputs + place
      sums[unchecked: unit] = multiplyAdd(sums[unchecked: unit], load(row), low)
      sums[unchecked: unit + 4] = multiplyAdd(
        sums[unchecked: unit + 4], load(row + width), high)
    }
    place += 2 * width
  }
  for unit in 0..<units {
    var sum = sumInOrder(sums[unchecked: unit] + sums[unchecked: unit + 4])
    for rest in place..<work.inputs {
      sum += weights[unit * work.inputs + rest] * work.input[rest]
    }
    let value = activated(
      Vector(repeating: sum + work.bias[first + unit]), work.activation, work.parameter)
    work.output[first + unit] = value[0]
  }
}
