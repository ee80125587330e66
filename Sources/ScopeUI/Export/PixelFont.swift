/// The characters of a screen as pixels, 8 wide and 16 high.
enum PixelFont {
  /// The rows of a character from top to bottom, the highest bit at the left; a box for one that
  /// has no glyph.
  static func glyph(_ character: Unicode.Scalar) -> [UInt8] {
    switch character.value {
    case 0, 0x20, 0xA0: return [UInt8](repeating: 0, count: 16)
    case 0x2580...0x259F: return block(character.value)
    case 0x2800...0x28FF: return dots(character.value - 0x2800)
    default: return glyphs[character.value] ?? missing
    }
  }

  private static let missing: [UInt8] =
    [0, 0, 0, 0x7E] + [UInt8](repeating: 0x42, count: 8) + [0x7E, 0, 0, 0]

  /// Glyphs of 13 rows stand one row below the top; lines reach to both ends.
  private static let glyphs: [UInt32: [UInt8]] = {
    var glyphs: [UInt32: [UInt8]] = [:]
    for word in table.split(whereSeparator: \.isWhitespace) {
      guard let value = UInt32(word.prefix(4), radix: 16) else { continue }
      let digits = Array(word.dropFirst(4))
      let rows = stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0
      }
      let isLine = (0x2500...0x257F).contains(value)
      let (first, last) = isLine ? (rows.first ?? 0, rows.last ?? 0) : (0, 0)
      glyphs[value] = [first] + rows + [last, last]
    }
    return glyphs
  }()

  /// Block elements: eighths from below, eighths from the left, halves, shades.
  private static func block(_ value: UInt32) -> [UInt8] {
    let number = Int(value - 0x2580)
    func lower(_ eighths: Int) -> [UInt8] {
      (0..<16).map { $0 >= 16 - eighths * 2 ? 0xFF : 0 }
    }
    switch number {
    case 0: return (0..<16).map { $0 < 8 ? 0xFF : 0 }
    case 1...8: return lower(number)
    case 9...15: return [UInt8](repeating: 0xFF << UInt8(number - 8), count: 16)
    case 16: return [UInt8](repeating: 0x0F, count: 16)
    case 17: return (0..<16).map { $0 % 2 == 0 ? 0x88 : 0x22 }
    case 18: return (0..<16).map { $0 % 2 == 0 ? 0xAA : 0x55 }
    case 19: return (0..<16).map { $0 % 2 == 0 ? 0x77 : 0xDD }
    default: return [UInt8](repeating: 0xFF, count: 16)
    }
  }

  /// A Braille pattern: eight dots, of which the bits say which are there.
  private static func dots(_ bits: UInt32) -> [UInt8] {
    let places: [(row: Int, mask: UInt8)] = [
      (1, 0x60), (5, 0x60), (9, 0x60), (1, 0x06), (5, 0x06), (9, 0x06), (13, 0x60), (13, 0x06),
    ]
    var rows = [UInt8](repeating: 0, count: 16)
    for (bit, place) in places.enumerated() where bits >> UInt32(bit) & 1 == 1 {
      rows[place.row] |= place.mask
      rows[place.row + 1] |= place.mask
    }
    return rows
  }
}
