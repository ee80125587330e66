import TerminalKit

/// Lines of text, and which of them are seen.
struct ScrolledText: Hashable, Sendable {
  private var first = 0
  /// How many columns are scrolled away at the left.
  private var left = 0

  /// - Parameters:
  ///   - count: how many lines there are.
  ///   - rows: how many are seen at once.
  mutating func scroll(_ direction: ScrollDirection, count: Int, rows: Int) {
    let last = max(0, count - rows)
    switch direction {
    case .down: first += 1
    case .up: first -= 1
    case .right: left += 8
    case .left: left = max(0, left - 8)
    case .page: first += rows
    case .pageBack: first -= rows
    case .half: first += rows / 2
    case .halfBack: first -= rows / 2
    case .first: first = 0
    case .last: first = last
    }
    first = min(max(0, first), last)
  }

  /// Goes by the wheel of the mouse.
  mutating func turn(_ mouse: Mouse, count: Int, rows: Int) {
    guard [.wheelUp, .wheelDown].contains(mouse.action) else { return }
    let last = max(0, count - rows)
    first = min(last, max(0, first + (mouse.action == .wheelUp ? -3 : 3)))
  }

  /// The lines from the first on, in a box.
  func draw(_ lines: [String], title: String, _ canvas: inout Canvas, _ rect: Rect) {
    canvas.fill(rect)
    let inside = canvas.box(rect, title: title, focused: true)
    canvas.within(inside) { part in
      for (row, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
        part.write(line, x: -left, y: row)
      }
    }
    let last = min(lines.count, first + inside.height)
    let place = " \(first + 1)-\(last) of \(lines.count) "
    canvas.write(place, endingAt: rect.maxX - 2, y: rect.maxY - 1, .dim)
  }

  /// The rows of a page on a screen.
  static func rows(_ size: Size) -> Int { max(1, size.rows - 3) }

  /// The room of a page below the title line: all but the footer.
  static func part(of screen: Rect) -> Rect {
    Rect(x: screen.x, y: screen.y, width: screen.width, height: max(0, screen.height - 1))
  }
}

/// What `scroll` takes.
enum ScrollDirection: String, Hashable, Sendable, CaseIterable {
  case up, down, left, right, page, half, first, last
  case pageBack = "page-back"
  case halfBack = "half-back"
}
