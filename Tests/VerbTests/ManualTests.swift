import ScopeDebugger
import ScopeUI
import TestSupport
import Testing

@Suite("The manual page and the completions of shells", .baselineLevel)
struct ManualTests {
  @Test("The manual is made of the tables of verbs, commands and settings")
  func inStep() throws {
    let run = try Program.run("manual")
    #expect(run.status == 0)
    let lines = Set(
      run.output.split(separator: "\n").map { String($0).replacing("\\-", with: "-") })
    #expect(lines.contains(".TH CNNSCOPE 1"))
    for command in Explorer.commands.commands {
      #expect(lines.contains(".B \(command.usage)"), "\(command.name)")
      #expect(lines.contains(command.help), "\(command.name)")
    }
    for setting in Explorer.settings { #expect(lines.contains(setting.help), "\(setting.name)") }
    let verbs = try Program.run("--help").output.split(separator: "SUBCOMMANDS:\n")[1]
    for line in verbs.split(separator: "\n") where Self.namesVerb(line) {
      let verb = line.split(separator: " ")[0]
      #expect(lines.contains(".SS \(verb)"), "\(verb)")
    }
  }

  /// `  run      Forward pass …`, but neither the line after it nor the hint at the end.
  private static func namesVerb(_ line: Substring) -> Bool {
    line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  See")
  }

  @Test("The reference in the project is what the program prints")
  func reference() throws {
    let run = try Program.run("manual --markdown")
    #expect(run.status == 0)
    let stored = try TextFile.read(TextFile.inPackage(".github/REFERENCE.md"))
    #expect(run.output == stored, "cnnscope manual --markdown > .github/REFERENCE.md")
  }

  @Test("The verbs that README names are verbs")
  func verbs() throws {
    let help = try Program.run("--help").output
    let readme = try TextFile.read(TextFile.inPackage("README.md"))
    let names = readme.matches(of: /`cnnscope ([a-z]+)[ `]/).map { String($0.1) }
    #expect(names.count > 5)
    for name in names { #expect(help.contains("\n  \(name) "), "\(name)") }
  }

  @Test("Every shell's completions know the verbs", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let run = try Program.run("--generate-completion-script \(shell)")
    #expect(run.status == 0)
    for verb in ["shapes", "evaluate", "manual"] { #expect(run.output.contains(verb)) }
  }
}
