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

  @Option(
    name: [.customShort("c"), .long],
    help: ArgumentHelp(
      "A command to begin with; may be given more than once.", valueName: "command"))
  var command: [String] = []

  @Flag(help: "The mouse chooses layers, cells and steps.")
  var mouse = false

  func run() throws {
    let session = try subject.session()
    guard isatty(STDIN_FILENO) != 0 else { return try ReplVerb.run(session, strict: false) }
    try explore(session)
  }

  private func explore(_ session: Session) throws {
    do {
      var terminal = try CursesTerminal(color: screen.color, ascii: screen.ascii)
      var explorer = Explorer(
        session, size: terminal.size, capabilities: terminal.capabilities,
        background: terminal.background)
      explorer.invocation = invocation
      explorer.readConfiguration()
      if mouse { explorer.perform("set mouse on") }
      explorer.begin(with: command)
      let mistake = open(lesson.lesson, &explorer)
      if mistake == nil { Runner.run(&explorer, on: &terminal, wake: { CursesTerminal.wake() }) }
      terminal.close()
      if let mistake { throw mistake }
    } catch let error as TerminalError {
      throw UserError(error)
    }
  }

  /// The line that started the program, without commands: they are known otherwise.
  private var invocation: Invocation {
    var words = CommandLine.arguments.dropFirst()[...]
    var kept = ["cnnscope"]
    while let word = words.popFirst() {
      switch word {
      case "-c", "--command": _ = words.popFirst()
      case "explore", "--mouse": break
      default: kept.append(word)
      }
    }
    return Invocation(kept, seed: subject.options.seed)
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
