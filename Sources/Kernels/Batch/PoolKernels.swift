import KernelInterface

/// The largest of each window; a NaN is larger than every number.
@inline(never)
func maximumPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<LaneFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    var pooled = frame.pointee.group + work.pooled + channel * work.pooledStride
    for index in 0..<work.windows.count {
      let window = work.windows.baseAddress.unsafelyUnwrapped[index]
      let cells = work.cells.baseAddress.unsafelyUnwrapped + Int(window.firstCell)
      for vector in 0..<cellVectors {
        var best = Lanes(repeating: -.infinity)
        if window.cellCount > 0 { best = load(image + Int(cells[0]) + vector * vectorWidth) }
        var cell = 1
        while cell < window.cellCount {
          let number = load(image + Int(cells[cell]) + vector * vectorWidth)
          best.replace(with: number, where: (number .> best) .| (number .!= number))
          cell += 1
        }
        store(best, pooled + vector * vectorWidth)
      }
      pooled += 16
    }
  }
}

/// The gradient of each window to the first of its largest cells.
@inline(never)
func maximumPoolGradient(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<LaneFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    let gradient = frame.pointee.group + work.imageGradient + channel * work.imageStride
    var pooled =
      UnsafePointer(frame.pointee.group) + work.pooledGradient + channel * work.pooledStride
    if !work.isPartition { clear(gradient, work.imageStride) }
    for index in 0..<work.windows.count {
      let window = work.windows.baseAddress.unsafelyUnwrapped[index]
      let cells = work.cells.baseAddress.unsafelyUnwrapped + Int(window.firstCell)
      for vector in 0..<cellVectors where window.cellCount > 0 {
        let offset = vector * vectorWidth
        let winner = winners(image + offset, cells, window.cellCount)
        let share = load(pooled + offset)
        for cell in 0..<window.cellCount {
          let to = gradient + Int(cells[Int(cell)]) + offset
          let won = share.replacing(
            with: 0, where: winner .!= LaneWords(repeating: cell))
          store(work.isPartition ? won : load(to) + won, to)
        }
      }
      pooled += 16
    }
  }
}

/// Which cell of a window wins, for each sample.
@inline(__always)
private func winners(
  _ image: UnsafePointer<Float>, _ cells: UnsafePointer<Int32>, _ count: Int32
) -> LaneWords {
  var best = load(image + Int(cells[0]))
  var winner = LaneWords(repeating: 0)
  var cell: Int32 = 1
  while cell < count {
    let number = load(image + Int(cells[Int(cell)]))
    let wins = (number .> best) .| (number .!= number)
    best.replace(with: number, where: wins)
    winner.replace(with: LaneWords(repeating: cell), where: wins)
    cell += 1
  }
  return winner
}

/// The sum of each window times its share.
@inline(never)
func meanPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<LaneFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    var pooled = frame.pointee.group + work.pooled + channel * work.pooledStride
    for index in 0..<work.windows.count {
      let window = work.windows.baseAddress.unsafelyUnwrapped[index]
      let cells = work.cells.baseAddress.unsafelyUnwrapped + Int(window.firstCell)
      for vector in 0..<cellVectors {
        var sum = Lanes(repeating: 0)
        for cell in 0..<Int(window.cellCount) {
          sum += load(image + Int(cells[cell]) + vector * vectorWidth)
        }
        store(sum * Lanes(repeating: window.share), pooled + vector * vectorWidth)
      }
      pooled += 16
    }
  }
}

/// The gradient of each window times its share to each of its cells.
@inline(never)
func meanPoolGradient(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<LaneFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let gradient = frame.pointee.group + work.imageGradient + channel * work.imageStride
    var pooled =
      UnsafePointer(frame.pointee.group) + work.pooledGradient + channel * work.pooledStride
    if !work.isPartition { clear(gradient, work.imageStride) }
    for index in 0..<work.windows.count {
      let window = work.windows.baseAddress.unsafelyUnwrapped[index]
      let cells = work.cells.baseAddress.unsafelyUnwrapped + Int(window.firstCell)
      for vector in 0..<cellVectors {
        let share = load(pooled + vector * vectorWidth) * Lanes(repeating: window.share)
        for cell in 0..<Int(window.cellCount) {
          let to = gradient + Int(cells[cell]) + vector * vectorWidth
          store(work.isPartition ? share : load(to) + share, to)
        }
      }
      pooled += 16
    }
  }
}

/// Zeros, a multiple of a vector.
@inline(__always)
func clear(_ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var place = 0
  while place < count {
    store(Lanes(repeating: 0), to + place)
    place += vectorWidth
  }
}
