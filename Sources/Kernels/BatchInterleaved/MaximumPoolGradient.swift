import KernelInterface

/// Adds the gradient of each window to the first of its largest cells.
@inline(never)
func maximumPoolGradient(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let (work, group) = (pool.pointee, frame.pointee.group)
  for channel in 0..<work.channels {
    let image = UnsafePointer(group) + work.image + channel * work.imageStride
    let gradient = group + work.imageGradient + channel * work.imageStride
    let pooled = UnsafePointer(group) + work.pooledGradient + channel * work.pooledStride
    if !work.isPartition { clear(gradient, work.imageStride) }
    if work.fusedFunction != nil, group[work.closeChannels + channel] > 0 {
      gradientOfFunction(work, image, gradient, pooled)
    } else if work.isPartition, work.cellsEach == 4 {
      gradientOfFour(work, image, gradient, pooled)
    } else {
      windowGradient(work, image, gradient, pooled) { load($0) }
    }
  }
}

/// The same where the values of the fused function must be compared.
@inline(never)
private func gradientOfFunction(
  _ work: Pool, _ image: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
  _ pooled: UnsafePointer<Float>
) {
  windowGradient(work, image, gradient, pooled) { fusedValue(work, $0) }
}

@inline(__always)
private func windowGradient(
  _ work: Pool, _ image: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
  _ pooled: UnsafePointer<Float>, _ read: (UnsafePointer<Float>) -> Vector
) {
  var from = pooled
  forEachPlace(work) { window, cells, source in
    for vector in 0..<cellVectors where window.cellCount > 0 {
      let offset = source + vector * vectorWidth
      var best = read(image + Int(cells[0]) + offset)
      var winner = IntegerVector(repeating: 0)
      var cell = 1
      while cell < window.cellCount {
        let wins = replaces(read(image + Int(cells[cell]) + offset), &best)
        winner.replace(with: IntegerVector(repeating: Int32(cell)), where: wins)
        cell += 1
      }
      let rest = load(from + vector * vectorWidth)
      for cell in 0..<window.cellCount {
        let to = gradient + Int(cells[Int(cell)]) + offset
        let won = rest.replacing(with: 0, where: winner .!= IntegerVector(repeating: cell))
        store(work.isPartition ? won : load(to) + won, to)
      }
    }
    from += 16
  }
}

/// The same where windows have four cells and do not overlap.
@inline(__always)
private func gradientOfFour(
  _ work: Pool, _ image: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
  _ pooled: UnsafePointer<Float>
) {
  var from = pooled
  forEachFour(work) { cells, source in
    let (first, second) = (Int(cells[0]), Int(cells[1]))
    let (third, fourth) = (Int(cells[2]), Int(cells[3]))
    for vector in 0..<cellVectors {
      let offset = source + vector * vectorWidth
      let (window, to) = (image + offset, gradient + offset)
      var best = load(window + first)
      let (isSecond, isThird, isFourth) = (
        replaces(load(window + second), &best), replaces(load(window + third), &best),
        replaces(load(window + fourth), &best)
      )
      var rest = load(from + vector * vectorWidth)
      give(&rest, to + fourth, isFourth)
      give(&rest, to + third, isThird)
      give(&rest, to + second, isSecond)
      store(rest, to + first)
    }
    from += 16
  }
}

/// Adds the gradient to a cell in the lanes where it is the maximum, and removes it for later
/// cells.
@inline(__always)
private func give(
  _ rest: inout Vector, _ to: UnsafeMutablePointer<Float>, _ wins: SIMDMask<IntegerVector>
) {
  store(Vector(repeating: 0).replacing(with: rest, where: wins), to)
  rest.replace(with: 0, where: wins)
}
