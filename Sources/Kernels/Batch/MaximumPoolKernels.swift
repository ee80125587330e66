import KernelInterface

/// The largest of each window, and the function of it that was left to the pooling; a NaN is larger
/// than every number.
@inline(never)
func maximumPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<LaneFrame>) {
  let (work, group) = (pool.pointee, frame.pointee.group)
  for channel in 0..<work.channels {
    let image = UnsafePointer(group) + work.image + channel * work.imageStride
    let pooled = group + work.pooled + channel * work.pooledStride
    guard work.isAfterFunction else {
      maxima(work, image, pooled)
      continue
    }
    let isClose =
      work.function == .sigmoid
      ? sigmoidOfMaxima(work, image, pooled) : tangentOfMaxima(work, image, pooled)
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
  } slope: {
    $0 * (Lanes(repeating: 1) - $0)
  }
}

@inline(never)
private func tangentOfMaxima(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>
) -> Bool {
  applyToMaxima(work, image, pooled) {
    hyperbolicTangent($0)
  } slope: {
    Lanes(repeating: 1) - $0 * $0
  }
}

/// Applies a function to the maxima of a channel.
///
/// - Returns: whether a window has another cell so close to its maximum that their functions may be
///   equal, or the other way round: then the functions have to be compared.
@inline(__always)
private func applyToMaxima(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>,
  _ function: (Lanes) -> Lanes, slope: (Lanes) -> Lanes
) -> Bool {
  // Both functions are less than 1.5 · 2⁻²⁴ off; over an eighth at most they rise by 0.88 of what
  // their slope at the maximum tells, or by more.
  let (most, resolution) = (Lanes(repeating: 0.125), Lanes(repeating: 0x1p-22))
  var close = Lanes(repeating: 0)
  forEachWindow(work, pooled) { cells, count, offset, to in
    let best = largest(image + offset, cells, count)
    let result = function(best)
    let rise = slope(result)
    for cell in 0..<count {
      let distance = best - load(image + offset + Int(cells[cell]))
      let isFar = rise * distance.replacing(with: most, where: distance .> most) .>= resolution
      close.replace(with: 1, where: .!(isFar .| (distance .== 0)))
    }
    store(result, to)
  }
  return total(close) > 0
}

/// Calls `body` with the cells of every window and their number, and for each of its registers with
/// its place in a cell and where its result belongs.
@inline(__always)
private func forEachWindow(
  _ work: Pool, _ pooled: UnsafeMutablePointer<Float>,
  _ body: (UnsafePointer<Int32>, Int, Int, UnsafeMutablePointer<Float>) -> Void
) {
  var to = pooled
  if work.cellsEach == 4 {
    var cells = UnsafePointer(work.cells.baseAddress.unsafelyUnwrapped)
    for _ in 0..<work.windows.count {
      for vector in 0..<cellVectors {
        body(cells, 4, vector * vectorWidth, to + vector * vectorWidth)
      }
      cells += 4
      to += 16
    }
    return
  }
  for index in 0..<work.windows.count {
    let window = work.windows.baseAddress.unsafelyUnwrapped[index]
    let cells = UnsafePointer(work.cells.baseAddress.unsafelyUnwrapped) + Int(window.firstCell)
    for vector in 0..<cellVectors {
      body(cells, Int(window.cellCount), vector * vectorWidth, to + vector * vectorWidth)
    }
    to += 16
  }
}

@inline(__always)
private func largest(
  _ image: UnsafePointer<Float>, _ cells: UnsafePointer<Int32>, _ count: Int
) -> Lanes {
  guard count > 0 else { return Lanes(repeating: -.infinity) }
  var best = load(image + Int(cells[0]))
  var cell = 1
  while cell < count {
    _ = takes(load(image + Int(cells[cell])), &best)
    cell += 1
  }
  return best
}

/// The largest function of each window of a channel.
@inline(never)
private func maximaOfFunction(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>
) {
  forEachWindow(work, pooled) { cells, count, offset, to in
    var best = valueBefore(work, image + offset + Int(cells[0]))
    var cell = 1
    while cell < count {
      _ = takes(valueBefore(work, image + offset + Int(cells[cell])), &best)
      cell += 1
    }
    store(best, to)
  }
}

/// The function that was left to the pooling, of some numbers of the image.
@inline(__always)
func valueBefore(_ work: Pool, _ from: UnsafePointer<Float>) -> Lanes {
  work.function == .sigmoid ? logistic(load(from)) : hyperbolicTangent(load(from))
}

/// Which numbers are larger than the best before them, and become the best.
@inline(__always)
func takes(_ number: Lanes, _ best: inout Lanes) -> SIMDMask<LaneWords> {
  let wins = (number .> best) .| (number .!= number)
  best.replace(with: number, where: wins)
  return wins
}
