/// A window over an image in blocks. All distances are in floats.
///
/// The image has its padding around it, so that every tap of every output can be read.
public struct BlockedWindow: Sendable {
  /// Columns of the output; outputs are counted row by row.
  public var outputColumns: Int
  /// From the taps of one output to those of the next one in its row, and in its column.
  public var columnStep: Int
  public var rowStep: Int
  /// Rows and columns of the kernel, and the distances between taps.
  public var kernelRows: Int
  public var kernelColumns: Int
  public var tapRow: Int
  public var tapColumn: Int
  /// From one output to the next in its row, and from one row to the next.
  public var resultColumn: Int
  public var resultRow: Int

  public init(
    outputColumns: Int, columnStep: Int, rowStep: Int, kernelRows: Int, kernelColumns: Int,
    tapRow: Int, tapColumn: Int, resultColumn: Int, resultRow: Int
  ) {
    (self.outputColumns, self.columnStep, self.rowStep) = (outputColumns, columnStep, rowStep)
    (self.kernelRows, self.kernelColumns) = (kernelRows, kernelColumns)
    (self.tapRow, self.tapColumn) = (tapRow, tapColumn)
    (self.resultColumn, self.resultRow) = (resultColumn, resultRow)
  }
}
