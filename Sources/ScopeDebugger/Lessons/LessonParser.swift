import CNNModel

extension Lesson {
  /// Reads a lesson.
  ///
  /// - Parameter check: what refuses a line of a script that cannot be done.
  /// - Throws: ``UserError`` with file, line and reason of the first mistake.
  package init(
    _ text: String, file: String, check: (Script.Action) throws(UserError) -> Void
  ) throws(UserError) {
    var parser = LessonParser(file: file)
    for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      parser.number += 1
      do throws(UserError) { try parser.read(String(raw), check) } catch {
        throw UserError("\(file):\(parser.number): \(error)")
      }
    }
    self = try parser.finish()
  }

  /// Several lessons as one, under the title of the first.
  ///
  /// - Precondition: there is one.
  init(joining lessons: [Lesson]) {
    self.init(title: lessons[0].title, stops: lessons.flatMap(\.stops))
  }
}

/// Reads a lesson line by line.
private struct LessonParser {
  /// What a fence holds.
  private enum Fence {
    case commands
    case code([String])
  }

  let file: String
  var number = 0
  private var title: String?
  private var stops: [Lesson.Stop] = []
  private var fence: (line: Int, mark: String, kind: Fence)?
  /// What begins and ends a block.
  private static let marks = ["```", "~~~"]
  /// The words of the paragraph that is being read.
  private var words: [String] = []

  init(file: String) { self.file = file }

  mutating func read(
    _ raw: String, _ check: (Script.Action) throws(UserError) -> Void
  ) throws(UserError) {
    let line = raw.trimmed
    if let fence {
      try readInside(fence, raw, line, check)
    } else if let mark = Self.marks.first(where: { line.hasPrefix($0) }) {
      try openFence(mark, line.dropFirst(3).trimmed)
    } else if line.hasPrefix("#") {
      try readHeading(line)
    } else if line.isEmpty {
      endParagraph()
    } else {
      guard !stops.isEmpty else {
        throw UserError("a text belongs to a stop; ## and its heading begin one")
      }
      words.append(line)
    }
  }

  func finish() throws(UserError) -> Lesson {
    if let fence {
      throw UserError(
        "\(file):\(fence.line): a block begins here that is never closed by \(fence.mark)")
    }
    var copy = self
    copy.endParagraph()
    guard let title, !copy.stops.isEmpty else {
      throw UserError("\(file):\(max(1, number)): there is no stop; ## and its heading begin one")
    }
    return Lesson(title: title, stops: copy.stops)
  }

  private mutating func readHeading(_ line: String) throws(UserError) {
    endParagraph()
    let text = line.drop { $0 == "#" }.trimmed
    let depth = line.prefix { $0 == "#" }.count
    guard depth <= 2, !text.isEmpty else {
      throw UserError("# is the title and ## the heading of a stop, each with words after it")
    }
    if depth == 1 {
      guard title == nil else { throw UserError("there is a title already; ## begins a stop") }
      title = text
    } else {
      guard title != nil else {
        throw UserError("a lesson begins with its title, as in # Convolution")
      }
      stops.append(Lesson.Stop(heading: text, pages: [Lesson.Page()]))
    }
  }

  private mutating func openFence(_ mark: String, _ text: String) throws(UserError) {
    endParagraph()
    guard !stops.isEmpty else {
      throw UserError("a block belongs to a stop; ## and its heading begin one")
    }
    let word = text.split(separator: " ").first.map(String.init) ?? ""
    if text != "scope", let near = nearest(to: word.lowercased(), in: ["scope"]) {
      throw UserError("a block of \"\(text)\" is only shown; did you mean \"\(near)\"?")
    }
    fence = (number, mark, text == "scope" ? .commands : .code([]))
  }

  private mutating func readInside(
    _ open: (line: Int, mark: String, kind: Fence), _ raw: String, _ line: String,
    _ check: (Script.Action) throws(UserError) -> Void
  ) throws(UserError) {
    if line == open.mark {
      if case .code(let lines) = open.kind { append(.code(lines)) }
      fence = nil
    } else if case .code(let lines) = open.kind {
      fence = (open.line, open.mark, .code(lines + [raw]))
    } else if !line.isEmpty, !line.hasPrefix("#") {
      try readCommand(line, check)
    }
  }

  private mutating func readCommand(
    _ line: String, _ check: (Script.Action) throws(UserError) -> Void
  ) throws(UserError) {
    let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let rest = words.count > 1 ? words[1].trimmed : ""
    switch words[0] {
    case "ask": add(.question(try Question(rest)))
    case "because":
      try change("because follows an ask and says why its answer is right", rest) {
        $0.reason = $1
      }
    case "hint": try change("hint follows an ask and says where to look", rest) { $0.hint = $1 }
    case "do":
      let commands = rest.split(separator: "|").map(\.trimmed)
      guard !commands.isEmpty else { throw UserError("do needs a command, as in do step") }
      for command in commands { try check(.command(command)) }
      add(.task(commands))
    case "solve":
      guard rest.hasPrefix("accuse ") else {
        throw UserError("solve needs what is to be found, as in solve accuse conv1.forward bias")
      }
      try check(.command(rest))
      add(.search(rest))
    case "resize": throw UserError("a lesson cannot resize the screen")
    default:
      let action = try Script.Action(line)
      try check(action)
      add(.script(action))
    }
  }

  /// Adds a text to the question of the line before.
  private mutating func change(
    _ refusal: String, _ text: String, _ change: (inout Question, String) -> Void
  ) throws(UserError) {
    let page = stops[stops.count - 1].pages.count - 1
    guard !text.isEmpty,
      let last = stops[stops.count - 1].pages[page].lines.indices.last,
      case .question(var question) = stops[stops.count - 1].pages[page].lines[last].action
    else { throw UserError(refusal) }
    change(&question, text)
    stops[stops.count - 1].pages[page].lines[last].action = .question(question)
  }

  private mutating func add(_ action: Lesson.Action) {
    let page = stops[stops.count - 1].pages.count - 1
    stops[stops.count - 1].pages[page].lines.append(
      Lesson.Line(file: file, number: number, action: action))
  }

  private mutating func endParagraph() {
    if !words.isEmpty { append(.words(words.joined(separator: " "))) }
    words = []
  }

  /// A text after lines begins a page.
  private mutating func append(_ paragraph: Lesson.Paragraph) {
    let stop = stops.count - 1
    if stops[stop].pages.last?.lines.isEmpty == false { stops[stop].pages.append(Lesson.Page()) }
    stops[stop].pages[stops[stop].pages.count - 1].text.append(paragraph)
  }
}
