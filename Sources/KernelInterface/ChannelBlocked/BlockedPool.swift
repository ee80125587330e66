/// A pooling of one block of channels. Taps outside of the image are skipped.
package struct BlockedPool {
  package var window: BlockedWindow
  /// The size of the image without its padding, and the distance by which the first window begins
  /// before it.
  package var rows: Int
  package var columns: Int
  package var rowsBefore: Int
  package var columnsBefore: Int
  package var rowStride: Int
  package var columnStride: Int
  package var rowDilation: Int
  package var columnDilation: Int
  /// The factors of the sums of windows, a row for every kind of row; `nil` for a maximum.
  package var scales: UnsafePointer<Float>?
  /// For every row of outputs the offset of its factors in ``scales``.
  package var scaleRows: UnsafePointer<Int32>?
  /// The first cell of the image without its padding.
  package var image: UnsafePointer<Float>
  package var output: UnsafeMutablePointer<Float>

  package init(
    window: BlockedWindow, rows: Int, columns: Int, rowsBefore: Int, columnsBefore: Int,
    rowStride: Int, columnStride: Int, rowDilation: Int, columnDilation: Int,
    image: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    (self.window, self.rows, self.columns) = (window, rows, columns)
    (self.rowsBefore, self.columnsBefore) = (rowsBefore, columnsBefore)
    (self.rowStride, self.columnStride) = (rowStride, columnStride)
    (self.rowDilation, self.columnDilation) = (rowDilation, columnDilation)
    (self.image, self.output) = (image, output)
  }
}
