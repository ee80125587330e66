/// Parts of a text in Scalable Vector Graphics.
enum VectorText {
  /// A number with at most two decimals.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(digits)"
  }

  /// The text as XML takes it.
  static func markup(_ text: some StringProtocol) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "<": "&lt;"
      case ">": "&gt;"
      case "&": "&amp;"
      case "\u{FFFE}", "\u{FFFF}": "·"
      default: String(scalar.harmless)
      }
    }.joined()
  }

  /// A picture of so many units, on a ground, each `magnify` pixels.
  static func document(
    width: Int, height: Int, magnify: Int, ground: PixelColor, _ lines: [String]
  ) -> String {
    let head =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width * magnify)\" "
      + "height=\"\(height * magnify)\" viewBox=\"0 0 \(width) \(height)\" "
      + "font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"13.28\">"
    let sheet = "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(ground)\"/>"
    return ([head, sheet] + lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// The line of text that begins at x, in a cell that begins at y; `columns` cells of 8 units wide.
  static func line(_ text: String, x: Int, y: Int, columns: Int) -> String {
    let length = columns > 1 ? " textLength=\"\(columns * 8)\"" : ""
    return "<text x=\"\(x)\" y=\"\(y + 12)\"\(length)>\(markup(text))</text>"
  }
}

/// Texts that are put together by a property, in the order in which their properties came up.
struct TextGroups<Key: Hashable> {
  private var places: [Key: Int] = [:]
  private(set) var groups: [(key: Key, text: String)] = []

  mutating func append(_ text: String, to key: Key) {
    if let place = places[key] {
      groups[place].text += text
    } else {
      places[key] = groups.count
      groups.append((key, text))
    }
  }
}
