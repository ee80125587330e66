/// The windows on both axes of an image.
public struct ImageWindow: Hashable, Sendable {
  public var rows: AxisWindow
  public var columns: AxisWindow

  package init(rows: AxisWindow, columns: AxisWindow) {
    (self.rows, self.columns) = (rows, columns)
  }

  public func on(_ axis: ImageAxis) -> AxisWindow { axis == .rows ? rows : columns }
  public var outputs: Pair { Pair(rows.outputs, columns.outputs) }
  public var kernel: Pair { Pair(rows.kernel, columns.kernel) }
}

extension ImageWindow {
  /// Calls `body` with the offsets, within their planes, of every output and each cell in the image
  /// that it sees, outputs in reading order and within each its cells in reading order.
  @inline(__always)
  package func forEachCell(_ body: (_ output: Int, _ cell: Int) -> Void) {
    for row in 0..<rows.outputs {
      for column in 0..<columns.outputs {
        let output = row * columns.outputs + column
        for tapRow in 0..<rows.kernel {
          guard let cellRow = rows.source(output: row, tap: tapRow) else { continue }
          for tapColumn in 0..<columns.kernel {
            guard let cell = columns.source(output: column, tap: tapColumn) else { continue }
            body(output, cellRow * columns.extent + cell)
          }
        }
      }
    }
  }

  package var imagePlane: Int { rows.extent * columns.extent }
  package var outputPlane: Int { rows.outputs * columns.outputs }
}
