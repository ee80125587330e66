import ScopeDebugger
import TerminalKit

/// The text of a lesson beside the live screen, and what the reader is to do.
struct LessonPane {
  private typealias Line = WrappedLines.Line

  private let lesson: LessonView
  private let rect: Rect
  private let scene: Scene

  init(_ lesson: LessonView, _ rect: Rect, _ scene: Scene) {
    (self.lesson, self.rect, self.scene) = (lesson, rect, scene)
  }

  /// The pane on a screen, for what depends on its size alone.
  init(_ lesson: LessonView, _ scene: Scene) {
    var room = Rect(x: 0, y: 1, width: scene.size.columns, height: scene.size.rows - 3)
    self.init(lesson, Self.take(from: &room), scene)
  }

  /// The left columns where the room is wide enough, with a line at their right, else the lower part.
  static func take(from room: inout Rect) -> Rect {
    guard isBeside(room) else { return room.takeBottom(min(9, room.height / 2)) }
    return room.takeLeft(room.width - MapsLayout.mapColumns(room.width))
  }

  private static func isBeside(_ room: Rect) -> Bool { room.width >= 64 }

  /// The part that holds the text: without the line.
  private var inside: Rect {
    var inside = rect
    if rect.width < scene.size.columns { _ = inside.takeRight(1) }
    return inside
  }

  /// How far a page is scrolled at once.
  var step: Int { max(1, rect.height - 3) }

  /// How many lines of the page the pane has no room for.
  var hiddenLines: Int { max(0, lines.count - (rect.height - 1)) }

  func draw(_ canvas: inout Canvas) {
    let rect = inside
    if rect.width < self.rect.width {
      canvas.verticalLine(x: rect.maxX, y: rect.y, length: rect.height)
    }
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
    let width = inside.width - 2
    let key = WrappedLines.Key(
      lesson.reader, isAway: lesson.hasLeftScene(scene.shared, scene.views), width: width,
      scene.capabilities)
    return lesson.wrapped.lines(for: key) { lines(width) }
  }

  private func lines(_ width: Int) -> [Line] {
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

  private func shown(_ text: String) -> String { spelled(text, scene.capabilities) }

  /// What is to be done, asked or said at the end of a page.
  private func wanted(_ width: Int) -> [Line] {
    explained(width) + next(width) + left
  }

  /// How to come back to what the text speaks of.
  private var left: [Line] {
    guard lesson.hasLeftScene(scene.shared, scene.views) else { return [] }
    return [[("<", .key), (" brings the page's view back", .plain)]]
  }

  /// Why the last answer was right.
  private func explained(_ width: Int) -> [Line] {
    guard let reason = lesson.reader.explanation else { return [] }
    return wrappedLines(shown("right: \(reason)"), width, .good) + [[]]
  }

  /// What is to be done or asked next.
  private func next(_ width: Int) -> [Line] {
    let reader = lesson.reader
    if let task = reader.task?.first {
      return wanted(task: LessonView.keyOrCommand(task), width)
    }
    if reader.isSearching {
      return [
        [("▶ ", .mark), ("find it: type", .plain)], [("  :accuse LAYER.PASS RULE", .key)],
        [("  :fault hint", .key), (" helps", .plain)],
        [("  :fault tell", .key), (" gives up", .plain)],
      ]
    }
    if let question = reader.question {
      let asked = Self.wrapped("? " + shown(question.text), to: width)
      guard !reader.feedback.isEmpty else {
        return asked + [[("▶ ", .mark), ("Enter", .key), (" answers", .plain)]]
      }
      return asked
        + reader.feedback.flatMap { wrappedLines(shown($0), width, .warning) }
        + [
          [
            ("Enter", .key), (" again  ", .plain), (">", .key),
            (reader.isTold ? " on" : " answer", .plain),
          ]
        ]
    }
    return [[("▶ ", .mark), (">", .key), (end(of: reader), .plain)]]
  }

  /// The key to press, or the command to type in as many lines as it takes.
  private func wanted(task key: String, _ width: Int) -> [Line] {
    let verb = key.hasPrefix(":") ? "type " : "press "
    let room = width - 2 - verb.columns
    let lines = ScopeUI.wrapped(key, to: key.columns > room ? width - 2 : room)
    guard lines.count > 1 else { return [[("▶ ", .mark), (verb, .plain), (key, .key)]] }
    return [[("▶ ", .mark), (verb, .plain)]] + lines.map { [("  ", .plain), ($0, .key)] }
  }

  /// What `>` does at the end of a page.
  private func end(of reader: LessonReader) -> String {
    guard reader.page + 1 == reader.pages.count else { return " continue" }
    return reader.stop + 1 == reader.lesson.stops.count ? " ends the lesson" : " next stop"
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
      if used > width {
        let cut = cut(line, to: width)
        lines += cut.dropLast()
        line = cut.last ?? []
        used = line.reduce(0) { $0 + $1.text.columns }
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A line in as many as its columns need, however long its words are.
  private static func cut(_ line: Line, to width: Int) -> [Line] {
    var lines: [Line] = [[]]
    var used = 0
    for part in line {
      var text = ""
      for character in part.text {
        let columns = String(character).columns
        if used > 0, used + columns > width {
          lines[lines.count - 1].append((text, part.style))
          lines.append([])
          (text, used) = ("", 0)
        }
        text.append(character)
        used += columns
      }
      lines[lines.count - 1].append((text, part.style))
    }
    return lines
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

/// A text for a screen with ASCII only, before it is divided into lines: products are `*`, for the
/// form of `·` would read as a point, `∞` is `inf`, and `180°` is `180 degrees`. A `·` in quotes is one
/// that stands on the screen.
func spelled(_ text: String, _ capabilities: Capabilities) -> String {
  guard !capabilities.glyphs.unicode else { return text }
  return text.replacing("·", with: "*").replacing("`*`", with: "`.`")
    .replacing("∞", with: "inf").replacing("°", with: " degrees")
}
