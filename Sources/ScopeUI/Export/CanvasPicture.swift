import TerminalKit

/// A drawn screen in forms that outlive it.
package struct CanvasPicture: Sendable {
  private let canvas: Canvas
  private let capabilities: Capabilities
  private let palette: Palette

  package init(_ canvas: Canvas, _ capabilities: Capabilities, _ appearance: Appearance = .init()) {
    (self.canvas, self.capabilities) = (canvas, capabilities)
    palette = Palette(capabilities.depth, appearance)
  }

  private func character(_ x: Int, _ y: Int) -> Unicode.Scalar {
    capabilities.glyphs.rendered(canvas[x, y].character)
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

  /// A picture of 8×16 units a cell in Scalable Vector Graphics, on a dark ground.
  package var svg: String {
    let (width, height) = (canvas.size.columns * 8, canvas.size.rows * 16)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" font-family=\"monospace\" font-size=\"13\">",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(PixelColor.ground)\"/>",
    ]
    for y in 0..<canvas.size.rows {
      for x in 0..<canvas.size.columns { lines += elements(x, y) }
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func elements(_ x: Int, _ y: Int) -> [String] {
    let cell = canvas[x, y]
    guard cell.character != Cell.continuation else { return [] }
    let (ink, paper) = PixelColor.pair(palette.resolve(cell.style))
    var elements: [String] = []
    if paper != .ground {
      elements.append(
        "<rect x=\"\(x * 8)\" y=\"\(y * 16)\" width=\"8\" height=\"16\" fill=\"\(paper)\"/>")
    }
    let scalar = character(x, y)
    if scalar == "▀" || scalar == "▄" {
      let top = scalar == "▀" ? y * 16 : y * 16 + 8
      elements.append(
        "<rect x=\"\(x * 8)\" y=\"\(top)\" width=\"8\" height=\"8\" fill=\"\(ink)\"/>")
    } else if scalar != " " {
      let weight = cell.style.attributes.contains(.bold) ? " font-weight=\"bold\"" : ""
      elements.append(
        "<text x=\"\(x * 8)\" y=\"\(y * 16 + 12)\" fill=\"\(ink)\"\(weight)>\(scalar.markup)</text>"
      )
    }
    return elements
  }

  /// Red, green and blue of every pixel, 8×16 pixels a cell, row by row.
  package var pixels: (rows: Int, columns: Int, numbers: [UInt8]) {
    let (rows, columns) = (canvas.size.rows * 16, canvas.size.columns * 8)
    var numbers = [UInt8](repeating: 0, count: rows * columns * 3)
    for y in 0..<canvas.size.rows {
      for x in 0..<canvas.size.columns {
        let (ink, paper) = PixelColor.pair(palette.resolve(canvas[x, y].style))
        let glyph = PixelFont.glyph(character(x, y))
        for row in 0..<16 {
          for column in 0..<8 {
            let color = glyph[row] >> UInt8(7 - column) & 1 == 1 ? ink : paper
            let place = ((y * 16 + row) * columns + x * 8 + column) * 3
            (numbers[place], numbers[place + 1], numbers[place + 2]) =
              (color.red, color.green, color.blue)
          }
        }
      }
    }
    return (rows, columns, numbers)
  }
}

extension String {
  fileprivate var withoutTrailingBlanks: String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// As XML takes it.
  fileprivate var markup: String {
    switch self {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    default: String(harmless)
    }
  }
}

extension ResolvedStyle {
  /// The parameters of the sequence that selects it.
  fileprivate var codes: String {
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
