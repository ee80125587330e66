import CNNEngine
import CNNModel

/// The commands that take numbers apart.
extension Session {
  static let explaining: [Command<Session>] = [
    about("explain", "how a number came about: conv1[0,3,4], conv1.weight.gradient[0,0,1,1], loss")
    {
      (debugger: Debugger, number: NumberReference) throws(UserError) -> [String] in
      try debugger.computation(of: number).lines(debugger)
    },
    about("field", "what a unit can see of the image: size, jump, offset") {
      (debugger: Debugger, number: NumberReference) throws(UserError) -> [String] in
      [try debugger.receptiveField(of: number).sentence]
    },
    about("reach", "what a unit, such as a pixel, reaches in the layers behind") {
      (debugger: Debugger, number: NumberReference) throws(UserError) -> [String] in
      [try debugger.projectiveField(of: number).sentence]
    },
    about("slope", "the slope of the loss by a weight, measured, beside the computed gradient") {
      (debugger: Debugger, number: NumberReference) throws(UserError) -> [String] in
      [try debugger.numericSlope(of: number).sentence]
    },
  ]

  /// A command that answers something of a number.
  private static func about(
    _ name: String, _ help: String,
    _ answer: @escaping @Sendable (Debugger, NumberReference) throws(UserError) -> [String]
  ) -> Command<Session> {
    Command(
      name, arguments: "CELL", completion: .tensor, help: help,
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        Reply(try answer(session.debugger, try session.debugger.number(named: text)))
      })
  }
}
