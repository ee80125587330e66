import ArgumentParser
import CursesDriver
import Glibc
import ScopeDebugger
import ScopeUI
import TerminalKit

/// `cnnscope [NETWORK] [INPUT]`: the screen on which a network is looked at; without a terminal the
/// plain commands.
struct ExplorerVerb: ParsableCommand, SubjectVerb {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Open the explorer; the word explore may be left out.",
    discussion: """
      Example: cnnscope lenet5 digits:42

      Where standard input is not a terminal, commands are read from it as by cnnscope repl.
      """)

  @OptionGroup var subject: SubjectOptions
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var lesson: LessonOptions

  func run() throws {
    let session = try subject.session()
    guard isatty(STDIN_FILENO) != 0 else { return try ReplVerb.run(session, strict: false) }
    try explore(session)
  }

  private func explore(_ session: Session) throws {
    do {
      var terminal = try CursesTerminal(color: screen.color, ascii: screen.ascii)
      var explorer = Explorer(
        session, size: terminal.size, capabilities: terminal.capabilities)
      let mistake = open(lesson.lesson, &explorer)
      if mistake == nil { Runner.run(&explorer, on: &terminal) }
      terminal.close()
      if let mistake { throw mistake }
    } catch let error as TerminalError {
      throw UserError(error)
    }
  }

  /// Opens the lesson that was asked for.
  ///
  /// - Returns: the mistake in it: the terminal has to be given back before it is said.
  private func open(_ lesson: String?, _ explorer: inout Explorer) -> UserError? {
    guard let lesson else { return nil }
    do throws(UserError) { try explorer.open(lesson: lesson) } catch { return error }
    return nil
  }
}
