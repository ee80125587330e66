import KernelInterface

/// Loss and gradient of every position of a group.
@inline(never)
func classLoss(_ loss: UnsafePointer<ClassLoss>, _ frame: UnsafePointer<GroupFrame>) {
  let work = loss.pointee
  for position in 0..<work.positions {
    for vector in 0..<cellVectors {
      classLoss(work, frame.pointee, position * 16 + vector * vectorWidth, 16)
    }
  }
}

/// The loss and gradient of a vector of positions or samples.
///
/// - Parameter samples: the number of interleaved samples.
@inline(__always)
func classLoss(_ work: ClassLoss, _ frame: GroupFrame, _ offset: Int, _ samples: Int) {
  let logits = UnsafePointer(frame.group) + work.logits + offset
  let gradient = frame.group + work.gradient + offset
  let step = work.positions * samples
  var largest = Vector(repeating: -.infinity)
  for index in 0..<work.classes {
    let logit = load(logits + index * step)
    largest.replace(with: logit, where: logit .>= largest)
  }
  var sum = Vector(repeating: 0)
  for index in 0..<work.classes {
    let power = exponential(load(logits + index * step) - largest)
    store(power, gradient + index * step)
    sum += power
  }
  let logSum = logarithm(sum) + largest
  let labels = load(frame.group + work.labels + offset)
  let (own, targetSum) = (
    load(frame.group + work.labelTargets + offset), load(frame.group + work.targetSums + offset)
  )
  let others = frame.shared + work.otherTargets
  let divisor = Vector(repeating: others[work.classes])
  let isNone = labels .< 0
  var value = Vector(repeating: 0)
  for index in 0..<work.classes {
    let isOwn = labels .== Vector(repeating: Float(index))
    let target = Vector(repeating: others[index]).replacing(with: own, where: isOwn)
    // 0 · ∞ would be NaN.
    let loss = target * (logSum - load(logits + index * step))
    value += loss.replacing(with: 0, where: target .== 0)
    let slope = (targetSum * (load(gradient + index * step) / sum) - target) / divisor
    store(slope.replacing(with: 0, where: isNone), gradient + index * step)
  }
  store(value.replacing(with: 0, where: isNone), frame.group + work.losses + offset)
}
