import KernelInterface

/// The sum of every channel over its cells.
@inline(never)
func planeSums(
  _ from: UnsafePointer<Float>, _ channels: Int, _ cells: Int, _ to: UnsafeMutablePointer<Float>
) {
  for channel in 0..<channels {
    let start = from + channel * cells
    var sums = fourZeros
    var place = 0
    while place + 4 * vectorWidth <= cells {
      for part in 0..<4 { sums[unchecked: part] += load(start + place + part * vectorWidth) }
      place += 4 * vectorWidth
    }
    while place + vectorWidth <= cells {
      sums[unchecked: 0] += load(start + place)
      place += vectorWidth
    }
    var sum = total(
      (sums[unchecked: 0] + sums[unchecked: 1]) + (sums[unchecked: 2] + sums[unchecked: 3]))
    for rest in place..<cells { sum += start[rest] }
    to[channel] = sum
  }
}

/// Loss and gradient of every place of a sample.
@inline(never)
func planeClassLoss(_ loss: UnsafePointer<ClassLoss>, _ frame: UnsafePointer<LaneFrame>) {
  let work = loss.pointee
  var place = 0
  while place + vectorWidth <= work.places {
    classLoss(work, frame.pointee, place, 1)
    place += vectorWidth
  }
  // One place alone stands in all lanes.
  while place < work.places {
    aloneClassLoss(work, frame.pointee, place)
    place += 1
  }
}

@inline(__always)
private func aloneClassLoss(_ work: ClassLoss, _ frame: LaneFrame, _ place: Int) {
  let logits = UnsafePointer(frame.group) + work.logits + place
  let gradient = frame.group + work.gradient + place
  let step = work.places
  let label = frame.group[work.labels + place]
  guard label >= 0 else {
    for index in 0..<work.classes { gradient[index * step] = 0 }
    frame.group[work.losses + place] = 0
    return
  }
  var largest = -Float.infinity
  for index in 0..<work.classes where logits[index * step] >= largest {
    largest = logits[index * step]
  }
  var sum: Float = 0
  var first = 0
  while first < work.classes {
    let count = min(vectorWidth, work.classes - first)
    var numbers = Lanes(repeating: -.infinity)
    for lane in 0..<count { numbers[lane] = logits[(first + lane) * step] }
    let powers = exponential(numbers - Lanes(repeating: largest))
    for lane in 0..<count {
      gradient[(first + lane) * step] = powers[lane]
      sum += powers[lane]
    }
    first += count
  }
  let spread = logarithm(Lanes(repeating: sum))[0] + largest
  let own = frame.group[work.ownShares + place]
  let whole = frame.group[work.wholes + place]
  let others = frame.shared + work.otherShares
  let divisor = others[work.classes]
  var value: Float = 0
  for index in 0..<work.classes {
    let share = label == Float(index) ? own : others[index]
    value += share * (spread - logits[index * step])
    gradient[index * step] = (whole * (gradient[index * step] / sum) - share) / divisor
  }
  frame.group[work.losses + place] = value
}

/// One sample's numbers are where they are.
@inline(never)
func planeCopy(
  _ rows: UnsafePointer<Float>, _ step: Int, _ to: UnsafeMutablePointer<Float>, _ count: Int
) { planeMove(rows, to, count) }

/// One sample's numbers are where they are.
@inline(never)
func planeCopyBack(
  _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ step: Int, _ count: Int
) { planeMove(from, to, count) }

/// The kernels of this level for one sample at a time.
func planeKernels() -> LaneKernels {
  LaneKernels(
    samples: 1, walkTile: planeTileCount, walkCosts: [20, 30, 40, 50, 60, 71], walk: planeWalk,
    correlate: planeCorrelate,
    channelSums: planeSums, maximumPool: planeMaximumPool,
    maximumPoolGradient: planeMaximumPoolGradient, meanPool: planeMeanPool,
    meanPoolGradient: planeMeanPoolGradient, function: function, slope: slope,
    classLoss: planeClassLoss, outerSum: planeOuterSum, add: add, update: update,
    interleave: planeCopy, separate: planeCopyBack)
}
