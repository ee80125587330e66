import CNNEngine

/// The commands that move through the phases.
extension Session {
  static let stepping: [Command<Session>] = [
    Command(
      "step", aliases: ["s", "next"], arguments: "[N]", keys: [KeyBinding("s")],
      help: "one phase forward, or N",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        session.run(.phases(try count(text)))
        return Reply()
      }),
    Command(
      "back", aliases: ["rs", "reverse-step"], arguments: "[N]", keys: [KeyBinding("S")],
      help: "one phase back, or N; exactly the moment before",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        session.run(.phasesBack(try count(text)))
        return Reply()
      }),
    Command(
      "finish", aliases: ["f"], keys: [KeyBinding("f")], help: "to the end of the pass",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        session.run(.endOfPass)
        return Reply()
      }),
    Command(
      "begin", aliases: ["rf", "reverse-finish"], keys: [KeyBinding("F")],
      help: "back to the start of the pass",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        session.run(.startOfPass)
        return Reply()
      }),
    Command(
      "continue", aliases: ["c"], keys: [KeyBinding("c")], help: "to the next breakpoint",
      refusal: withoutBreakpoint,
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        session.run(.breakpoint)
        return Reply()
      }),
    Command(
      "reverse", aliases: ["rc", "reverse-continue"], keys: [KeyBinding("C")],
      help: "back to the breakpoint before", refusal: withoutBreakpoint,
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        session.run(.breakpointBack)
        return Reply()
      }),
    Command(
      "run", arguments: "[N]", keys: [KeyBinding("u")],
      help: "to the end of the training step, over the update; or N steps",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        session.run(text.isEmpty ? .endOfStep : .steps(try count(text)))
        return Reply()
      }),
    Command(
      "restart", arguments: "[SEED]", keys: [KeyBinding("r")],
      help: "begin anew with the same seed, or another",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        session.restart(seed: text.isEmpty ? nil : try seed(text))
        return Reply("begun anew with seed \(session.debugger.setup.seed)")
      }),
    Command(
      "break", aliases: ["b"], arguments: "[LAYER]", completion: .layer,
      help: "set or remove a breakpoint on a layer; without one, list them",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else { return Reply(session.breakpointList) }
        let node = try session.debugger.node(named: text)
        guard !session.network.nodes[node].isSource else {
          throw UserError("nothing is computed at \(text), so nothing can stop there")
        }
        let isSet = session.toggleBreakpoint(node)
        return Reply(isSet ? "breakpoint on \(text)" : "no breakpoint on \(text) any more")
      }),
    Command(
      "clear", help: "remove all breakpoints",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        session.removeBreakpoints()
        return Reply("no breakpoints")
      }),
  ]

  private static let withoutBreakpoint: @Sendable (Session) -> String? = { session in
    session.debugger.breakpoints.isEmpty
      ? "there is no breakpoint; break LAYER (or Space on it) sets one" : nil
  }

  private var breakpointList: String {
    let names = debugger.breakpoints.sorted().map { network.nodes[$0].name }
    return names.isEmpty ? "no breakpoints" : "breakpoints on " + names.joined(separator: ", ")
  }

  /// A number of repetitions; 1 unless said.
  static func count(_ text: String) throws(UserError) -> Int {
    guard !text.isEmpty else { return 1 }
    guard let count = Int(text), (1...1_000_000).contains(count) else {
      throw UserError("a number from 1 to 1000000 is expected, not \"\(text)\"")
    }
    return count
  }

  static func seed(_ text: String) throws(UserError) -> UInt64 {
    guard let seed = UInt64(text) else {
      throw UserError("a seed is a whole number of at least 0, not \"\(text)\"")
    }
    return seed
  }
}
