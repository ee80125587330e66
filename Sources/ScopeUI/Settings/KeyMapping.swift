import ScopeDebugger
import TerminalKit

/// A key that the user gives a meaning, and perhaps that meaning.
struct KeyMapping: Hashable, Sendable {
  let key: String
  let line: String?

  /// A key that may have another meaning: the ways out may not.
  ///
  /// - Throws: ``UserError`` for those, and for what is no key.
  static func key(_ text: String) throws(UserError) -> String {
    let key: Key
    do throws(KeyError) { key = try Key(notation: text) } catch { throw UserError(error) }
    guard ![.control("c"), .control("z"), .control("l")].contains(key) else {
      throw UserError("\(key) keeps its meaning")
    }
    return key.description
  }
}

/// `KEY [COMMAND]`
struct KeyMappingParameter: TextParameter {
  typealias Value = KeyMapping

  var usage: String { "KEY [COMMAND]" }
  var expectation: String { "a key and a command" }
  var example: String { "<F5> restart" }

  func value(of text: String, in session: Session) throws(UserError) -> KeyMapping? {
    let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let key = try KeyMapping.key(words[0])
    guard words.count == 2 else { return KeyMapping(key: key, line: nil) }
    _ = try Explorer.commands.command(of: words[1])
    return KeyMapping(key: key, line: words[1])
  }
}

/// `KEY`
struct MappedKey: TextParameter {
  typealias Value = String

  var usage: String { "KEY" }
  var expectation: String { "a key" }
  var example: String { "<F5>" }

  func value(of text: String, in session: Session) throws(UserError) -> String? {
    try KeyMapping.key(text)
  }
}
