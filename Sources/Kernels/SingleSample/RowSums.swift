import KernelInterface

/// The sum of every channel over its cells.
@inline(never)
func rowChannelSums(
  _ from: UnsafePointer<Float>, _ channels: Int, _ cells: Int, _ to: UnsafeMutablePointer<Float>
) {
  for channel in 0..<channels {
    let start = from + channel * cells
    var sums = fourZeros
    var position = 0
    while position + 4 * vectorWidth <= cells {
      for part in 0..<4 { sums[unchecked: part] += load(start + position + part * vectorWidth) }
      position += 4 * vectorWidth
    }
    while position + vectorWidth <= cells {
      sums[unchecked: 0] += load(start + position)
      position += vectorWidth
    }
    var sum = horizontalSum(
      sumOfFour(sums))
    for rest in position..<cells { sum += start[rest] }
    to[channel] = sum
  }
}

/// Loss and gradient of every position of a sample.
@inline(never)
func rowClassLoss(_ loss: UnsafePointer<ClassLoss>, _ frame: UnsafePointer<GroupFrame>) {
  let work = loss.pointee
  var position = 0
  while position + vectorWidth <= work.positions {
    classLoss(work, frame.pointee, position, 1)
    position += vectorWidth
  }
  // The remaining positions one by one.
  while position < work.positions {
    aloneClassLoss(work, frame.pointee, position)
    position += 1
  }
}

@inline(__always)
private func aloneClassLoss(_ work: ClassLoss, _ frame: GroupFrame, _ position: Int) {
  let logits = UnsafePointer(frame.group) + work.logits + position
  let gradient = frame.group + work.gradient + position
  let step = work.positions
  let label = frame.group[work.labels + position]
  guard label >= 0 else {
    for index in 0..<work.classes { gradient[index * step] = 0 }
    frame.group[work.losses + position] = 0
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
    var numbers = Vector(repeating: -.infinity)
    for lane in 0..<count { numbers[lane] = logits[(first + lane) * step] }
    let powers = exponential(numbers - Vector(repeating: largest))
    for lane in 0..<count {
      gradient[(first + lane) * step] = powers[lane]
      sum += powers[lane]
    }
    first += count
  }
  let logSum = logarithm(Vector(repeating: sum))[0] + largest
  let own = frame.group[work.labelTargets + position]
  let targetSum = frame.group[work.targetSums + position]
  let others = frame.shared + work.otherTargets
  let divisor = others[work.classes]
  var value: Float = 0
  for index in 0..<work.classes {
    let target = label == Float(index) ? own : others[index]
    // 0 · ∞ would be NaN.
    if target != 0 { value += target * (logSum - logits[index * step]) }
    gradient[index * step] = (targetSum * (gradient[index * step] / sum) - target) / divisor
  }
  frame.group[work.losses + position] = value
}

/// One sample needs no interleaving: a copy.
@inline(never)
func rowCopy(
  _ rows: UnsafePointer<Float>, _ step: Int, _ to: UnsafeMutablePointer<Float>, _ count: Int
) { copyRow(rows, to, count) }

/// One sample needs no interleaving: a copy.
@inline(never)
func rowCopyBack(
  _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ step: Int, _ count: Int
) { copyRow(from, to, count) }
