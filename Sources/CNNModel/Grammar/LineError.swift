/// A mistake in a line of a model file, with its column.
public struct LineError: Error, Hashable, Sendable {
  /// What is wrong, as a sentence without its period.
  public let reason: String
  /// The column, counted from 1.
  public let column: Int
  /// What to write instead, if there is a suggestion.
  public let proposal: String?

  /// An error; see its properties.
  public init(_ reason: String, column: Int, proposal: String? = nil) {
    (self.reason, self.column, self.proposal) = (reason, column, proposal)
  }
}

extension LineError: CustomStringConvertible {
  /// The reason and the proposal, separated by a semicolon.
  public var description: String { proposal.map { "\(reason); \($0)" } ?? reason }
}

/// A word of a line and its column, counted from 1.
public struct Word: Hashable, Sendable {
  /// The characters of the word.
  public let text: String
  /// The column of its first character, counted from 1.
  public let column: Int

  /// A word at a column.
  public init(_ text: String, column: Int) { (self.text, self.column) = (text, column) }

  /// The words of a line, separated by whitespace.
  public static func split(_ line: Substring, startingAt column: Int = 1) -> [Word] {
    var words: [Word] = []
    var current = ""
    var place = column
    var start = column
    for character in line {
      if character.isWhitespace {
        if !current.isEmpty { words.append(Word(current, column: start)) }
        current = ""
      } else {
        if current.isEmpty { start = place }
        current.append(character)
      }
      place += 1
    }
    if !current.isEmpty { words.append(Word(current, column: start)) }
    return words
  }
}
