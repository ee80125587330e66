/// Pixels that are filled rectangle by rectangle and written on.
struct PixelSheet {
  let rows: Int
  let columns: Int
  private(set) var numbers: [UInt8]

  /// The width of a character of ``PixelFont``.
  static let characterWidth = 8

  init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    let ground = PixelColor.ground
    numbers = (0..<rows * columns).flatMap { _ in [ground.red, ground.green, ground.blue] }
  }

  /// Fills a rectangle, as far as it is on the sheet.
  mutating func fill(row: Int, column: Int, rows: Int, columns: Int, _ color: PixelColor) {
    for y in max(0, row)..<max(0, min(self.rows, row + rows)) {
      for x in max(0, column)..<max(0, min(self.columns, column + columns)) {
        let place = (y * self.columns + x) * 3
        (numbers[place], numbers[place + 1], numbers[place + 2]) =
          (color.red, color.green, color.blue)
      }
    }
  }

  /// Writes a line of text.
  mutating func write(_ text: String, row: Int, column: Int) {
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let left = column + index * Self.characterWidth
      for (y, bits) in PixelFont.glyph(scalar).enumerated() {
        for x in 0..<Self.characterWidth where bits >> UInt8(7 - x) & 1 == 1 {
          fill(row: row + y, column: left + x, rows: 1, columns: 1, .text)
        }
      }
    }
  }
}
