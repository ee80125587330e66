import TerminalKit

extension CanvasPicture {
  /// The screen as pixels.
  ///
  /// - Parameter magnify: a cell has 8·`magnify` × 16·`magnify` pixels.
  /// - Throws: ``PictureError`` where it would be too large, or has text and there is no font.
  package func pixels(magnify: Int = 1) throws(PictureError) -> PixelSheet {
    let (width, height) = (CellShape.columns * magnify, CellShape.rows * magnify)
    let (rows, columns) = (canvas.size.rows * height, canvas.size.columns * width)
    try PictureError.checkSize(rows: rows, columns: columns)
    var sheet = PixelSheet(
      rows: max(1, rows), columns: max(1, columns), ground: paper.ground)
    var typeface = TypefaceOnDemand(width: width, height: height)
    for y in 0..<canvas.size.rows {
      for x in 0..<canvas.size.columns {
        try draw(x, y, into: &sheet, unit: magnify, &typeface)
      }
    }
    return sheet
  }

  private func draw(
    _ x: Int, _ y: Int, into sheet: inout PixelSheet, unit: Int, _ typeface: inout TypefaceOnDemand
  ) throws(PictureError) {
    let (ink, drawn) = (ink(x, y), canvas[x, y].character)
    let (width, height) = (CellShape.columns * unit, CellShape.rows * unit)
    let (row, column) = (y * height, x * width)
    // The right half of a wide character was drawn with the left one.
    guard drawn != Cell.continuation else { return }
    let isWide = canvas[x + 1, y].character == Cell.continuation && x + 1 < canvas.size.columns
    let cells = isWide ? 2 : 1
    sheet.fill(row: row, column: column, rows: height, columns: cells * width, ink.paper)
    if ink.isUnderlined {
      sheet.fill(
        row: row + 14 * unit, column: column, rows: unit, columns: cells * width, ink.front)
    }
    let character = character(x, y)
    if let shape = CellShape.rectangles(of: character) {
      sheet.draw(shape, row: row, column: column, unit: unit, ink.front, over: ink.paper)
    } else if character != " ", character != "\u{A0}" {
      let glyph = try typeface.found.glyph(character, columns: cells, isBold: ink.isBold)
      sheet.draw(glyph, row: row, column: column, ink.front)
    }
  }
}
