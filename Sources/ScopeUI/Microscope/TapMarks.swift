import TerminalKit

/// Brackets around the cells of a map that are read, where color cannot show them.
struct TapMarks {
  private let cells: Set<CellPosition>
  private let layout: HeatmapLayout

  init(_ cells: Set<CellPosition>, _ layout: HeatmapLayout) {
    (self.cells, self.layout) = (cells, layout)
  }

  /// `[` in the first and `]` in the last column of every run of cells in a row.
  func draw(_ canvas: inout Canvas, _ capabilities: Capabilities) {
    guard capabilities.depth == .mono, layout.block == 1 else { return }
    for cell in cells {
      guard let place = layout.rect(of: cell) else { continue }
      // Cells of one column leave no room for brackets: they stand in their neighbors.
      let outside = layout.cellColumns == 1 ? 1 : 0
      if !cells.contains(CellPosition(row: cell.row, column: cell.column - 1)) {
        mark(place.x - outside, place, "[", &canvas)
      }
      if !cells.contains(CellPosition(row: cell.row, column: cell.column + 1)) {
        mark(place.maxX - 1 + outside, place, "]", &canvas)
      }
    }
  }

  private func mark(_ x: Int, _ place: Rect, _ character: Unicode.Scalar, _ canvas: inout Canvas) {
    for y in place.y..<place.maxY where layout.extent.contains(x: x, y: y) {
      canvas[x, y].character = character
      canvas[x, y].style.attributes.insert(.bold)
    }
  }
}
