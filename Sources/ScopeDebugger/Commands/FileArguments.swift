import CNNModel
import ModelFiles

/// The arguments of a command that takes files: words and options.
package struct FileArguments: Hashable, Sendable {
  /// The words besides the options.
  package let words: [PathWord]
  /// The options that are there.
  package let options: Set<String>
  /// The values of the options that take one.
  package let values: [String: String]
  /// The words as one file name, for a command that takes one: blanks need no quotes there.
  package let path: String

  /// Reads words and options.
  ///
  /// - Parameters:
  ///   - known: the options that there are: `--over`.
  ///   - valued: the options that take the word after them, each with an example of it.
  /// - Throws: ``UserError`` for another option, one without its value, and a quotation mark that is
  ///   not closed.
  package init(
    _ text: String, options known: [String] = [], valued: [String: String] = [:]
  ) throws(UserError) {
    var all = PathWord.split(text[...])
    if let open = all.last?.openQuote {
      throw UserError("the quotation mark \(open) in \(text.quoted) is not closed")
    }
    values = try Self.takeValues(of: valued, from: &all)
    for word in all where word.isOption && !known.contains(word.text) {
      throw Self.unknown(word.text, known + valued.keys.sorted())
    }
    words = all.filter { !$0.isOption }
    options = Set(all.filter(\.isOption).map(\.text))
    path = Self.joined(words, in: text)
  }

  private static func takeValues(
    of options: [String: String], from words: inout [PathWord]
  ) throws(UserError) -> [String: String] {
    var values: [String: String] = [:]
    while let place = words.firstIndex(where: { $0.isOption && options[$0.text] != nil }) {
      let option = words.remove(at: place).text
      guard place < words.count, !words[place].isOption else {
        throw UserError("\(option) takes a value, as in \(option) \(options[option] ?? "")")
      }
      values[option] = words.remove(at: place).text
    }
    return values
  }

  /// The words with the blanks that were typed between them; one where an option stood.
  private static func joined(_ words: [PathWord], in text: String) -> String {
    var path = ""
    var end: Substring.Index?
    for word in words {
      let gap = end.map { text[$0..<word.typed.startIndex] } ?? ""
      path += (gap.allSatisfy { $0 == " " || $0 == "\t" } ? String(gap) : " ") + word.text
      end = word.typed.endIndex
    }
    return path
  }

  private static func unknown(_ option: String, _ known: [String]) -> UserError {
    let near = nearest(to: option, in: known).map { "did you mean \"\($0)\"?" }
    let rest = known.isEmpty ? "this takes none" : "there is \(known.joined(separator: ", "))"
    return UserError("there is no option \(option.quoted); \(near ?? rest)")
  }
}
