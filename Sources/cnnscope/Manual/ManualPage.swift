import ScopeDebugger

/// The manual page in the language of man(7).
enum ManualPage {
  static var text: String {
    (head + verbs + keys + sections + surroundings).joined(separator: "\n")
  }

  private static var head: [String] {
    [
      ".TH CNNSCOPE 1", ".SH NAME", "cnnscope \\- \(plain(Manual.abstract.lowercasedFirst))",
      ".SH SYNOPSIS", ".B cnnscope", ".RI [ NETWORK \" [\" INPUT ]] \" [options]\"", ".br",
      ".B cnnscope", ".I VERB", ".RI [ arguments ]", ".SH DESCRIPTION",
    ] + Manual.description.flatMap { [".PP", plain($0)] }
  }

  private static var verbs: [String] {
    [".SH VERBS"]
      + Manual.verbs.flatMap { verb in
        [".SS \(plain(verb.name))", ".nf"]
          + verb.help.split(separator: "\n", omittingEmptySubsequences: false).map(plain)
          + [".fi"]
      }
  }

  private static var keys: [String] {
    [".SH KEYS", "In the explorer; views may give a key a meaning of their own."]
      + Manual.commands.entries.filter { !$0.keys.isEmpty }.flatMap { command in
        let name = command.term.prefix { $0 != " " }
        return entry(command.keys.joined(separator: " "), "\(name): \(command.meaning)")
      }
  }

  private static var sections: [String] {
    let commands = Manual.Section(
      title: "Commands", introduction: Manual.commands.introduction,
      entries: Manual.commands.entries)
    return ([commands] + Manual.languages + [Manual.settings]).flatMap(section)
  }

  private static var surroundings: [String] {
    [".SH FILES"]
      + entry(Manual.configurationFile.term, Manual.configurationFile.meaning)
      + section(Manual.environment) + [".SH EXIT STATUS", plain(Manual.exitStatus)]
  }

  private static func section(_ section: Manual.Section) -> [String] {
    [".SH \(section.title.uppercased())", plain(section.introduction)]
      + section.entries.flatMap { item in
        entry(item.term, item.meaning) + words(item.words)
      }
  }

  private static func words(_ words: [Manual.Entry]) -> [String] {
    guard !words.isEmpty else { return [] }
    return [".RS"] + words.flatMap { entry($0.term, $0.meaning) } + [".RE"]
  }

  private static func entry(_ term: String, _ meaning: String) -> [String] {
    [".TP", ".B \(plain(term))", plain(meaning)]
  }

  /// Text in which nothing is an instruction to the formatter.
  private static func plain(_ text: some StringProtocol) -> String {
    let safe = String(text).replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : String(safe)
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
