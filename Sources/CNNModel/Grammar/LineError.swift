/// A mistake in a line of a model file, at a place.
public struct LineError: Error, Hashable, Sendable {
  public let reason: String
  /// Where in the line, counted from 1.
  public let column: Int
  public let proposal: String?

  public init(_ reason: String, column: Int, proposal: String? = nil) {
    (self.reason, self.column, self.proposal) = (reason, column, proposal)
  }
}

extension LineError: CustomStringConvertible {
  public var description: String { proposal.map { "\(reason); \($0)" } ?? reason }
}

/// A word of a line and the column where it begins, counted from 1.
public struct Word: Hashable, Sendable {
  public let text: String
  public let column: Int

  public init(_ text: String, column: Int) { (self.text, self.column) = (text, column) }

  /// The words of a line, divided at blanks.
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
