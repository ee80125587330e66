import CNNEngine
import CNNModel

/// The commands that explain numbers.
extension SessionCommands {
  static let explaining: [Command<Session>] = [
    Command(
      "explain", CellName(),
      help: "how a number is computed: conv1[0,3,4], conv1.weight.gradient[0,0,1,1], loss",
      answer: { session, number throws(UserError) in
        Reply(try session.debugger.inspector.computation(of: number).lines(session.debugger))
      }),
    Command(
      "scatter", CellName(),
      help: "where the gradient of an output cell goes: its window, its weights, what each adds",
      answer: { session, number throws(UserError) in
        let inspector = session.debugger.inspector
        let first = try inspector.scatter(of: number, channel: 0)
        var lines = first.lines(session.debugger.names)
        for channel in first.channels.indices.dropFirst() {
          lines += try inspector.scatter(of: number, channel: channel).shares.map(first.line)
        }
        return Reply(lines)
      }),
    Command(
      "field", CellName(), help: "the receptive field of a unit: size, jump, offset",
      answer: { session, number throws(UserError) in
        Reply(try session.debugger.inspector.receptiveField(of: number).sentence)
      }),
    Command(
      "reach", CellName(), help: "the cells of later layers that depend on a unit, such as a pixel",
      answer: { session, number throws(UserError) in
        Reply(try session.debugger.inspector.projectiveField(of: number).sentence)
      }),
    Command(
      "slope", CellName(),
      help: "the slope of the loss by a weight, measured, beside the computed gradient",
      answer: { session, number throws(UserError) in
        Reply(try session.debugger.inspector.numericSlope(of: number).sentence)
      }),
  ].inGroup(.explaining)
}
