/// Pixels that are filled rectangle by rectangle and written on.
package struct PixelSheet: Sendable {
  package let rows: Int
  package let columns: Int
  /// Red, green and blue of every pixel, row by row.
  package private(set) var numbers: [UInt8]

  /// A sheet in the color of the ground.
  init(rows: Int, columns: Int, ground: PixelColor) {
    (self.rows, self.columns) = (rows, columns)
    numbers = [UInt8](unsafeUninitializedCapacity: rows * columns * 3) { memory, count in
      count = rows * columns * 3
      for place in stride(from: 0, to: count, by: 3) {
        memory[place] = ground.red
        memory[place + 1] = ground.green
        memory[place + 2] = ground.blue
      }
    }
  }

  /// The color of a pixel.
  ///
  /// - Precondition: there is such a pixel.
  package subscript(row: Int, column: Int) -> PixelColor {
    get {
      let place = (row * columns + column) * 3
      return PixelColor(numbers[place], numbers[place + 1], numbers[place + 2])
    }
    set {
      let place = (row * columns + column) * 3
      numbers[place] = newValue.red
      numbers[place + 1] = newValue.green
      numbers[place + 2] = newValue.blue
    }
  }

  /// Fills a rectangle, as far as it is on the sheet.
  mutating func fill(row: Int, column: Int, rows: Int, columns: Int, _ color: PixelColor) {
    for y in max(0, row)..<max(0, row, min(self.rows, row + rows)) {
      for x in max(0, column)..<max(0, column, min(self.columns, column + columns)) {
        self[y, x] = color
      }
    }
  }

  /// Covers a pixel, where there is one.
  mutating func cover(row: Int, column: Int, _ color: PixelColor, _ share: UInt8) {
    guard share > 0, row >= 0, row < rows, column >= 0, column < columns else { return }
    self[row, column] = color.covering(self[row, column], Int(share))
  }

  /// Draws a character into the cell whose upper left pixel is given.
  mutating func draw(_ glyph: Glyph, row: Int, column: Int, _ color: PixelColor) {
    for (offset, share) in glyph.coverage.enumerated() {
      let (y, x) = offset.quotientAndRemainder(dividingBy: glyph.columns)
      cover(row: row + glyph.y + y, column: column + glyph.x + x, color, share)
    }
  }

  /// Draws the filled parts of a cell, every unit so many pixels wide and high.
  mutating func draw(
    _ shape: [CellRectangle], row: Int, column: Int, unit: Int, _ ink: PixelColor,
    over paper: PixelColor
  ) {
    for part in shape {
      fill(
        row: row + part.y * unit, column: column + part.x * unit, rows: part.height * unit,
        columns: part.width * unit,
        part.quarters == 4 ? ink : ink.covering(paper, part.quarters * 255 / 4))
    }
  }
}
