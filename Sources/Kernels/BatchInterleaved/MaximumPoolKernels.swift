import KernelInterface

/// The maximum of each window, with the function that is fused into the pooling; NaN is larger than
/// every number.
@inline(never)
func maximumPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let (work, group) = (pool.pointee, frame.pointee.group)
  for channel in 0..<work.channels {
    let image = UnsafePointer(group) + work.image + channel * work.imageStride
    let pooled = group + work.pooled + channel * work.pooledStride
    let isClose: Bool
    switch work.fusedFunction {
    case .sigmoid?: isClose = sigmoidOfMaxima(work, image, pooled)
    case .tanh?: isClose = tanhOfMaxima(work, image, pooled)
    default:
      maxima(work, image, pooled)
      continue
    }
    group[work.closeChannels + channel] = isClose ? 1 : 0
    if isClose { maximaOfFunction(work, image, pooled) }
  }
}

@inline(__always)
private func maxima(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>
) {
  forEachWindow(work, pooled) { cells, count, offset, to in
    store(largest(image + offset, cells, count), to)
  }
}

@inline(never)
private func sigmoidOfMaxima(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>
) -> Bool {
  applyToMaxima(work, image, pooled) {
    logistic($0)
  } derivative: {
    $0 * (Vector(repeating: 1) - $0)
  }
}

@inline(never)
private func tanhOfMaxima(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>
) -> Bool {
  applyToMaxima(work, image, pooled) {
    hyperbolicTangent($0)
  } derivative: {
    Vector(repeating: 1) - $0 * $0
  }
}

/// Applies a function to the maxima of a channel.
///
/// - Returns: whether a window has another cell so close to its maximum that their function values
///   may be equal or in the opposite order, so that the function values must be compared.
@inline(__always)
private func applyToMaxima(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>,
  _ function: (Vector) -> Vector, derivative: (Vector) -> Vector
) -> Bool {
  // Both functions have errors below 1.5 · 2⁻²⁴; over a distance of at most ⅛ they rise by at least
  // 0.88 times what their derivative at the maximum predicts.
  let (most, resolution) = (Vector(repeating: 0.125), Vector(repeating: 0x1p-22))
  var close = Vector(repeating: 0)
  forEachWindow(work, pooled) { cells, count, offset, to in
    let best = largest(image + offset, cells, count)
    let result = function(best)
    let rise = derivative(result)
    for cell in 0..<count {
      let distance = best - load(image + offset + Int(cells[cell]))
      let isFar = rise * distance.replacing(with: most, where: distance .> most) .>= resolution
      close.replace(with: 1, where: .!(isFar .| (distance .== 0)))
    }
    store(result, to)
  }
  return horizontalSum(close) > 0
}

/// Calls `body` for every vector of every window, with the window's cells and their number, the
/// offset in the channel that cells and vector begin at, and the address of its result.
@inline(__always)
private func forEachWindow(
  _ work: Pool, _ pooled: UnsafeMutablePointer<Float>,
  _ body: (UnsafePointer<Int32>, Int, Int, UnsafeMutablePointer<Float>) -> Void
) {
  var to = pooled
  if work.cellsEach == 4 {
    forEachFour(work) { cells, source in
      for vector in 0..<cellVectors {
        body(cells, 4, source + vector * vectorWidth, to + vector * vectorWidth)
      }
      to += 16
    }
    return
  }
  forEachPlace(work) { window, cells, source in
    for vector in 0..<cellVectors {
      body(
        cells, Int(window.cellCount), source + vector * vectorWidth, to + vector * vectorWidth)
    }
    to += 16
  }
}

/// Calls `body` for every window, with its cells and the offset in the channel that they begin at.
@inline(__always)
func forEachPlace(
  _ work: Pool, _ body: (PoolWindow, UnsafePointer<Int32>, Int) -> Void
) {
  let cells = UnsafePointer(work.cells.baseAddress.unsafelyUnwrapped)
  for index in 0..<work.rows.count {
    let row = work.rows.baseAddress.unsafelyUnwrapped[index]
    let windows = work.windows.baseAddress.unsafelyUnwrapped + Int(row.firstWindow)
    for column in 0..<work.columns {
      let window = windows[column]
      body(window, cells + Int(window.firstCell), Int(row.source))
    }
  }
}

/// The same where every window has four cells.
@inline(__always)
func forEachFour(_ work: Pool, _ body: (UnsafePointer<Int32>, Int) -> Void) {
  for index in 0..<work.rows.count {
    let row = work.rows.baseAddress.unsafelyUnwrapped[index]
    var cells = UnsafePointer(work.cells.baseAddress.unsafelyUnwrapped) + 4 * Int(row.firstWindow)
    for _ in 0..<work.columns {
      body(cells, Int(row.source))
      cells += 4
    }
  }
}

@inline(__always)
private func largest(
  _ image: UnsafePointer<Float>, _ cells: UnsafePointer<Int32>, _ count: Int
) -> Vector {
  guard count > 0 else { return Vector(repeating: -.infinity) }
  var best = load(image + Int(cells[0]))
  var cell = 1
  while cell < count {
    _ = replaces(load(image + Int(cells[cell])), &best)
    cell += 1
  }
  return best
}

/// The maximum of the fused function in each window of a channel.
@inline(never)
private func maximaOfFunction(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>
) {
  forEachWindow(work, pooled) { cells, count, offset, to in
    var best = fusedValue(work, image + offset + Int(cells[0]))
    var cell = 1
    while cell < count {
      _ = replaces(fusedValue(work, image + offset + Int(cells[cell])), &best)
      cell += 1
    }
    store(best, to)
  }
}

/// The fused function of some numbers of the image.
@inline(__always)
func fusedValue(_ work: Pool, _ from: UnsafePointer<Float>) -> Vector {
  if case .sigmoid? = work.fusedFunction { return logistic(load(from)) }
  return hyperbolicTangent(load(from))
}

/// The lanes whose number is larger than the maximum so far, which is updated.
@inline(__always)
func replaces(_ number: Vector, _ best: inout Vector) -> SIMDMask<IntegerVector> {
  let wins = (number .> best) .| (number .!= number)
  best.replace(with: number, where: wins)
  return wins
}
