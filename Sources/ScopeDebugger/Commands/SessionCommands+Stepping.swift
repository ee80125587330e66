import CNNEngine
import CNNModel

/// The commands that move through the phases.
extension SessionCommands {
  static let stepping: [Command<Session>] = [
    Command(
      "step", WholeNumber.count.optional, aliases: ["s", "next"],
      keys: [KeyBinding("s", label: "step")], help: "one phase forward, or N",
      action: { session, count in session.run(.phases(count ?? 1)) }),
    Command(
      "back", WholeNumber.count.optional, aliases: ["rs", "reverse-step"],
      keys: [KeyBinding("S", label: "back")],
      help: "one phase back, or N; exactly as it was",
      action: { session, count in session.run(.phasesBack(count ?? 1)) }),
    Command(
      "finish", aliases: ["f"], keys: [KeyBinding("f", label: "finish pass")],
      help: "to the end of the pass",
      action: { $0.run(.endOfPass) }),
    Command(
      "begin", aliases: ["rf", "reverse-finish"], keys: [KeyBinding("F", label: "start of pass")],
      help: "back to the start of the pass",
      action: { $0.run(.startOfPass) }),
    Command(
      "continue", aliases: ["c"], keys: [KeyBinding("c", label: "continue")],
      help: "to the next breakpoint", refusal: withoutBreakpoint,
      action: { $0.run(.breakpoint) }),
    Command(
      "reverse", aliases: ["rc", "reverse-continue"],
      keys: [KeyBinding("C", label: "reverse continue")], help: "back to the previous breakpoint",
      refusal: withoutBreakpoint,
      action: { $0.run(.breakpointBack) }),
    Command(
      "run", WholeNumber.count.optional, keys: [KeyBinding("u", label: "run step")],
      help: "to the end of the training step, through the weight update; or N steps",
      action: { session, count in session.run(count.map { .steps($0) } ?? .endOfStep) }),
    Command(
      "restart", WholeNumber("SEED", UInt64.min...UInt64.max, example: 7).optional,
      keys: [KeyBinding("r", label: "restart")], traits: .mayDiscardTraining,
      help: "start over with the same seed or the weights that were loaded, or with another seed",
      answer: { session, seed in
        session.restart(seed: seed)
        return Reply("started over with seed \(session.debugger.setup.seed)")
      }),
    Command(
      "break", StopPlace().optional, aliases: ["b"],
      help: "stop at a layer, or when: loss > 5, nan, conv2.dead > 30%, step 200; list them",
      answer: { session, place in
        Reply(place.map { session.toggleBreak($0) } ?? session.text.breakpointList)
      }),
    Command(
      "clear", help: "remove all breakpoints",
      answer: { session in
        session.debugger.breakpoints = Breakpoints()
        return Reply("no breakpoints")
      }),
  ].inGroup(.stepping)

  private static let withoutBreakpoint: @Sendable (Session) -> String? = { session in
    !session.debugger.hasBreakpoints
      ? "there is no breakpoint; break LAYER (or Space on it) sets one" : nil
  }
}

extension Session {
  /// Sets or removes a breakpoint on a layer or a condition.
  ///
  /// - Returns: a sentence that says which.
  package mutating func toggleBreak(_ place: StopPlace.Value) -> String {
    switch place {
    case .condition(let condition):
      let isSet = debugger.breakpoints.toggle(condition)
      return isSet
        ? "stops when \(condition.text)" : "does not stop when \(condition.text) any more"
    case .layer(let node):
      let name = network.nodes[node].name
      let isSet = debugger.breakpoints.toggle(node)
      return isSet ? "breakpoint on \(name)" : "no breakpoint on \(name) any more"
    }
  }
}
