/// The reference as the file `.github/REFERENCE.md`, which a test compares with it.
enum MarkdownReference {
  static var text: String {
    let tables = [Manual.commands] + Manual.languages + [Manual.settings]
    return ([head, verbs] + tables.map(section) + [surroundings] + options)
      .joined(separator: "\n\n")
  }

  private static var head: String {
    """
    # Reference of cnnscope

    Made by `cnnscope manual --markdown`; `cnnscope manual | man -l -` shows the same as a manual \
    page.
    """
  }

  private static var verbs: String {
    let rows = Manual.verbs.map { ["[`\($0.name)`](#cnnscope-\($0.name))", $0.abstract] }
    return "## Verbs\n\n\(table(["verb", "what it does"], rows))"
  }

  /// What `--help` prints, verb by verb.
  private static var options: [String] {
    ["## Arguments and options"]
      + Manual.verbs.map { "### cnnscope \($0.name)\n\n```\n\(trimmed($0.help))\n```" }
  }

  private static var surroundings: String {
    """
    \(section(Manual.environment))

    \(code(Manual.configurationFile.term)): \(Manual.configurationFile.meaning)

    Exit status: \(Manual.exitStatus)
    """
  }

  private static func section(_ section: Manual.Section) -> String {
    let words = section.entries.filter { !$0.words.isEmpty }.map(details).joined(separator: "\n")
    return [
      "## \(section.title)", section.introduction, entries(section), words,
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// The entries as a table, with their keys where any has some.
  private static func entries(_ section: Manual.Section) -> String {
    guard section.entries.contains(where: { !$0.keys.isEmpty }) else {
      return table(["written", "meaning"], section.entries.map { [code($0.term), $0.meaning] })
    }
    return table(
      ["keys", "written", "meaning"],
      section.entries.map {
        [$0.keys.map(code).joined(separator: " "), code($0.term), $0.meaning]
      })
  }

  /// The words of an entry, as an item of a list.
  private static func details(_ entry: Manual.Entry) -> String {
    let words = entry.words.map { "\(code($0.term)) \($0.meaning)" }
    return "- **\(entry.term.prefix { $0 != " " })**: \(words.joined(separator: "; "))"
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

  /// Without line breaks at the end.
  private static func trimmed(_ text: String) -> Substring {
    text.dropLast(text.reversed().prefix(while: \.isNewline).count)
  }
}
