import KernelInterface

/// Outputs `first` to `end` − 1 of a pooling of one block.
@inline(never)
func poolBlocked(_ pointer: UnsafePointer<BlockedPool>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  let window = work.window
  var (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
  var rows = poolTaps(
    row * work.rowStride - work.rowsBefore, work.rowDilation, window.kernelRows, work.rows)
  for _ in first..<end {
    let columns = poolTaps(
      column * work.columnStride - work.columnsBefore, work.columnDilation, window.kernelColumns,
      work.columns)
    let place = row * window.resultRow + column * window.resultColumn
    if let scales = work.scales {
      let scale = scales[Int(work.scaleRows.unsafelyUnwrapped[row]) + column]
      store(sum(work, rows, columns) * Vector(repeating: scale), work.output + place)
    } else {
      store(largest(work, rows, columns), work.output + place)
    }
    column += 1
    if column == window.outputColumns {
      (row, column) = (row + 1, 0)
      rows = poolTaps(
        row * work.rowStride - work.rowsBefore, work.rowDilation, window.kernelRows, work.rows)
    }
  }
}

/// The taps of a window along an axis that are within the image, and the position of the first tap.
/// It is a tuple, because a type would emit functions that the linker could use elsewhere.
typealias PoolAxisPart = (origin: Int, first: Int, end: Int)

@inline(__always)
func poolTaps(_ origin: Int, _ dilation: Int, _ kernel: Int, _ extent: Int) -> PoolAxisPart {
  if origin >= 0, origin + (kernel - 1) * dilation < extent {
    return (origin, 0, kernel)
  }
  let first = origin >= 0 ? 0 : (dilation - 1 - origin) / dilation
  let end = origin >= extent ? 0 : min(kernel, (extent - 1 - origin) / dilation + 1)
  return (origin, min(first, max(end, 0)), max(end, 0))
}

@inline(__always)
private func largest(_ work: BlockedPool, _ rows: PoolAxisPart, _ columns: PoolAxisPart) -> Vector {
  var result = Vector(repeating: -.infinity)
  forEachTap(work, rows, columns) { x in
    result.replace(with: x, where: (x .> result) .| (x .!= x))
  }
  return result
}

@inline(__always)
private func sum(_ work: BlockedPool, _ rows: PoolAxisPart, _ columns: PoolAxisPart) -> Vector {
  var result = Vector(repeating: 0)
  forEachTap(work, rows, columns) { x in result += x }
  return result
}

@inline(__always)
private func forEachTap(
  _ work: BlockedPool, _ rows: PoolAxisPart, _ columns: PoolAxisPart, _ body: (Vector) -> Void
) {
  let window = work.window
  let step = work.columnDilation * window.columnStep
  var row = rows.first
  while row < rows.end {
    let line = work.image + (rows.origin + row * work.rowDilation) * window.rowStep
    var tap = line + (columns.origin + columns.first * work.columnDilation) * window.columnStep
    var column = columns.first
    while column < columns.end {
      body(load(tap))
      tap += step
      column += 1
    }
    row += 1
  }
}
