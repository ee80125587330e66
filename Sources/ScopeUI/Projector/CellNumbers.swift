import NumberText
import TerminalKit

/// Numbers in the cells of a map, where the cells have room for them.
struct CellNumbers {
  let layout: HeatmapLayout
  let value: (CellPosition) -> Float

  /// Writes each into the middle row of its cell; a number that has no room there is left out.
  func draw(_ canvas: inout Canvas, within content: CellRegion) {
    guard layout.cellColumns >= 6, layout.block == 1 else { return }
    for row in layout.visible.rows.clamped(to: content.rows) {
      for column in layout.visible.columns.clamped(to: content.columns) {
        write(CellPosition(row: row, column: column), &canvas)
      }
    }
  }

  private func write(_ cell: CellPosition, _ canvas: inout Canvas) {
    guard let rect = layout.rect(of: cell), rect.height > 1 else { return }
    let number = value(cell)
    // The edges of a wide cell are for marks.
    let room = rect.width >= 8 ? rect.width - 2 : rect.width - 1
    let texts = [2, 1].map {
      Decimals.fitting(number == 0 ? 0 : number, significant: $0, width: room)
    }
    let text = texts.first { !$0.contains("e") } ?? texts[0]
    guard !text.hasPrefix("#") else { return }
    let start = rect.x + (rect.width - text.columns) / 2
    let y = rect.y + rect.height / 2
    for x in max(rect.x, start - 1)..<min(rect.maxX, start + text.columns + 1) {
      let place = x - start
      let scalars = text.unicodeScalars
      canvas[x, y].character =
        (0..<scalars.count).contains(place)
        ? scalars[scalars.index(scalars.startIndex, offsetBy: place)] : " "
    }
  }
}
