import ArgumentParser
import CursesDriver
import Glibc
import ScopeDebugger
import ScopeUI
import TerminalKit

/// `cnnscope [NETWORK] [INPUT]`: the screen on which a network is looked at; without a terminal the
/// plain commands.
struct ExplorerVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Open the explorer; the word explore may be left out.",
    discussion: """
      Example: cnnscope lenet5 digits:42

      Where standard input is not a terminal, commands are read from it as by cnnscope repl.
      """)

  @OptionGroup var subject: SubjectOptions
  @OptionGroup var screen: ScreenOptions

  func run() throws {
    let session = try subject.session()
    guard isatty(STDIN_FILENO) != 0 else { return try ReplVerb.run(session, strict: false) }
    try explore(session)
  }

  private func explore(_ session: Session) throws {
    do throws(TerminalError) {
      var terminal = try CursesTerminal(color: screen.color, ascii: screen.ascii)
      var explorer = Explorer(
        session, size: terminal.size, capabilities: terminal.capabilities)
      Runner.run(&explorer, on: &terminal)
      terminal.close()
    } catch {
      throw UserError(error)
    }
  }
}
