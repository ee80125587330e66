import KernelInterface

/// The maximum of each window; NaN is larger than every number.
@inline(never)
func rowMaximumPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    let pooled = frame.pointee.group + work.pooled + channel * work.pooledStride
    if work.grid.isInside {
      forEachLine(work.grid, image, pooled) { from, to, count in
        var best = load(from, every: work.grid.columnStride, count: count)
        for row in 0..<work.grid.kernelRows {
          for column in 0..<work.grid.kernelColumns where row + column > 0 {
            let number = load(
              from + row * work.grid.tapRow + column * work.grid.tapColumn,
              every: work.grid.columnStride, count: count)
            best.replace(with: number, where: (number .> best) .| (number .!= number))
          }
        }
        store(best, to, count: count)
      }
      continue
    }
    var to = pooled
    forEachPlace(work) { window, cells, source in
      let winner = winner(window, cells, image + source)
      to.pointee = winner < 0 ? -.infinity : image[source + winner]
      to += 1
    }
  }
}

/// Adds the gradient of each window to the first of its largest cells.
@inline(never)
func rowMaximumPoolGradient(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let work = pool.pointee
  let isPairs = work.grid.isInside && work.isPartition && work.grid.isTwoByTwo
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    let gradient = frame.pointee.group + work.imageGradient + channel * work.imageStride
    let pooled =
      UnsafePointer(frame.pointee.group) + work.pooledGradient + channel * work.pooledStride
    if isPairs {
      pairsOfWinners(work, image, gradient, pooled)
      continue
    }
    clearRow(gradient, work.imageStride)
    var from = pooled
    forEachPlace(work) { window, cells, source in
      let winner = winner(window, cells, image + source)
      if winner >= 0 { gradient[source + winner] += from.pointee }
      from += 1
    }
  }
}

/// The sum of each window times its scale.
@inline(never)
func rowMeanPool(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let work = pool.pointee
  for channel in 0..<work.channels {
    let image = UnsafePointer(frame.pointee.group) + work.image + channel * work.imageStride
    let pooled = frame.pointee.group + work.pooled + channel * work.pooledStride
    if work.isWhole {
      rowChannelSums(image, 1, work.imageStride, pooled)
      pooled[0] *= wholeScale(work)
      continue
    }
    if work.grid.isInside {
      let scale = Vector(repeating: work.windows.baseAddress.unsafelyUnwrapped[0].scale)
      if work.grid.isTwoByTwo {
        pairsOfSums(work, image, pooled, scale)
        continue
      }
      forEachLine(work.grid, image, pooled) { from, to, count in
        var sum = Vector(repeating: 0)
        for row in 0..<work.grid.kernelRows {
          for column in 0..<work.grid.kernelColumns {
            sum += load(
              from + row * work.grid.tapRow + column * work.grid.tapColumn,
              every: work.grid.columnStride, count: count)
          }
        }
        store(sum * scale, to, count: count)
      }
      continue
    }
    var to = pooled
    forEachPlace(work) { window, cells, source in
      var sum: Float = 0
      for cell in 0..<Int(window.cellCount) { sum += image[source + Int(cells[cell])] }
      to.pointee = sum * window.scale
      to += 1
    }
  }
}

/// Adds the gradient of each window, times its scale, to each of its cells.
@inline(never)
func rowMeanPoolGradient(_ pool: UnsafePointer<Pool>, _ frame: UnsafePointer<GroupFrame>) {
  let work = pool.pointee
  let isPairs = work.grid.isInside && work.isPartition && work.grid.isTwoByTwo
  for channel in 0..<work.channels {
    let gradient = frame.pointee.group + work.imageGradient + channel * work.imageStride
    let pooled =
      UnsafePointer(frame.pointee.group) + work.pooledGradient + channel * work.pooledStride
    if isPairs {
      pairsOfGradients(work, gradient, pooled)
      continue
    }
    if work.isWhole {
      gradient.update(repeating: pooled[0] * wholeScale(work), count: work.imageStride)
      continue
    }
    if !work.isPartition { clearRow(gradient, work.imageStride) }
    var from = pooled
    forEachPlace(work) { window, cells, source in
      let part = from.pointee * window.scale
      from += 1
      for cell in 0..<Int(window.cellCount) {
        let place = source + Int(cells[cell])
        gradient[place] = work.isPartition ? part : gradient[place] + part
      }
    }
  }
}

