import CNNEngine
import CNNModel

/// The commands on a pipe: one a line in, plain text out.
package struct Repl: Sendable {
  package private(set) var session: Session

  /// What a line led to.
  package enum Outcome: Hashable, Sendable {
    case answered([String])
    /// The sentence of a wrong command or of an expectation that does not hold.
    case failed(String)
    case quit
  }

  package init(_ session: Session) { self.session = session }

  /// Executes a line: a command, `expect VALUE = NUMBER`, or a comment.
  ///
  /// - Parameter isStopped: asked between two phases of a run, which ends where it is true.
  package mutating func perform(
    _ line: String, isStopped: @Sendable () -> Bool = { false }
  ) -> Outcome {
    let line = line.trimmed
    if line.isEmpty || line.hasPrefix("#") { return .answered([]) }
    do throws(UserError) {
      return try answer(line, isStopped)
    } catch {
      session.cancel()
      return .failed(error.description)
    }
  }

  private mutating func answer(
    _ line: String, _ isStopped: @Sendable () -> Bool
  ) throws(UserError) -> Outcome {
    switch try Script.Action(line) {
    case .command(let command):
      return try answer(try Session.commands.invocation(of: command, in: session), isStopped)
    case .expect(.text):
      throw UserError(
        "there is no screen here; expect takes a value, as in expect loss = 2.3 ± 0.1")
    case .expect(let expectation):
      try expectation.check(session, screen: "")
      return .answered([])
    case .keys, .type, .press, .work, .tick, .paste, .mouse, .resize, .snapshot:
      throw UserError("there is no screen here; cnnscope play has one")
    }
  }

  private mutating func answer(
    _ invocation: CommandInvocation<Session>?, _ isStopped: @Sendable () -> Bool
  ) throws(UserError) -> Outcome {
    guard let invocation else { return .answered([]) }
    if invocation.traits.contains(.leavesProgram) { return .quit }
    return try finished(try invocation.perform(&session).lines, isStopped)
  }

  /// Works until the run that a command began has ended; a run that is refused is a mistake.
  private mutating func finished(
    _ lines: [String], _ isStopped: @Sendable () -> Bool
  ) throws(UserError) -> Outcome {
    while session.isRunning {
      if isStopped() {
        session.cancel()
        return .answered(lines + ["paused", session.text.phaseLine])
      }
      guard let stop = session.work(until: isStopped) else { continue }
      if case .refused(let reason) = stop { throw UserError(reason) }
      return .answered(lines + session.text.report(stop))
    }
    return .answered(lines)
  }
}
