/// What follows the name of a command, taken word by word.
package struct ArgumentReader: Sendable {
  /// The command's whole name, for sentences.
  package let command: String
  /// What could stand in the place of the next argument, for sentences: `, or none`.
  var alternative = ""
  private var text: Substring

  /// - Parameter command: the whole name of the command that takes them.
  package init(_ text: String, of command: String) {
    (self.command, self.text) = (command, text.trimmed[...])
  }

  package var isAtEnd: Bool { text.isEmpty }

  /// The next word, which is left where it is; `nil` at the end.
  package var nextWord: String? { text.split(separator: " ").first.map(String.init) }

  /// Takes the next word; `nil` at the end.
  package mutating func takeWord() -> String? {
    guard let end = text.firstIndex(of: " ") else { return takeRest() }
    defer { text = text[end...].drop { $0 == " " } }
    return String(text[..<end])
  }

  /// Takes everything that is left, as it was typed; `nil` where there is nothing.
  package mutating func takeRest() -> String? {
    defer { text = "" }
    return text.isEmpty ? nil : String(text)
  }

  /// - Throws: ``UserError`` when something is left.
  package func expectEnd(_ usage: String) throws(UserError) {
    guard !isAtEnd else { return }
    throw UserError("unexpected \"\(text)\"; usage: \(usage)")
  }
}

extension StringProtocol {
  /// Without blanks at both ends.
  package var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
