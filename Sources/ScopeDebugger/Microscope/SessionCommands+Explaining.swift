import CNNEngine
import CNNModel

/// The commands that explain numbers.
extension SessionCommands {
  static let explaining: [Command<Session>] = [
    Command(
      "explain", CellName(.made, isLookedAt: true),
      help: "how a number is computed: conv1[0,3,4], conv1.weight.gradient[0,0,1,1], loss",
      answer: { session, number throws(UserError) in
        let subject = LookedAt(session)
        let computation = try subject.debugger.inspector.computation(of: number)
        return Reply(subject.lines(computation.lines(subject.debugger)))
      }),
    Command(
      "scatter", CellName(.output, isLookedAt: true),
      help: "where the gradient of an output cell goes: its window, its weights, what each adds",
      answer: { session, number throws(UserError) in
        let subject = LookedAt(session)
        let inspector = subject.debugger.inspector
        let first = try inspector.scatter(of: number, channel: 0)
        var lines = first.lines(subject.debugger.names)
        for channel in first.channels.indices.dropFirst() {
          lines += try inspector.scatter(of: number, channel: channel).shares.map(first.line)
        }
        return Reply(subject.lines(lines))
      }),
    Command(
      "field", CellName(.unit), help: "the receptive field of a unit: size, jump, offset",
      answer: { session, number throws(UserError) in
        Reply(try session.debugger.inspector.receptiveField(of: number).sentence)
      }),
    Command(
      "reach", CellName(.unit),
      help: "the cells of later layers that depend on a unit, such as a pixel",
      answer: { session, number throws(UserError) in
        Reply(try session.debugger.inspector.projectiveField(of: number).sentence)
      }),
    Command(
      "slope", CellName(.source, isLookedAt: true),
      help: "the slope of the loss by a weight, measured, beside the computed gradient",
      answer: { session, number throws(UserError) in
        let subject = LookedAt(session)
        let slope = try subject.debugger.inspector.numericSlope(of: number)
        return Reply(subject.lines([slope.sentence]))
      }),
  ].inGroup(.explaining)
}
