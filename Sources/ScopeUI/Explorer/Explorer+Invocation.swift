import ScopeDebugger
import TerminalKit

/// What lines mean.
extension Explorer {
  /// What a line says: a command that an open view alone knows, one that is known everywhere, or a
  /// key, with arguments.
  ///
  /// - Returns: `nil` for a line without words.
  /// - Throws: ``UserError`` when there is no such command, it is refused, or does not take these
  ///   arguments.
  func invocation(of line: String) throws(UserError) -> CommandInvocation<Explorer>? {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let word = words.first else { return nil }
    let local = views.all.reversed().flatMap { type(of: $0).localCommands }
    if local.contains(where: { $0.name == word }) {
      return try CommandTable(local).invocation(of: line, in: self)
    }
    if !Self.commands.isName(word), let meaning = KeyMeanings(self).line(for: word) {
      let rest = words.count > 1 ? " \(words[1])" : ""
      return try Self.commands.invocation(of: meaning + rest, in: self)
    }
    return try Self.commands.invocation(of: line, in: self)
  }
}
