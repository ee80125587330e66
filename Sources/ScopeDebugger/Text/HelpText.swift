import CNNModel

/// Help as lines of text, from the tables of commands and layers.
package enum HelpText {
  /// All commands, or what a command, a layer, or both of this name mean.
  ///
  /// - Throws: ``UserError`` when there is neither.
  package static func lines<State: CommandState>(
    _ word: String, _ commands: [Command<State>]
  ) throws(UserError) -> [String] {
    guard !word.isEmpty else { return table(commands) }
    let words = grammar(named: word).map(layer) ?? []
    if !words.isEmpty, !commands.contains(where: { $0.name == word }) { return words }
    let command = try CommandTable(commands).command(named: word)
    return [command.usage, command.help] + keys(command) + command.details + words
  }

  /// One row per command: keys, usage, help.
  package static func table<State>(_ commands: [Command<State>]) -> [String] {
    SummaryTable.aligned(
      commands.map { [keyList($0), $0.usage, $0.help] })
  }

  /// Its keys, as many as there is room for.
  private static func keyList<State>(_ command: Command<State>) -> String {
    let keys = command.bindings.map(\.key)
    var shown = keys[...]
    while shown.joined(separator: " ").count > 27 { shown = shown.dropLast() }
    return shown.joined(separator: " ") + (shown.count < keys.count ? " …" : "")
  }

  /// A layer's words and what it does.
  package static func layer(_ grammar: LayerGrammar) -> [String] {
    let words = (grammar.positional + grammar.options).map { ["  \($0.name)", $0.help] }
    return [grammar.usage, grammar.help] + SummaryTable.aligned(words)
  }

  private static func grammar(named word: String) -> LayerGrammar? {
    let losses = LossCatalog.all.map { $0.grammar }
    let optimizers = OptimizerCatalog.all.map { $0.grammar }
    return (LayerCatalog.grammars + losses + optimizers).first { $0.keyword == word }
  }

  private static func keys<State>(_ command: Command<State>) -> [String] {
    let names = command.aliases.isEmpty ? [] : ["also: " + command.aliases.joined(separator: ", ")]
    let keys = command.bindings.map(\.key)
    return names + (keys.isEmpty ? [] : ["key: " + keys.joined(separator: " ")])
  }
}
