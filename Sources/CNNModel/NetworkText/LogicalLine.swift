/// A line of a model file, or a part of one between semicolons.
struct LogicalLine {
  let number: Int
  let words: [Word]

  /// The lines that are not empty, without comments.
  static func split(_ text: String) -> [LogicalLine] {
    var lines: [LogicalLine] = []
    let physical = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in physical.enumerated() {
      var column = 1
      let code = line.prefix { $0 != "#" }
      for part in code.split(separator: ";", omittingEmptySubsequences: false) {
        let words = Word.split(part, startingAt: column)
        if !words.isEmpty { lines.append(LogicalLine(number: index + 1, words: words)) }
        column += part.count + 1
      }
    }
    return lines
  }
}
