import KernelInterface

/// Loss and gradient of every place of a group.
@inline(never)
func classLoss(_ loss: UnsafePointer<ClassLoss>, _ frame: UnsafePointer<LaneFrame>) {
  let work = loss.pointee
  for place in 0..<work.places {
    for vector in 0..<cellVectors {
      classLoss(work, frame.pointee, place * 16 + vector * vectorWidth, 16)
    }
  }
}

/// Loss and gradient of a register of places or samples.
///
/// - Parameter samples: how many lie side by side.
@inline(__always)
func classLoss(_ work: ClassLoss, _ frame: LaneFrame, _ offset: Int, _ samples: Int) {
  let logits = UnsafePointer(frame.group) + work.logits + offset
  let gradient = frame.group + work.gradient + offset
  let step = work.places * samples
  var largest = Lanes(repeating: -.infinity)
  for index in 0..<work.classes {
    let logit = load(logits + index * step)
    largest.replace(with: logit, where: logit .>= largest)
  }
  var sum = Lanes(repeating: 0)
  for index in 0..<work.classes {
    let power = exponential(load(logits + index * step) - largest)
    store(power, gradient + index * step)
    sum += power
  }
  let spread = logarithm(sum) + largest
  let labels = load(frame.group + work.labels + offset)
  let (own, whole) = (
    load(frame.group + work.ownShares + offset), load(frame.group + work.wholes + offset)
  )
  let others = frame.shared + work.otherShares
  let divisor = Lanes(repeating: others[work.classes])
  let isNone = labels .< 0
  var value = Lanes(repeating: 0)
  for index in 0..<work.classes {
    let isOwn = labels .== Lanes(repeating: Float(index))
    let share = Lanes(repeating: others[index]).replacing(with: own, where: isOwn)
    value += share * (spread - load(logits + index * step))
    let slope = (whole * (load(gradient + index * step) / sum) - share) / divisor
    store(slope.replacing(with: 0, where: isNone), gradient + index * step)
  }
  store(value.replacing(with: 0, where: isNone), frame.group + work.losses + offset)
}
