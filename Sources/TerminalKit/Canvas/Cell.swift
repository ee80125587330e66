/// One character cell of the screen.
public struct Cell: Hashable, Sendable {
  /// The character; ``continuation`` marks the right half of a wide character.
  public var character: Unicode.Scalar
  /// How it looks.
  public var style: Style

  /// A character in a style.
  public init(_ character: Unicode.Scalar, _ style: Style = .plain) {
    self.character = character
    self.style = style
  }

  /// A plain space.
  public static let blank = Cell(" ")

  /// The scalar in the right half of a character that is two columns wide.
  public static let continuation: Unicode.Scalar = "\0"
}

extension Unicode.Scalar {
  /// The number of columns of the scalar on a terminal: 0 for combining and invisible ones, 2 for
  /// wide East Asian ones and emoji, else 1. Control characters count 1, because they are shown as
  /// `·`.
  ///
  /// The table is independent of the locale (Unicode Standard Annex 11, classes W and F), so that a
  /// picture is the same everywhere.
  package var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return Self.wide.contains { $0.contains(value) } ? 2 : 1
    }
  }

  /// The scalar itself, or `·` where it would move the cursor or start an escape sequence.
  package var harmless: Unicode.Scalar {
    switch properties.generalCategory {
    case .control, .surrogate, .lineSeparator, .paragraphSeparator: "·"
    default: self
    }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x2E80...0x303E, 0x3041...0x33FF,
    0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
    0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}

extension StringProtocol {
  /// The number of columns of the text on a terminal.
  public var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }
}
