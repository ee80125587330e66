import CNNEngine
import CNNModel

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
      "break", aliases: ["b"], arguments: "[LAYER or CONDITION]", completion: .layer,
      help: "stop at a layer, or when: loss > 5, nan, conv2.dead > 30%, step 200; list them",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else { return Reply(session.breakpointList) }
        return Reply(try session.toggleBreak(text))
      }),
    Command(
      "clear", help: "remove all breakpoints",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        session.removeBreakpoints()
        return Reply("no breakpoints")
      }),
  ]

  private static let withoutBreakpoint: @Sendable (Session) -> String? = { session in
    !session.debugger.hasBreakpoints
      ? "there is no breakpoint; break LAYER (or Space on it) sets one" : nil
  }

  /// Sets or removes a breakpoint on a layer or a condition.
  private mutating func toggleBreak(_ text: String) throws(UserError) -> String {
    if network.node(named: text) == nil, let condition = try Condition(text, debugger) {
      let isSet = debugger.toggle(condition)
      return isSet
        ? "stops when \(condition.text)" : "does not stop when \(condition.text) any more"
    }
    let node = try node(toBreakAt: text)
    guard !network.nodes[node].isSource else {
      throw UserError("\(text) is where the image enters; no phase stops there")
    }
    let isSet = toggleBreakpoint(node)
    return isSet ? "breakpoint on \(text)" : "no breakpoint on \(text) any more"
  }

  private func node(toBreakAt text: String) throws(UserError) -> Int {
    guard network.node(named: text) == nil, Condition.isFigure(text) else {
      return try debugger.node(named: text)
    }
    throw UserError("\(text.quoted) needs a comparison, as in break \(text) > 5")
  }

  private var breakpointList: String {
    let names = debugger.breakpoints.sorted().map { network.nodes[$0].name }
    let conditions = debugger.conditions.map(\.text)
    let parts =
      (names.isEmpty ? [] : ["breakpoints on " + names.joined(separator: ", ")])
      + (conditions.isEmpty ? [] : ["stops when " + conditions.joined(separator: ", when ")])
    return parts.isEmpty ? "no breakpoints" : parts.joined(separator: "; ")
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
