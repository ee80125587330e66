/// One line of text being typed, with the keys of readline; a plain value.
///
/// `C-a C-e C-b C-f`, arrows, Home and End move; `C-h C-d C-w C-u C-k`, Backspace and Delete
/// delete; Up and Down go through the history and back to what was being typed; Tab completes; Esc,
/// `C-c` and `C-g` cancel, and so does Backspace on an empty line.
public struct LineEditor: Hashable, Sendable {
  /// What a key did.
  public enum Outcome: Hashable, Sendable {
    /// The line is still being edited.
    case editing
    /// Enter was pressed on this line.
    case submitted(String)
    /// The line was abandoned.
    case cancelled
  }

  package private(set) var characters: [Character]
  /// The index of the character after the cursor.
  package private(set) var cursor: Int
  /// The completions that Tab offers, where there is a choice.
  public private(set) var offers: [String] = []
  /// Earlier lines, oldest first.
  package let history: [String]
  private var historyIndex: Int
  private var draft = ""
  private var offer: Int?

  /// The cursor is at the end.
  public init(_ text: String = "", history: [String] = []) {
    characters = Array(text)
    cursor = characters.count
    self.history = history
    historyIndex = history.count
  }

  /// The line.
  public var text: String { String(characters) }

  /// Whether an earlier line is shown.
  package var isInHistory: Bool { historyIndex < history.count }

  /// Handles a key.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - candidates: called on Tab with the text before the cursor; returns the texts that
  ///     could replace it (complete, not only the missing part).
  public mutating func handle(
    _ key: Key, candidates: (String) -> [String] = { _ in [] }
  ) -> Outcome {
    if key == .tab || key == .backTab {
      complete(backwards: key == .backTab, candidates)
      return .editing
    }
    offers = []
    offer = nil
    switch key {
    case .enter: return .submitted(text)
    case .escape, .control("c"), .control("g"): return .cancelled
    case .backspace, .control("h"):
      if characters.isEmpty { return .cancelled }
      remove(from: cursor - 1, to: cursor)
    default: edit(key)
    }
    return .editing
  }

  /// Inserts text at the cursor; line ends and other control characters become blanks.
  public mutating func insert(_ text: String) {
    let clean = text.map {
      $0.isNewline || $0.unicodeScalars.allSatisfy { $0.value < 32 } ? " " : $0
    }
    characters.insert(contentsOf: clean, at: cursor)
    cursor += clean.count
  }

  private mutating func edit(_ key: Key) {
    switch key {
    case .character(let character): insert(String(character))
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .alt("b"): cursor = wordStart()
    case .alt("f"): cursor = wordEnd()
    case .delete, .control("d"): remove(from: cursor, to: cursor + 1)
    case .control("w"): remove(from: wordStart(), to: cursor)
    case .alt("d"): remove(from: cursor, to: wordEnd())
    case .control("u"): remove(from: 0, to: cursor)
    case .control("k"): remove(from: cursor, to: characters.count)
    case .up, .control("p"): recall(historyIndex - 1)
    case .down, .control("n"): recall(historyIndex + 1)
    default: break
    }
  }

  private mutating func remove(from start: Int, to end: Int) {
    let range = max(0, start)..<min(characters.count, max(0, end))
    guard !range.isEmpty else { return }
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  private func wordStart() -> Int {
    var index = cursor
    while index > 0, characters[index - 1] == " " { index -= 1 }
    while index > 0, characters[index - 1] != " " { index -= 1 }
    return index
  }

  private func wordEnd() -> Int {
    var index = cursor
    while index < characters.count, characters[index] == " " { index += 1 }
    while index < characters.count, characters[index] != " " { index += 1 }
    return index
  }

  private mutating func recall(_ index: Int) {
    guard (0...history.count).contains(index), index != historyIndex else { return }
    if historyIndex == history.count { draft = text }
    historyIndex = index
    characters = Array(index == history.count ? draft : history[index])
    cursor = characters.count
  }
}

extension LineEditor {
  /// Completes as far as all candidates agree; further Tabs select them one by one.
  private mutating func complete(backwards: Bool, _ candidates: (String) -> [String]) {
    if offers.isEmpty {
      let found = candidates(String(characters[..<cursor]))
      guard let first = found.first else { return }
      let common = found.dropFirst().reduce(first) { commonPrefix($0, $1) }
      if found.count == 1 || common.count > cursor {
        replaceHead(with: common)
        offers = found.count > 1 ? found : []
        return
      }
      offers = found
    }
    let next = offer.map { $0 + (backwards ? -1 : 1) } ?? (backwards ? -1 : 0)
    offer = (next + offers.count) % offers.count
    replaceHead(with: offers[offer ?? 0])
  }

  private mutating func replaceHead(with text: String) {
    characters.replaceSubrange(..<cursor, with: text)
    cursor = text.count
  }

  private func commonPrefix(_ a: String, _ b: String) -> String {
    String(zip(a, b).prefix { $0 == $1 }.map(\.0))
  }
}

extension LineEditor {
  /// Draws prompt and text into one row and returns the position of the text cursor.
  ///
  /// A text that does not fit is scrolled so that the cursor is visible. Only the characters that are
  /// visible are looked at, however long the line is.
  public func draw(
    into canvas: inout Canvas, in rect: Rect, prompt: String = ":", style: Style = .plain
  ) -> ScreenPosition {
    let prompt = truncated(prompt, to: max(0, rect.width - 1))
    let room = rect.width - prompt.columns
    let (first, before) = firstVisible(before: max(0, room - 1))
    let start = min(0, max(0, room - 1) - before)
    let end = min(characters.count, cursor + max(0, room) + Self.invisible)
    canvas.within(rect.intersection(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1))) {
      let left = $0.write(prompt, x: 0, y: 0, Style(.key))
      let visible = Rect(x: left, y: 0, width: room, height: 1)
      $0.within(visible) {
        _ = $0.write(String(characters[first..<end]), x: start, y: 0, style)
      }
    }
    return ScreenPosition(x: rect.x + prompt.columns + before + start, y: rect.y)
  }

  /// More characters without a width than a row has.
  private static let invisible = 64

  /// The last character that begins at least `columns` before the cursor, or the first one of the
  /// line, and how many columns before the cursor it begins.
  private func firstVisible(before columns: Int) -> (index: Int, columns: Int) {
    var (index, width) = (cursor, 0)
    while index > 0, width < columns {
      index -= 1
      width += String(characters[index]).columns
    }
    return (index, width)
  }
}
