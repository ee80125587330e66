/// A window over an image in blocks. All distances are in floats.
///
/// The image includes its padding, so that every tap of every output can be read.
package struct BlockedWindow: Sendable {
  /// Columns of the output; outputs are counted row by row.
  package var outputColumns: Int
  /// From the taps of one output to those of the next one in its row, and in its column.
  package var columnStep: Int
  package var rowStep: Int
  /// Rows and columns of the kernel, and the distances between taps.
  package var kernelRows: Int
  package var kernelColumns: Int
  package var tapRow: Int
  package var tapColumn: Int
  /// From one output to the next in its row, and from one row to the next.
  package var resultColumn: Int
  package var resultRow: Int

  package init(
    outputColumns: Int, columnStep: Int, rowStep: Int, kernelRows: Int, kernelColumns: Int,
    tapRow: Int, tapColumn: Int, resultColumn: Int, resultRow: Int
  ) {
    (self.outputColumns, self.columnStep, self.rowStep) = (outputColumns, columnStep, rowStep)
    (self.kernelRows, self.kernelColumns) = (kernelRows, kernelColumns)
    (self.tapRow, self.tapColumn) = (tapRow, tapColumn)
    (self.resultColumn, self.resultRow) = (resultColumn, resultRow)
  }
}
