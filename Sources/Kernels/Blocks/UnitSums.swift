import KernelInterface

/// Units `first` to `end` − 1: four at a time, so that an input is read once for all of them.
@inline(never)
func sumUnits(_ pointer: UnsafePointer<UnitSums>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  var unit = first
  while unit < end {
    if end - unit >= 4 {
      unitTile(work, unit, units: 4)
      unit += 4
    } else {
      unitTile(work, unit, units: 1)
      unit += 1
    }
  }
}

@inline(__always)
private func unitTile(_ work: UnitSums, _ first: Int, units: Int) {
  let width = Lanes.scalarCount
  var sums = InlineArray<8, Lanes>(repeating: Lanes.zero)
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
    var sum = laneSum(sums[unchecked: unit] + sums[unchecked: unit + 4])
    for rest in place..<work.inputs {
      sum += weights[unit * work.inputs + rest] * work.input[rest]
    }
    let value = finished(Lanes(repeating: sum + work.bias[first + unit]), work.finish)
    work.output[first + unit] = value[0]
  }
}

/// The sum of the numbers of a register, one after the other.
@inline(__always)
func laneSum(_ lanes: Lanes) -> Float {
  var sum: Float = 0
  for lane in 0..<Lanes.scalarCount { sum += lanes[lane] }
  return sum
}
