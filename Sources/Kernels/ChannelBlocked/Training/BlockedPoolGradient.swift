import KernelInterface

/// The backward pass of a pooling of one block, window by window.
@inline(never)
func blockedPoolGradient(_ pointer: UnsafePointer<BlockedPoolGradient>) {
  let (work, window) = (pointer.pointee.pool, pointer.pointee.pool.window)
  var (row, column) = (0, 0)
  for _ in 0..<pointer.pointee.outputs {
    let rows = poolTaps(
      row * work.rowStride - work.rowsBefore, work.rowDilation, window.kernelRows, work.rows)
    let columns = poolTaps(
      column * work.columnStride - work.columnsBefore, work.columnDilation, window.kernelColumns,
      work.columns)
    let place = row * window.resultRow + column * window.resultColumn
    let slope = load(pointer.pointee.pooledGradient + place)
    if let scales = work.scales {
      let scale = scales[Int(work.scaleRows.unsafelyUnwrapped[row]) + column]
      let part = slope * Vector(repeating: scale)
      forEachPoolTap(work, rows, columns) { add(part, pointer.pointee.gradient + $0) }
    } else {
      addToWinner(work, rows, columns, slope, pointer.pointee.gradient)
    }
    column += 1
    if column == window.outputColumns { (row, column) = (row + 1, 0) }
  }
}

@inline(__always)
private func add(_ part: Vector, _ to: UnsafeMutablePointer<Float>) { store(load(to) + part, to) }

/// Adds a gradient to the first of the largest cells, lane by lane; NaN is larger than every
/// number.
@inline(__always)
private func addToWinner(
  _ work: BlockedPool, _ rows: PoolAxisPart, _ columns: PoolAxisPart, _ slope: Vector,
  _ gradient: UnsafeMutablePointer<Float>
) {
  var best = Vector(repeating: -.infinity)
  let none = IntegerVector(repeating: -1)
  var winner = none
  var tap: Int32 = 0
  forEachPoolTap(work, rows, columns) { place in
    let x = load(work.image + place)
    // A window of nothing but −∞ has a first cell too.
    let wins = (x .> best) .| (x .!= x) .| (winner .== none)
    best.replace(with: x, where: wins)
    winner.replace(with: IntegerVector(repeating: tap), where: wins)
    tap += 1
  }
  tap = 0
  forEachPoolTap(work, rows, columns) { place in
    let won = slope.replacing(with: 0, where: winner .!= IntegerVector(repeating: tap))
    add(won, gradient + place)
    tap += 1
  }
}

/// Calls `body` with the place of every cell of a window in the image.
@inline(__always)
private func forEachPoolTap(
  _ work: BlockedPool, _ rows: PoolAxisPart, _ columns: PoolAxisPart, _ body: (Int) -> Void
) {
  let window = work.window
  let step = work.columnDilation * window.columnStep
  var row = rows.first
  while row < rows.end {
    let line = (rows.origin + row * work.rowDilation) * window.rowStep
    var tap = line + (columns.origin + columns.first * work.columnDilation) * window.columnStep
    var column = columns.first
    while column < columns.end {
      body(tap)
      tap += step
      column += 1
    }
    row += 1
  }
}
