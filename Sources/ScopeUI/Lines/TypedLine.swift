import ScopeDebugger

/// What a typed line means where the user is.
enum TypedLine: Hashable, Sendable {
  /// A command, or a key with its arguments.
  case command(String)
  /// What a prompt asks for.
  case text(String)
  /// An empty line where a prompt asks for something.
  case nothing

  /// - Returns: `nil` for an empty line and a comment.
  init?(_ typed: String, in explorer: Explorer) {
    let line = typed.trimmed
    if explorer.views.takesText {
      self = line.isEmpty ? .nothing : .text(line)
      return
    }
    // As at the explorer's prompt, which texts name with its colon.
    let plain = line.hasPrefix(":") ? String(line.dropFirst()).trimmed : line
    guard !plain.isEmpty, !plain.hasPrefix("#") else { return nil }
    let words = plain.split(separator: " ", maxSplits: 1).map(String.init)
    let word = Self.reading(words[0], explorer) ?? Self.keys[words[0].lowercased()] ?? words[0]
    let isAnswer =
      explorer.views.waitsForAnswer
      && (Question.isRowAndColumn(plain) || !Self.isCommand(word, explorer))
    let command = ([word] + words.dropFirst()).joined(separator: " ")
    self = .command(isAnswer ? "answer \(plain)" : Self.alone(command, explorer) ?? command)
  }

  /// What a word means that is typed alone: a key, even where it is the short name of a command.
  private static func alone(_ word: String, _ explorer: Explorer) -> String? {
    if word == "help" { return "keys" }
    return word.count == 1 ? KeyMeanings(explorer).line(for: word) : nil
  }

  /// Keys by the names that texts give them.
  private static let keys = [
    "enter": "<Enter>", "tab": "<Tab>", "space": "<Space>", "backspace": "<Backspace>",
    "esc": "<Esc>",
    "<": "<lt>", "?": "keys",
  ]

  /// The command that turns the pages of an open lesson.
  private static func reading(_ word: String, _ explorer: Explorer) -> String? {
    guard let lesson = explorer.lesson, lesson.task?.contains(word) != true else { return nil }
    return ["next": "read-on", "back": "read-back"][word.lowercased()]
  }

  /// Whether a word is a command or a key, and not the beginning of an answer.
  private static func isCommand(_ word: String, _ explorer: Explorer) -> Bool {
    let isNumeral = word.first.map { $0.isNumber || "+-−.([".contains($0) } ?? true
    let isKey = KeyMeanings(explorer).line(for: word) != nil
    if isNumeral { return isKey && [".", "[", "(", "<lt>"].contains(word) }
    let local = explorer.views.all.flatMap { type(of: $0).localCommands.map(\.name) }
    return isKey || Explorer.commands.isName(word) || local.contains(word)
  }
}
