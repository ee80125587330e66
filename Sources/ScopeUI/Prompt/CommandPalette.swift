import CNNModel
import ScopeDebugger

/// The commands of the explorer, found by name, key or meaning.
struct CommandPalette: Sendable {
  /// A command, with what the list says of it.
  struct Entry: Hashable, Sendable {
    let name: String
    /// The name, and what follows it: `step [N]`.
    let usage: String
    /// The keys that stand for it without arguments, with blanks between them.
    let keys: String
    let help: String
    /// Why it cannot be done right now; `nil` when it can.
    let refusal: String?
    /// What is searched besides the name, in lowercase.
    fileprivate let words: [String]
    fileprivate let aliases: [String]
  }

  private let entries: [Entry]

  /// The commands that work with what is opened, those of the views on the screen first.
  init(_ explorer: Explorer) {
    let local = explorer.views.all.reversed().flatMap { type(of: $0).localCommands }
    let all = local + Explorer.commands.supported(by: explorer.session)
    entries = all.map { Entry($0, refusal: $0.refusal(explorer)) }
  }

  /// The commands that a text can mean, the best first; all of them for an empty one.
  ///
  /// Better is a whole name, then its beginning, a key, a part of the name, words of the meaning,
  /// letters of the name in their order, and a name that was misspelled. Among equal ones, those that
  /// can be done come first.
  func matches(for text: String) -> [Entry] {
    let typed = text.trimmed
    guard !typed.isEmpty else { return entries.filter { $0.refusal == nil } }
    let ranked = entries.enumerated().compactMap { index, entry in
      entry.rank(of: typed).map { (rank: $0, isRefused: entry.refusal != nil ? 1 : 0, index) }
    }
    return ranked.sorted { $0 < $1 }.map { entries[$0.2] }
  }

  /// The command that a word at the beginning of a line means: a name, an alias, a key, or a beginning
  /// that only one name has.
  func entry(meant word: String) -> Entry? {
    if let entry = entries.first(where: { $0.name == word || $0.aliases.contains(word) }) {
      return entry
    }
    if let entry = entries.first(where: { $0.hasKey(word) }) { return entry }
    let begun = entries.filter { $0.name.hasPrefix(word) }
    return begun.count == 1 ? begun[0] : nil
  }
}

extension CommandPalette.Entry {
  fileprivate init(_ command: Command<Explorer>, refusal: String?) {
    (name, usage, help, aliases) = (command.name, command.usage, command.help, command.aliases)
    self.refusal = refusal
    keys = command.bindings.filter(\.arguments.isEmpty).map(\.key).joined(separator: " ")
    words = (command.aliases + [command.usage, command.help]).joined(separator: " ").lowercased()
      .split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// What it does, or why it cannot be done right now.
  var meaning: String { refusal.map { "not now: \($0)" } ?? help }

  /// Whether something may follow the name.
  var takesArguments: Bool { usage != name }

  /// How well a text fits, from 0; `nil` where it does not.
  fileprivate func rank(of text: String) -> Int? {
    let lower = text.lowercased()
    if name == lower { return 0 }
    if hasKey(text) { return 1 }
    if name.hasPrefix(lower) { return 2 }
    if name.contains(lower) { return 3 }
    let parts = lower.split(separator: " ")
    if parts.allSatisfy({ part in words.contains { $0.hasPrefix(part) } }) { return 4 }
    guard parts.count == 1 else { return nil }
    if name.containsInOrder(lower) { return 5 }
    return lower.count > 2 && nearest(to: lower, in: [name]) != nil ? 6 : nil
  }

  fileprivate func hasKey(_ key: String) -> Bool {
    keys.split(separator: " ").contains { $0 == key }
  }
}

extension String {
  /// Whether the letters of a text are found one after the other, the first one at the beginning.
  fileprivate func containsInOrder(_ letters: String) -> Bool {
    guard first == letters.first else { return false }
    var rest = self[...]
    for letter in letters {
      guard let index = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: index)...]
    }
    return true
  }
}
