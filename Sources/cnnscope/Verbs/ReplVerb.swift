import ArgumentParser
import CNNEngine
import CNNModel
import Glibc
import ModelFiles
import ScopeDebugger

/// `cnnscope repl [NETWORK] [INPUT]`: the same commands on a pipe.
struct ReplVerb: ParsableCommand, SubjectVerb {
  static let configuration = CommandConfiguration(
    commandName: "repl",
    abstract:
      "Read the explorer's commands from standard input, one per line, and print plain text.",
    discussion: """
      Example: printf 'finish\\nprint loss\\n' | cnnscope repl lenet5 digits:42

      An invalid command prints an error, and reading goes on; help lists the commands.
      """)

  @OptionGroup var subject: SubjectOptions

  @Flag(help: "Exit with status 1 at the first invalid command.")
  var strict = false

  func run() throws {
    try Self.run(try subject.session(), strict: strict)
  }

  /// Reads commands to the end of standard input.
  ///
  /// - Parameter first: commands that come before those.
  /// - Throws: `UserError` of the first wrong command, when `strict`.
  static func run(_ session: Session, after first: [String] = [], strict: Bool) throws {
    var repl = Repl(session)
    let isTyped = isatty(STDIN_FILENO) != 0
    var waiting = first[...]
    while true {
      if isTyped, waiting.isEmpty { write("> ") }
      guard let line = waiting.popFirst() ?? readLine()?.withoutByteOrderMark else { return }
      switch performed(line, &repl, isTyped: isTyped) {
      case .answered(let lines): for line in lines { write(line + "\n") }
      case .failed(let sentence):
        if strict { throw UserError(sentence) }
        StandardError.say(lines: sentence)
      case .quit: return
      }
    }
  }

  /// Does a line. Ctrl-C stops a run between two phases, with all that was done; where lines are
  /// typed, it stops anything else by leaving it and what it would have changed.
  private static func performed(
    _ line: String, _ repl: inout Repl, isTyped: Bool
  ) -> Repl.Outcome {
    Interrupt.watch()
    defer { Interrupt.end() }
    let progress = RunProgress()
    defer { progress.finish() }
    return isTyped
      ? performed(line, &repl, progress) : repl.perform(line, watch: progress.watch)
  }

  private static func performed(
    _ line: String, _ repl: inout Repl, _ progress: RunProgress
  ) -> Repl.Outcome {
    let task = BackgroundTask<(repl: Repl, outcome: Repl.Outcome)>(
      { [repl] in
        var repl = repl
        let outcome = repl.perform(line, watch: progress.watch)
        return (repl, outcome)
      }, finished: {})
    var remainingPolls = 40
    while remainingPolls > 0 {
      if let result = task.result {
        repl = result.repl
        return result.outcome
      }
      usleep(2000)
      if Interrupt.happened, !progress.isRunning { remainingPolls -= 1 }
    }
    task.cancel()
    return .failed(Session.commands.stoppedSentence(line))
  }

  /// Writes at once, so that a program at the other end of the pipe can answer.
  private static func write(_ text: String) {
    StandardOutput.write(text)
    fflush(nil)
  }
}
