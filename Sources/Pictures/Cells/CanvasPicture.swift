import TerminalKit

/// A drawn screen in forms that outlive it.
package struct CanvasPicture: Sendable {
  let canvas: Canvas
  private let capabilities: Capabilities
  private let palette: Palette
  let paper: Paper

  /// - Parameter appearance: its background is what the picture stands on.
  package init(_ canvas: Canvas, _ capabilities: Capabilities, _ appearance: Appearance = .init()) {
    (self.canvas, self.capabilities) = (canvas.spelled(capabilities.glyphs), capabilities)
    palette = Palette(capabilities.depth, appearance)
    paper = Paper(appearance.background)
  }

  /// The character of a cell as the screen shows it.
  func character(_ x: Int, _ y: Int) -> Unicode.Scalar {
    capabilities.glyphs.rendered(canvas[x, y].character)
  }

  /// The style of a cell as the screen shows it.
  func ink(_ x: Int, _ y: Int) -> CellInk {
    CellInk(palette.resolve(canvas[x, y].style), on: paper)
  }

  /// The cells of a row as a terminal shows them.
  func styledCharacters(_ y: Int) -> [Asciicast.StyledCharacter] {
    (0..<canvas.size.columns).map { x in
      let drawn = canvas[x, y].character
      return Asciicast.StyledCharacter(
        character: drawn == Cell.continuation ? drawn : character(x, y),
        style: palette.resolve(canvas[x, y].style))
    }
  }

  /// The characters alone, a line a row, without blanks at the ends.
  package var text: String {
    (0..<canvas.size.rows).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<canvas.size.columns where canvas[x, y].character != Cell.continuation {
        line.append(character(x, y))
      }
      return String(line).withoutTrailingBlanks
    }.joined(separator: "\n") + "\n"
  }

  /// The characters with the escape sequences of ECMA-48 that color them; every line ends plain.
  package var ansi: String {
    (0..<canvas.size.rows).map { y in
      var line = ""
      var current = ResolvedStyle()
      for x in 0..<canvas.size.columns where canvas[x, y].character != Cell.continuation {
        let ink = palette.resolve(canvas[x, y].style)
        if ink != current {
          line += "\u{1b}[\(ink.codes)m"
          current = ink
        }
        line.unicodeScalars.append(character(x, y))
      }
      return line.withoutTrailingBlanks + (current == ResolvedStyle() ? "" : "\u{1b}[0m")
    }.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate var withoutTrailingBlanks: String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

/// The colors and attributes of a cell in a picture.
struct CellInk: Hashable {
  /// Of the character.
  let front: PixelColor
  /// Of what it stands on.
  let paper: PixelColor
  let isBold: Bool
  let isUnderlined: Bool

  init(_ style: ResolvedStyle, on sheet: Paper) {
    (front, paper) = PixelColor.pair(style, on: sheet)
    isBold = style.attributes.contains(.bold)
    isUnderlined = style.attributes.contains(.underline)
  }
}

extension ResolvedStyle {
  /// The parameters of the sequence that selects it.
  var codes: String {
    var codes = ["0"]
    for (attribute, code) in [
      (Attributes.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7"),
    ] where attributes.contains(attribute) { codes.append(code) }
    codes += foreground.codes(base: 30) + background.codes(base: 40)
    return codes.joined(separator: ";")
  }
}

extension TerminalColor {
  fileprivate func codes(base: Int) -> [String] {
    switch self {
    case .own: []
    case .indexed(let index) where index < 8: ["\(base + Int(index))"]
    case .indexed(let index) where index < 16: ["\(base + 52 + Int(index))"]
    case .indexed(let index): ["\(base + 8)", "5", "\(index)"]
    case .rgb(let red, let green, let blue): ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
    }
  }
}
