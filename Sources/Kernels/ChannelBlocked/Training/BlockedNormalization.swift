import KernelInterface

/// The cells whose sum is kept in single precision: a gradient is a difference with much
/// cancellation.
@inline(__always) private var cellsAtOnce: Int { 64 }

/// Adds the sum of every channel over the cells.
@inline(never)
func blockedChannelSums(_ pointer: UnsafePointer<BlockedNormalization>) {
  let work = pointer.pointee
  addSums(work, work.sums) { load(work.x + $0) }
}

/// Adds the sum of the squared distances from the mean.
@inline(never)
func blockedSquareSums(_ pointer: UnsafePointer<BlockedNormalization>) {
  let work = pointer.pointee
  let mean = load(work.channels)
  addSums(work, work.sums) { place in
    let distance = load(work.x + place) - mean
    return distance * distance
  }
}

/// Adds the sums of the gradient, and of its products with the normalized numbers.
@inline(never)
func blockedSlopeSums(_ pointer: UnsafePointer<BlockedNormalization>) {
  let work = pointer.pointee
  switch work.rectifier {
  case .relu?: addSlopeSums(work) { slope(work, $0, .relu) }
  case .relu6?: addSlopeSums(work) { slope(work, $0, .relu6) }
  default: addSlopeSums(work) { load(work.slope + $0) }
  }
}

/// The gradient with respect to `y`, before a rectifier.
@inline(__always)
private func slope(
  _ work: BlockedNormalization, _ place: Int, _ rectifier: ElementFunction
) -> Vector {
  let value = load(work.values + place)
  return load(work.slope + place) * derivative(rectifier, value, value, value)
}

@inline(__always)
private func addSlopeSums(_ work: BlockedNormalization, _ slope: (Int) -> Vector) {
  let (mean, inverse) = (load(work.channels), load(work.channels + vectorWidth))
  var first = 0
  while first < work.cells {
    let end = min(work.cells, first + cellsAtOnce)
    var (slopes, products) = (Vector(repeating: 0), Vector(repeating: 0))
    for cell in first..<end {
      let slope = slope(cell * vectorWidth)
      slopes += slope
      products += slope * ((load(work.x + cell * vectorWidth) - mean) * inverse)
    }
    for lane in 0..<vectorWidth {
      work.sums[lane] += Double(slopes[lane])
      work.sums[vectorWidth + lane] += Double(products[lane])
    }
    first = end
  }
}

@inline(__always)
private func addSums(
  _ work: BlockedNormalization, _ sums: UnsafeMutablePointer<Double>, _ number: (Int) -> Vector
) {
  var first = 0
  while first < work.cells {
    let end = min(work.cells, first + cellsAtOnce)
    var parts = fourZeros
    var cell = first
    while cell + 4 <= end {
      for part in 0..<4 { parts[unchecked: part] += number((cell + part) * vectorWidth) }
      cell += 4
    }
    while cell < end {
      parts[unchecked: 0] += number(cell * vectorWidth)
      cell += 1
    }
    let sum = sumOfFour(parts)
    for lane in 0..<vectorWidth { sums[lane] += Double(sum[lane]) }
    first = end
  }
}

/// `y = scale · ((x − mean) · inverse) + shift`
@inline(never)
func blockedNormalize(_ pointer: UnsafePointer<BlockedNormalization>) {
  let work = pointer.pointee
  switch work.rectifier {
  case .relu?: normalize(work) { value(.relu, $0, $0) }
  case .relu6?: normalize(work) { value(.relu6, $0, $0) }
  default: normalize(work) { $0 }
  }
}

@inline(__always)
private func normalize(_ work: BlockedNormalization, _ rectify: (Vector) -> Vector) {
  let (mean, inverse) = (load(work.channels), load(work.channels + vectorWidth))
  let scale = load(work.channels + 2 * vectorWidth)
  let shift = load(work.channels + 3 * vectorWidth)
  for cell in 0..<work.cells {
    let normal = (load(work.x + cell * vectorWidth) - mean) * inverse
    store(rectify(scale * normal + shift), work.y + cell * vectorWidth)
  }
}

/// `y = factor · (slope − (share + normalized · product share))`
@inline(never)
func blockedNormalizationGradient(_ pointer: UnsafePointer<BlockedNormalization>) {
  let work = pointer.pointee
  switch work.rectifier {
  case .relu?: backpropagate(work) { slope(work, $0, .relu) }
  case .relu6?: backpropagate(work) { slope(work, $0, .relu6) }
  default: backpropagate(work) { load(work.slope + $0) }
  }
}

@inline(__always)
private func backpropagate(_ work: BlockedNormalization, _ slope: (Int) -> Vector) {
  let (mean, inverse) = (load(work.channels), load(work.channels + vectorWidth))
  let share = load(work.channels + 2 * vectorWidth)
  let productShare = load(work.channels + 3 * vectorWidth)
  let factor = load(work.factor)
  for cell in 0..<work.cells {
    let place = cell * vectorWidth
    let normal = (load(work.x + place) - mean) * inverse
    store(factor * (slope(place) - (share + normal * productShare)), work.y + place)
  }
}
