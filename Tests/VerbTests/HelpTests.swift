import TestSupport
import Testing

@Suite("The help of the verbs")
struct HelpTests {
  /// The verbs that the general help lists.
  private static func verbs() throws -> [String] {
    let lines = try Program.run("--help").output.split(separator: "\n")
    let list = lines.drop { !$0.hasPrefix("SUBCOMMANDS:") }.dropFirst()
    return list.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test("It is written for users: no value is shown as Swift writes it")
  func noValuesOfSwift() throws {
    let verbs = try Self.verbs()
    #expect(verbs.count > 10 && verbs.contains("train") && verbs.contains("layer"), "\(verbs)")
    for arguments in [[]] + verbs.map({ [$0] }) {
      let help = try Program.run(arguments + ["--help"])
      #expect(help.status == 0 && help.output.contains("USAGE:"), "\(arguments)")
      let text = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for pattern in Self.patterns {
        let found = text.firstMatch(of: pattern).map { String($0.0) }
        #expect(found == nil, "\(arguments): \(found ?? "")")
      }
    }
  }

  /// Optionals, cases and initializers, arrays of values, and options without a word of help.
  private static var patterns: [Regex<Substring>] {
    [
      /Optional\(|\bnil\b|\bsome\(/, /\(default: \.\w+/, /default: \w+\(/, /\[\.\w+/,
      /default: \[/, /\b[A-Z]\w+\.[a-z]\w+\(/, /\(default: \)/,
    ]
  }

  @Test("help explains a command of the explorer, too")
  func helpOnCommands() throws {
    let help = try Program.run("help lesson")
    #expect(help.status == 0 && help.output.contains("solve accuse LAYER.PASS RULE"))
    #expect(!help.output.contains("SUBCOMMANDS"))
    let wrong = try Program.run("help leson")
    #expect(wrong.status == 1 && wrong.error.contains("did you mean \"lesson\"?"))
  }

  @Test("The patterns find what Swift writes")
  func patternsMatch() {
    let examples = [
      "Optional(3)", "(default: nil)", "(default: .auto)", "(default: Size(80, 24))", "[.x, .y]",
      "default: [\"a\"]",
    ]
    for example in examples {
      #expect(Self.patterns.contains { example.contains($0) }, "\(example)")
    }
  }
}