/// 2×2 windows with stride 2.
@inline(__always)
private func pairsOfSums(
  _ work: Pool, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>,
  _ scale: Vector
) {
  forEachPair(work.grid) { place, output, count in
    let (upper, lower) = (image + place, image + place + work.grid.tapRow)
    let sum = ((evens(upper) + odds(upper)) + evens(lower)) + odds(lower)
    store(sum * scale, pooled + output, count: count)
  }
}

/// The cell with the maximum of a window; −1 for an empty window.
@inline(__always)
private func winner(
  _ window: PoolWindow, _ cells: UnsafePointer<Int32>, _ image: UnsafePointer<Float>
) -> Int {
  guard window.cellCount > 0 else { return -1 }
  var winner = Int(cells[0])
  for cell in 1..<max(1, Int(window.cellCount)) {
    let place = Int(cells[cell])
    let number = image[place]
    if number > image[winner] || number != number { winner = place }
  }
  return winner
}

/// Calls `body` for every vector of outputs: with the first cell of its first window, the output,
/// and the number of outputs.
@inline(__always)
private func forEachLine(
  _ grid: PoolGrid, _ image: UnsafePointer<Float>, _ pooled: UnsafeMutablePointer<Float>,
  _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) {
  for row in 0..<grid.rows {
    let (from, to) = (image + row * grid.rowStride, pooled + row * grid.columns)
    var column = 0
    while column < grid.columns {
      let first = nextPlace(column, grid.columns)
      body(from + first * grid.columnStride, to + first, grid.columns - first)
      column += vectorWidth
    }
  }
}

/// 2×2 windows with stride 2: the gradient goes to the maximum, 0 to the others.
@inline(__always)
private func pairsOfWinners(
  _ work: Pool, _ image: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>,
  _ pooled: UnsafePointer<Float>
) {
  forEachPair(work.grid) { place, output, count in
    let cells =
      [
        load(image + place, every: 2, count: vectorWidth),
        load(image + place + 1, every: 2, count: vectorWidth),
        load(image + place + work.grid.tapRow, every: 2, count: vectorWidth),
        load(image + place + work.grid.tapRow + 1, every: 2, count: vectorWidth),
      ] as InlineArray<4, Vector>
    var best = cells[unchecked: 0]
    var winner = IntegerVector(repeating: 0)
    for cell in 1..<4 {
      let number = cells[unchecked: cell]
      let wins = (number .> best) .| (number .!= number)
      best.replace(with: number, where: wins)
      winner.replace(with: IntegerVector(repeating: Int32(cell)), where: wins)
    }
    let part = load(pooled + output)
    for row in 0..<2 {
      let even = part.replacing(with: 0, where: winner .!= IntegerVector(repeating: Int32(2 * row)))
      let odd = part.replacing(
        with: 0, where: winner .!= IntegerVector(repeating: Int32(2 * row + 1)))
      storePairs(even, odd, gradient + place + row * work.grid.tapRow, count)
    }
  }
}

/// 2×2 windows with stride 2: every cell gets the scaled gradient.
@inline(__always)
private func pairsOfGradients(
  _ work: Pool, _ gradient: UnsafeMutablePointer<Float>, _ pooled: UnsafePointer<Float>
) {
  let scale = Vector(repeating: work.windows.baseAddress.unsafelyUnwrapped[0].scale)
  forEachPair(work.grid) { place, output, count in
    let part = load(pooled + output) * scale
    storePairs(part, part, gradient + place, count)
    storePairs(part, part, gradient + place + work.grid.tapRow, count)
  }
}

/// Calls `body` for every vector of windows: with the offset of the first window's first cell, that
/// of its output, and the number of windows.
@inline(__always)
private func forEachPair(_ grid: PoolGrid, _ body: (Int, Int, Int) -> Void) {
  for row in 0..<grid.rows {
    var column = 0
    while column < grid.columns {
      let first = nextPlace(column, grid.columns)
      body(
        row * grid.rowStride + 2 * first, row * grid.columns + first,
        min(vectorWidth, grid.columns - first))
      column += vectorWidth
    }
  }
}

@inline(__always)
private func storePairs(
  _ even: Vector, _ odd: Vector, _ address: UnsafeMutablePointer<Float>, _ count: Int
) {
  if count == vectorWidth { return storeInterleaved(even, odd, address) }
  for lane in 0..<count {
    address[2 * lane] = even[lane]
    address[2 * lane + 1] = odd[lane]
  }
}
