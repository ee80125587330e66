import TerminalKit

/// Screens in time, as asciinema plays them.
///
/// Source: "asciicast file format, version 2", docs.asciinema.org: a line with the size, then a line
/// for every event with its time in seconds.
package struct Asciicast: Sendable {
  private var lines: [String]
  private let capabilities: Capabilities
  private var shown: Frame?

  /// A screen as a terminal has it.
  private struct Frame: Hashable {
    let picture: [[StyledCharacter]]
    let cursor: ScreenPosition?
  }

  /// A cell of it.
  struct StyledCharacter: Hashable {
    let character: Unicode.Scalar
    let style: ResolvedStyle
  }

  /// A recording without events.
  package init(_ size: Size, title: String, _ capabilities: Capabilities) {
    self.capabilities = capabilities
    lines = [
      "{\"version\": 2, \"width\": \(size.columns), \"height\": \(size.rows), "
        + "\"title\": \(Self.quoted(title)), \"env\": {\"TERM\": \"xterm-256color\"}}"
    ]
  }

  /// The file.
  package var text: String { lines.joined(separator: "\n") + "\n" }

  /// The terminal gets another size.
  package mutating func resize(to size: Size, at milliseconds: Int) {
    add("r", "\(size.columns)x\(size.rows)", at: milliseconds)
    shown = nil
  }

  /// The screen shows something: what differs from before is written.
  package mutating func show(
    _ canvas: Canvas, cursor: ScreenPosition?, _ appearance: Appearance, at milliseconds: Int
  ) {
    let picture = CanvasPicture(canvas, capabilities, appearance)
    let frame = Frame(
      picture: (0..<canvas.size.rows).map { picture.styledCharacters($0) }, cursor: cursor)
    guard frame != shown else { return }
    var output = shown == nil ? "\u{1b}[0m\u{1b}[2J" : ""
    for (y, row) in frame.picture.enumerated() {
      let before = shown.flatMap { y < $0.picture.count ? $0.picture[y] : nil }
      output += Self.update(row, from: before, y)
    }
    output += cursor.map { "\u{1b}[\($0.y + 1);\($0.x + 1)H\u{1b}[?25h" } ?? "\u{1b}[?25l"
    add("o", output, at: milliseconds)
    shown = frame
  }

  /// Nothing changes until then.
  package mutating func hold(until milliseconds: Int) { add("o", "", at: milliseconds) }

  private mutating func add(_ kind: String, _ content: String, at milliseconds: Int) {
    let rest = String(milliseconds % 1000 + 1000).dropFirst()
    lines.append(
      "[\(milliseconds / 1000).\(rest), \"\(kind)\", \(Self.quoted(content))]")
  }

  /// The part of a row from the first cell that differs to the last one.
  private static func update(
    _ row: [StyledCharacter], from before: [StyledCharacter]?, _ y: Int
  ) -> String {
    let differing = row.indices.filter { x in
      guard let before, x < before.count else { return true }
      return before[x] != row[x]
    }
    guard var first = differing.first, let last = differing.last else { return "" }
    while first > 0, row[first].character == Cell.continuation { first -= 1 }
    var (text, style) = ("\u{1b}[\(y + 1);\(first + 1)H", ResolvedStyle())
    for cell in row[first...last] where cell.character != Cell.continuation {
      if cell.style != style { text += "\u{1b}[\(cell.style.codes)m" }
      style = cell.style
      text.unicodeScalars.append(cell.character)
    }
    return text + (style == ResolvedStyle() ? "" : "\u{1b}[0m")
  }

  /// A string of JSON.
  private static func quoted(_ text: String) -> String {
    let parts = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\u{1b}": "\\u001b"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: "·"
      default: String(scalar)
      }
    }
    return "\"\(parts.joined())\""
  }
}
