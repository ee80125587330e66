/// A rectangle in a cell of 8 columns and 16 rows of units.
struct CellRectangle: Hashable {
  let x, y, width, height: Int
  /// How much of it is ink, in quarters.
  var quarters = 4

  init(_ x: Int, _ y: Int, _ width: Int, _ height: Int, quarters: Int = 4) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
    self.quarters = quarters
  }
}

/// The characters that fill exact parts of their cell, so that they meet those of the cells beside it:
/// block elements, lines of boxes, Braille patterns.
enum CellShape {
  /// The width and the height of a cell in units.
  static let (columns, rows) = (8, 16)

  /// The filled parts; nil for a character that a font draws.
  static func rectangles(of character: Unicode.Scalar) -> [CellRectangle]? {
    switch character.value {
    case 0x2500...0x257F: lines(character.value)
    case 0x2580...0x259F: block(Int(character.value) - 0x2580)
    case 0x2800...0x28FF: dots(of: character).map { CellRectangle($0.x - 1, $0.y - 1, 2, 2) }
    default: nil
    }
  }

  /// Block elements: eighths from below, eighths from the left, halves, shades, quarters.
  private static func block(_ number: Int) -> [CellRectangle] {
    switch number {
    case 0: [CellRectangle(0, 0, 8, 8)]
    case 1...8: [CellRectangle(0, 16 - number * 2, 8, number * 2)]
    case 9...15: [CellRectangle(0, 0, 16 - number, 16)]
    case 16: [CellRectangle(4, 0, 4, 16)]
    case 17...19: [CellRectangle(0, 0, 8, 16, quarters: number - 16)]
    case 20: [CellRectangle(0, 0, 8, 2)]
    case 21: [CellRectangle(7, 0, 1, 16)]
    default: quarters(quarterMasks[number - 22])
    }
  }

  /// Of ▖▗▘▙▚▛▜▝▞▟: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
  private static let quarterMasks = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14]

  private static func quarters(_ mask: Int) -> [CellRectangle] {
    (0..<4).filter { mask >> $0 & 1 == 1 }
      .map { CellRectangle($0 % 2 * 4, $0 / 2 * 8, 4, 8) }
  }

  /// The middles of the dots of a Braille pattern; none for another character.
  static func dots(of character: Unicode.Scalar) -> [(x: Int, y: Int)] {
    guard (0x2800...0x28FF).contains(character.value) else { return [] }
    return dotPlaces.indices.filter { (character.value - 0x2800) >> UInt32($0) & 1 == 1 }
      .map { dotPlaces[$0] }
  }

  private static let dotPlaces = [
    (x: 2, y: 2), (2, 6), (2, 10), (6, 2), (6, 6), (6, 10), (2, 14), (6, 14),
  ]
}
