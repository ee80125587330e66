import ScopeDebugger
import TerminalKit

/// The text of a lesson beside the live screen, and what the reader is to do.
struct LessonPane {
  private typealias Line = [(text: String, style: Style)]

  private let explorer: Explorer
  private let lesson: LessonView
  private let size: Size

  /// - Returns: `nil` when no lesson is open.
  init?(_ explorer: Explorer) {
    guard let lesson = explorer.lessonView else { return nil }
    (self.explorer, self.lesson) = (explorer, lesson)
    size = Self.size(explorer.size)
  }

  /// The left column where the screen is wide enough, else the lower part of the screen.
  static func take(from rect: inout Rect, _ screen: Size) -> Rect {
    let size = size(screen)
    return isBeside(screen) ? rect.takeLeft(size.columns) : rect.takeBottom(size.rows)
  }

  static func isBeside(_ screen: Size) -> Bool { screen.columns >= 64 }

  /// How far a page is scrolled at once.
  static func step(_ screen: Size) -> Int { max(1, size(screen).rows - 3) }

  private static func size(_ screen: Size) -> Size {
    guard isBeside(screen) else {
      return Size(columns: screen.columns, rows: min(9, (screen.rows - 3) / 2))
    }
    let columns = screen.columns - ScreenLayout.mapColumns(screen.columns) - 1
    return Size(columns: columns, rows: screen.rows - 3)
  }

  /// How many lines of the page the pane has no room for.
  var hiddenLines: Int { max(0, lines.count - (size.rows - 1)) }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let place = " \(lesson.reader.stop + 1)/\(lesson.reader.lesson.stops.count) "
    let end = canvas.write(place, endingAt: rect.maxX, y: rect.y, .dim)
    canvas.write(
      "[\(lesson.reader.heading)]", x: rect.x, y: rect.y, limit: end - rect.x, .title)
    let room = rect.height - 1
    for (row, line) in lines.dropFirst(lesson.first).prefix(room).enumerated() {
      var column = rect.x + 1
      for part in line {
        column = canvas.write(
          part.text, x: column, y: rect.y + 1 + row, limit: rect.maxX - column, part.style)
      }
    }
    if hiddenLines > lesson.first {
      canvas.write("more: >", endingAt: rect.maxX, y: rect.maxY - 1, .key)
    }
  }

  private var lines: [Line] {
    let width = size.columns - 2
    var lines: [Line] = []
    for paragraph in lesson.reader.text {
      if !lines.isEmpty { lines.append([]) }
      switch paragraph {
      case .words(let text): lines += Self.wrapped(shown(text), to: width)
      case .code(let code): lines += code.map { [(truncated(shown($0), to: width), .accent)] }
      }
    }
    let wanted = wanted(width)
    return lines + (lines.isEmpty || wanted.isEmpty ? [] : [[]]) + wanted
  }

  private func shown(_ text: String) -> String { withProducts(text, explorer.capabilities) }

  /// What is to be done, asked or said at the end of a page.
  private func wanted(_ width: Int) -> [Line] {
    let reader = lesson.reader
    if let task = reader.task?.first {
      let key = explorer.keyOrCommand(task)
      return [[("▶ ", .mark), (key.hasPrefix(":") ? "type " : "press ", .plain), (key, .key)]]
    }
    if let question = reader.question {
      let asked = Self.wrapped("? " + shown(question.text), to: width)
      guard !reader.feedback.isEmpty else {
        return asked + [[("▶ ", .mark), ("Enter", .key), (" answers", .plain)]]
      }
      return asked
        + reader.feedback.flatMap { wrappedLines(shown($0), width, .warning) }
        + [[("Enter", .key), (" again  ", .plain), (">", .key), (" on", .plain)]]
    }
    let isLast = reader.page + 1 == reader.pages.count
    return [[("▶ ", .mark), (">", .key), (isLast ? " next stop" : " goes on", .plain)]]
  }

  private func wrappedLines(_ text: String, _ width: Int, _ style: Style) -> [Line] {
    ScopeUI.wrapped(text, to: width).map { [($0, style)] }
  }

  /// Words in lines; `` `code` `` and `**weight**` become styles.
  private static func wrapped(_ text: String, to width: Int) -> [Line] {
    var (lines, line): ([Line], Line) = ([], [])
    var used = 0
    var style = Style.plain
    for word in text.split(separator: " ") {
      let parts = styled(String(word), &style)
      let columns = parts.reduce(0) { $0 + $1.text.columns }
      if used > 0, used + 1 + columns > width {
        lines.append(line)
        (line, used) = ([], 0)
      }
      if used > 0 { line.append((" ", .plain)) }
      line += parts
      used += columns + (used > 0 ? 1 : 0)
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A word in parts of one style each; the style goes on into the next word.
  private static func styled(_ word: String, _ style: inout Style) -> Line {
    var parts: Line = []
    var rest = Substring(word)
    while !rest.isEmpty {
      if rest.hasPrefix("`") || rest.hasPrefix("**") {
        let mark: Style = rest.hasPrefix("`") ? .accent : Style.plain.bold
        rest = rest.dropFirst(rest.hasPrefix("`") ? 1 : 2)
        style = style == .plain ? mark : .plain
      } else {
        let isCode = style == .accent
        let text = rest.prefixUpToMark(isCode)
        parts.append((text, style))
        rest = rest.dropFirst(text.count)
      }
    }
    return parts
  }
}

extension Substring {
  /// The characters before the next `` ` `` or, outside of code, `**`.
  fileprivate func prefixUpToMark(_ isCode: Bool) -> String {
    var text = ""
    var rest = self
    while let character = rest.first, character != "`" {
      if !isCode, rest.hasPrefix("**") { break }
      text.append(character)
      rest = rest.dropFirst()
    }
    return text
  }
}

/// A text whose products are `*` on a screen without `·`, where its form would read as a point. A
/// `·` in quotes is one that stands on the screen.
func withProducts(_ text: String, _ capabilities: Capabilities) -> String {
  guard !capabilities.glyphs.unicode else { return text }
  return text.replacing("·", with: "*").replacing("`*`", with: "`.`")
}
