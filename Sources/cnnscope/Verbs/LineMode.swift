import CNNEngine
import CNNModel
import Glibc
import ScopeDebugger
import ScopeUI

/// The explorer in a terminal without a screen: a prompt, a line, and what it led to in sentences.
struct LineMode {
  private var explorer: LineExplorer
  private var recovery: Recovery?
  private var input = LineInput()
  private let isTyped = isatty(STDIN_FILENO) != 0

  init(_ explorer: LineExplorer, _ recovery: Recovery?) {
    (self.explorer, self.recovery) = (explorer, recovery)
  }

  /// Says what is opened, and does what comes first.
  ///
  /// - Throws: `UserError` where the lesson cannot be opened.
  mutating func begin(with commands: [String], notices: [String], lesson: String?) throws {
    say(LineReply(lines: explorer.greeting))
    say(
      done(reading: commands.first ?? "") { $0.begin(with: commands, notices: notices, watch: $1) })
    if let lesson { say(try explorer.open(lesson: lesson)) }
  }

  /// Reads lines until one of them leaves, or to the end of input, which keeps unsaved training.
  mutating func run() {
    var reply = LineReply()
    while !explorer.hasQuit, !Interrupt.isTermination {
      switch nextLine(after: reply) {
      case .line(let line): reply = done(reading: line) { $0.perform(line, watch: $1) }
      case .interrupted where Interrupt.isTermination: return leave()
      case .interrupted:
        write("\n")
        reply = explorer.interrupt()
      case .end: return leave()
      }
    }
    say(reply)
    leave()
  }

  private mutating func leave() {
    Interrupt.end()
    let kept = recovery?.finish(explorer.session, isAsked: explorer.hasQuit)
    if let kept { StandardError.say(kept) }
  }

  private mutating func nextLine(after reply: LineReply) -> LineInput.Outcome {
    var outcome = LineInput.Outcome.end
    Interrupt.watchTermination {
      // A signal that answers what is read here must be seen.
      say(reply)
      if isTyped { write("> ") }
      outcome = input.next()
    }
    return outcome
  }

  /// Does something in the background. Ctrl-C stops a run between two phases, with all that was done;
  /// anything else it stops by leaving it and what it would have changed.
  private mutating func done(
    reading line: String,
    _ work: @escaping @Sendable (inout LineExplorer, RunWatch) -> LineReply
  ) -> LineReply {
    let progress = LineProgress(recovery)
    var reply = LineReply(complaint: Explorer.commands.stoppedSentence(line))
    Interrupt.watchTermination {
      let task = BackgroundTask<(explorer: LineExplorer, reply: LineReply)>(
        { [explorer] in
          var explorer = explorer
          let reply = work(&explorer, progress.watch)
          return (explorer, reply)
        }, finished: {})
      guard let result = progress.wait(for: { task.result }) else { return task.cancel() }
      (explorer, reply) = result
      recovery = progress.recovery
    }
    return reply
  }

  private func say(_ reply: LineReply) {
    let shown = isatty(STDOUT_FILENO) != 0 ? reply.divided(to: columns) : reply
    if !shown.complaint.isEmpty { StandardError.say(lines: shown.complaint) }
    write(shown.lines.map { $0 + "\n" }.joined())
  }

  /// The columns of the terminal.
  private var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
    return Int(size.ws_col) - 1
  }

  /// Writes at once, so that a program at the other end of a pipe can answer.
  private func write(_ text: String) {
    StandardOutput.write(text)
    fflush(nil)
  }
}
