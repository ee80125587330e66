import KernelInterface

/// Outputs `first` to `end` − 1 of a pooling of one block.
@inline(never)
func poolBlocks(_ pointer: UnsafePointer<BlockPool>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  let window = work.window
  for output in first..<end {
    let (row, column) = output.quotientAndRemainder(dividingBy: window.outputColumns)
    let rowOrigin = row * work.rowStride - work.rowsBefore
    let columnOrigin = column * work.columnStride - work.columnsBefore
    let rows = taps(rowOrigin, work.rowDilation, window.kernelRows, work.rows)
    let columns = taps(columnOrigin, work.columnDilation, window.kernelColumns, work.columns)
    let isMean = work.shares != nil
    var result = Lanes(repeating: isMean ? 0 : -.infinity)
    for tapRow in rows.first..<rows.end {
      let line = work.image + (rowOrigin + tapRow * work.rowDilation) * window.rowStep
      for tapColumn in columns.first..<columns.end {
        let place = (columnOrigin + tapColumn * work.columnDilation) * window.columnStep
        let x = load(line + place)
        if isMean {
          result += x
        } else {
          result.replace(with: x, where: (x .> result) .| (x .!= x))
        }
      }
    }
    if let shares = work.shares { result *= shares[output] }
    store(result, work.output + row * window.resultRow + column * window.resultColumn)
  }
}

/// The taps that lie in the image.
@inline(__always)
private func taps(
  _ origin: Int, _ dilation: Int, _ kernel: Int, _ extent: Int
) -> (first: Int, end: Int) {
  let first = origin >= 0 ? 0 : (dilation - 1 - origin) / dilation
  let end = origin >= extent ? 0 : min(kernel, (extent - 1 - origin) / dilation + 1)
  return (min(first, max(end, 0)), max(end, 0))
}
