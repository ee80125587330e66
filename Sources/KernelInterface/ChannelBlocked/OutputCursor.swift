/// The position of an output in a loop over all outputs, row by row.
package struct OutputCursor {
  package var column: Int
  /// Offsets of the first tap in the image, and of the output.
  package var origin: Int
  package var result: Int

  /// - Parameter first: the index of the output, row by row.
  @inlinable @inline(__always)
  package init(_ window: BlockedWindow, _ first: Int) {
    let row: Int
    (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
    origin = row * window.rowStep + column * window.columnStep
    result = row * window.resultRow + column * window.resultColumn
  }

  /// Moves to a later output of the same row, or to the beginning of the next row.
  @inlinable @inline(__always)
  package mutating func advance(_ window: BlockedWindow, by count: Int = 1) {
    column += count
    origin += count * window.columnStep
    result += count * window.resultColumn
    if column == window.outputColumns {
      origin += window.rowStep - column * window.columnStep
      result += window.resultRow - column * window.resultColumn
      column = 0
    }
  }
}
