/// The reference as the file `.github/REFERENCE.md`, which a test compares with it.
enum MarkdownReference {
  static var text: String {
    ([head] + [verbs, commands] + Manual.languages.map(section)
      + [section(Manual.settings), surroundings])
      .joined(separator: "\n\n")
  }

  private static var head: String {
    """
    # Reference of cnnscope

    Made by `cnnscope manual --markdown`; `cnnscope manual | man -l -` shows the same as a manual \
    page.

    [Verbs](#verbs) · [Keys and commands](#keys-and-commands) · [Networks](#networks) · \
    [Layers](#layers) · [Losses](#losses) · [Optimizers](#optimizers) · [Schedules](#schedules) · \
    [Recipes](#recipes) · [Settings](#settings) · [Environment](#environment)
    """
  }

  private static var verbs: String {
    let rows = Manual.verbs.map { ["[`\($0.name)`](#\($0.name))", $0.abstract] }
    let texts = Manual.verbs.map { "### \($0.name)\n\n```\n\(trimmed($0.help))\n```" }
    return (["## Verbs", table(["verb", "what it does"], rows)] + texts)
      .joined(separator: "\n\n")
  }

  private static var commands: String {
    let rows = Manual.commands.entries.map { command in
      [command.keys.map(code).joined(separator: " "), code(command.term), command.meaning]
    }
    return heading(Manual.commands) + table(["keys", "command", "meaning"], rows)
  }

  private static func section(_ section: Manual.Section) -> String {
    let rows = section.entries.map { [code($0.term), $0.meaning] }
    let words = section.entries.filter { !$0.words.isEmpty }.map(details)
    return heading(section) + table(["written", "meaning"], rows)
      + (words.isEmpty ? "" : "\n\n" + words.joined(separator: "\n"))
  }

  /// The words of an entry, as an item of a list.
  private static func details(_ entry: Manual.Entry) -> String {
    let words = entry.words.map { "\(code($0.term)) \($0.meaning)" }
    return "- **\(entry.term.prefix { $0 != " " })**: \(words.joined(separator: "; "))"
  }

  private static var surroundings: String {
    """
    \(section(Manual.environment))

    \(code(Manual.configurationFile.term)): \(Manual.configurationFile.meaning)

    Exit status: \(Manual.exitStatus)
    """
  }

  private static func heading(_ section: Manual.Section) -> String {
    "## \(section.title)\n\n\(section.introduction)\n\n"
  }

  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    ([heads, heads.map { _ in "---" }] + rows)
      .map { "| \($0.joined(separator: " | ")) |" }
      .joined(separator: "\n")
  }

  /// Text as it is typed; a bar would end the cell of a table.
  private static func code(_ text: String) -> String {
    "`\(text.replacing("|", with: "\\|"))`"
  }

  /// Without blank lines at the end.
  private static func trimmed(_ text: String) -> Substring {
    text.dropLast(text.reversed().prefix { $0 == "\n" }.count)[...]
  }
}
