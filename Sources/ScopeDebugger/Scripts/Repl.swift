import CNNEngine
import CNNModel

/// Who looks at a run while it goes on.
package struct RunWatch: Sendable {
  /// Asked between two pieces of work; the run ends where it is true, and what was done stays.
  package let isStopped: @Sendable () -> Bool
  /// Whether the run is to be looked at, or stopped, after the next piece of work; many steps are
  /// done in one go while it is not.
  package let isDue: @Sendable () -> Bool
  /// Called with the run as it is.
  package let show: @Sendable (Session) -> Void

  /// By default nobody looks, and nothing stops it.
  package init(
    isStopped: @escaping @Sendable () -> Bool = { false },
    isDue: @escaping @Sendable () -> Bool = { false },
    show: @escaping @Sendable (Session) -> Void = { _ in }
  ) {
    (self.isStopped, self.isDue, self.show) = (isStopped, isDue, show)
  }
}

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
  /// - Parameter watch: who looks at the runs that it begins.
  package mutating func perform(_ line: String, watch: RunWatch = RunWatch()) -> Outcome {
    let line = line.trimmed
    if line.isEmpty || line.hasPrefix("#") { return .answered([]) }
    do throws(UserError) {
      return try answer(line, watch)
    } catch {
      session.cancel()
      return .failed(error.description)
    }
  }

  private mutating func answer(
    _ line: String, _ watch: RunWatch
  ) throws(UserError) -> Outcome {
    switch try Script.Action(line) {
    case .command(let command):
      return try answer(try Session.commands.invocation(of: command, in: session), watch)
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
    _ invocation: CommandInvocation<Session>?, _ watch: RunWatch
  ) throws(UserError) -> Outcome {
    guard let invocation else { return .answered([]) }
    if invocation.traits.contains(.leavesProgram) { return .quit }
    return try finished(try invocation.perform(&session).lines, watch)
  }

  /// Works until the run that a command began has ended; a run that is refused is a mistake.
  private mutating func finished(
    _ lines: [String], _ watch: RunWatch
  ) throws(UserError) -> Outcome {
    while session.isRunning {
      watch.show(session)
      if watch.isStopped() {
        session.cancel()
        return .answered(lines + ["paused", session.text.phaseLine])
      }
      guard let stop = session.work(until: watch.isDue) else { continue }
      if case .refused(let reason) = stop { throw UserError(reason) }
      return .answered(lines + session.text.report(stop))
    }
    return .answered(lines)
  }
}
