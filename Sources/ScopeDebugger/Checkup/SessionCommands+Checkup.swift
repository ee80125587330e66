import CNNModel
import Checkup
import NumberText

/// The commands that look for mistakes of a network, its data and its settings.
extension SessionCommands {
  static let checkup: [Command<Session>] = [
    Command(
      "checkup",
      help: "twelve questions about network, data and settings: ✓ or ✗, and where to look",
      answer: { session throws(UserError) in
        var checkup = Checkup(try CheckupSubject(session.debugger))
        while !checkup.isDone, !CancellationToken.isCancelled { checkup.advance() }
        return Reply(CheckupLines.lines(checkup.answers))
      }),
    Command(
      "find-rate",
      help: "a training with growing learning rates, on a copy: which rate lowers the loss",
      answer: { session throws(UserError) in
        let subject = try CheckupSubject(session.debugger)
        if let reason = subject.refusalOfSweep { throw UserError(reason) }
        var sweep = RateSweep(subject)
        while !sweep.isDone { sweep.advance() }
        return Reply(SweepLines.lines(sweep, rate: subject.optimizer.rate))
      }),
  ].inGroup(.training)
}
