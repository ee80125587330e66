import ScopeDebugger
import TerminalKit

/// What keys and lines mean.
extension Explorer {
  /// The command line that a key stands for; `nil` for a key without meaning here.
  ///
  /// Keys that the user has mapped come first, then those of the views from the top down, then those
  /// that mean something everywhere.
  func binding(for key: String) -> String? {
    if !views.top.traits.isModal, let line = shared.preferences.keys[key] { return line }
    let bindings = views.bindings(shared) + (views.top.traits.isModal ? [] : Self.keys)
    return bindings.first { $0.keys.contains(key) }?.line
  }

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
    if !Self.commands.isName(word), let meaning = binding(for: word) {
      let rest = words.count > 1 ? " \(words[1])" : ""
      return try Self.commands.invocation(of: meaning + rest, in: self)
    }
    return try Self.commands.invocation(of: line, in: self)
  }

  /// What the footer shows.
  var footer: FooterLine {
    let more = views.top.traits.isModal ? [] : Self.ownKeys
    return FooterLine(views.footerBindings(shared) + more, typing: views.top.traits.typingLabel)
  }
}
