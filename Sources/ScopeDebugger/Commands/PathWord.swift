import CNNModel
import Glibc

/// A word of a command line that may name a file, read as a shell reads it.
///
/// Quotation marks of both kinds at the beginning of a part of a path hold blanks together; a
/// backslash does so for one blank, quotation mark or backslash; `~` and `~user` at the beginning
/// are home folders.
package struct PathWord: Hashable, Sendable {
  /// What was typed.
  package let typed: Substring
  /// What is meant.
  package let text: String
  /// Whether it is an option such as `--over`, typed without quotation marks.
  package let isOption: Bool
  /// The quotation mark that is not closed.
  package let openQuote: Character?

  /// The words of a text, and what stands before each.
  package static func split(_ text: Substring) -> [PathWord] {
    var words: [PathWord] = []
    var rest = text.drop { $0 == " " || $0 == "\t" }
    while !rest.isEmpty {
      let word = PathWord(startOf: rest)
      words.append(word)
      rest = rest[word.typed.endIndex...].drop { $0 == " " || $0 == "\t" }
    }
    return words
  }

  /// The word that a text begins with.
  private init(startOf text: Substring) {
    var scanner = Scanner(text)
    scanner.scan()
    (typed, openQuote) = (text[..<scanner.index], scanner.quote)
    isOption = typed.hasPrefix("--") && typed.count > 2
    self.text = typed.hasPrefix("~") ? HomeFolder.expanded(scanner.text) : scanner.text
  }

  /// Reads a word character by character.
  private struct Scanner {
    private let characters: Substring
    private(set) var index: Substring.Index
    private(set) var text = ""
    private(set) var quote: Character?

    init(_ characters: Substring) {
      (self.characters, index) = (characters, characters.startIndex)
    }

    mutating func scan() {
      while index < characters.endIndex, quote != nil || !isBlank(characters[index]) { take() }
    }

    private func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

    private mutating func take() {
      let character = characters[index]
      characters.formIndex(after: &index)
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'",
        text.isEmpty || text.last == "/"
      {
        quote = character
      } else if character == "\\", quote != "'", index < characters.endIndex,
        isEscapable(characters[index])
      {
        text.append(characters[index])
        characters.formIndex(after: &index)
      } else {
        text.append(character)
      }
    }

    private func isEscapable(_ character: Character) -> Bool {
      quote == nil ? " \t\"'\\".contains(character) : "\"\\".contains(character)
    }
  }
}

extension PathWord {
  /// The word that a line ends with, nil after a blank.
  package static func last(of line: String) -> PathWord? {
    split(line[...]).last.flatMap { $0.typed.endIndex == line.endIndex ? $0 : nil }
  }

  /// How a path that begins with this word is typed to its end: in the same quotation marks or with
  /// backslashes, and with the same `~`.
  package func completed(to path: String) -> String {
    let start = typed.hasPrefix("~") ? String(typed.prefix { $0 != "/" }) : ""
    let rest = start.isEmpty ? path : String(path.dropFirst(HomeFolder.expanded(start).count))
    if let quote = openQuote ?? typed.first.flatMap({ "\"'".contains($0) ? $0 : nil }) {
      return "\(quote)\(path)" + (path.hasSuffix("/") ? "" : "\(quote)")
    }
    return start
      + rest.map { " \t\"'\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

/// The home folders of users.
package enum HomeFolder {
  /// A path whose first part is `~` or `~user`, with the folder in its place; as it is where there
  /// is no such user.
  package static func expanded(_ path: String) -> String {
    let part = path.prefix { $0 != "/" }
    guard part.hasPrefix("~"), let folder = folder(of: String(part.dropFirst())) else {
      return path
    }
    return folder + path[part.endIndex...]
  }

  private static func folder(of user: String) -> String? {
    if user.isEmpty, let home = getenv("HOME") { return String(cString: home) }
    let entry = user.isEmpty ? getpwuid(getuid()) : getpwnam(user)
    return (entry?.pointee.pw_dir).map { String(cString: $0) }
  }
}

extension String {
  /// The path as a word that ``PathWord`` reads back to it.
  package var asPathWord: String {
    let needsQuotes =
      contains(" ") || contains("\t") || hasPrefix("--") || hasPrefix("~") || hasPrefix("\"")
      || hasPrefix("'") || contains("\\") || contains("/\"") || contains("/'")
    guard needsQuotes else { return self }
    return "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
