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

  @Test("Every shell's completions know the verbs", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let run = try Program.run("--generate-completion-script \(shell)")
    #expect(run.status == 0)
    for verb in ["shapes", "evaluate", "manual"] { #expect(run.output.contains(verb)) }
  }
}
