/// The place of an output, and of its first tap in the image.
public struct OutputCursor {
  public var column: Int
  /// Of the first tap in the image, and of the output in its own.
  public var origin: Int
  public var result: Int

  /// - Parameter first: the output's number, row by row.
  @inlinable @inline(__always)
  public init(_ window: BlockWindow, _ first: Int) {
    let row: Int
    (row, column) = first.quotientAndRemainder(dividingBy: window.outputColumns)
    origin = row * window.rowStep + column * window.columnStep
    result = row * window.resultRow + column * window.resultColumn
  }

  /// To an output further on in the same row, or to the begin of the next one.
  @inlinable @inline(__always)
  public mutating func advance(_ window: BlockWindow, by count: Int = 1) {
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
