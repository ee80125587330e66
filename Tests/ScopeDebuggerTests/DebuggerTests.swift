import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Stepping", .baselineLevel)
struct DebuggerTests {
  @Test(
    "Twenty steps forward and twenty back end on the identical moment",
    arguments: NetworkLibrary.names)
  func thereAndBack(_ name: String) throws {
    var debugger = try debugger(name)
    for _ in 0..<3 { #expect(debugger.stepForward() == nil) }
    let moment = debugger.moment
    let output = debugger.execution.output(ValueReference(2))
    for _ in 0..<20 { #expect(debugger.stepForward() == nil) }
    #expect(debugger.moment != moment)
    for _ in 0..<20 { #expect(debugger.stepBack() == nil) }
    #expect(debugger.moment == moment)
    #expect(debugger.execution.output(ValueReference(2)) == output)
  }

  @Test("Going back over training steps replays them to the same bits, from few checkpoints")
  func replay() throws {
    for budget in [0, 1 << 30] {
      var debugger = try debugger("digits8", budget: budget)
      var checksums: [UInt64] = []
      for _ in 0..<8 {
        checksums.append(debugger.state.checksum)
        while debugger.next != nil { debugger.stepForward() }
        debugger.stepForward()
      }
      #expect(Set(checksums).count == 8)
      for checksum in checksums.reversed() {
        while debugger.phase > 0 { debugger.stepBack() }
        while debugger.phase == 0 { debugger.stepBack() }
        while debugger.phase > 0 { debugger.stepBack() }
        #expect(debugger.state.checksum == checksum, "budget \(budget)")
      }
      #expect(debugger.stepBack() == .beginning)
    }
  }

  @Test("A changed setting branches: both ways stay, each to the last bit")
  func branches() throws {
    var debugger = try debugger("digits8")
    runStep(&debugger)
    let afterFirst = debugger.state.checksum
    runStep(&debugger)
    let old = debugger.state.checksum
    while debugger.step > 1 || debugger.phase > 0 { debugger.stepBack() }
    #expect(debugger.state.checksum == afterFirst)
    debugger.choose(Adam(rate: 0.01))
    runStep(&debugger)
    #expect(debugger.state.checksum != old)
    while debugger.step > 1 || debugger.phase > 0 { debugger.stepBack() }
    #expect(debugger.state.checksum == afterFirst)
    debugger.choose(Momentum(rate: 0.05))
    runStep(&debugger)
    #expect(debugger.state.checksum == old, "momentum's velocity was forgotten by Adam")
  }

  @Test("Settings changed in the middle of a step begin it anew, and undo is still exact")
  func changesInTheMiddle() throws {
    var debugger = try debugger("residual", budget: 0)
    runStep(&debugger)
    for _ in 0..<5 { debugger.stepForward() }
    debugger.choose(try NetworkInput("digits:7", for: debugger.network))
    #expect(debugger.phase == 0)
    runStep(&debugger)
    debugger.choose(AdamW(rate: 0.001))
    runStep(&debugger)
    let moment = debugger.moment
    for _ in 0..<60 { debugger.stepBack() }
    for _ in 0..<60 { debugger.stepForward() }
    #expect(debugger.moment == moment)
  }

  @Test("Restarting with the same seed is the same beginning; another seed is not")
  func restart() throws {
    var debugger = try debugger("lenet5")
    let beginning = debugger.moment
    debugger.breakpoints.toggle(3)
    runStep(&debugger)
    debugger.restart()
    #expect(debugger.moment == beginning)
    #expect(debugger.breakpoints.nodes == [3])
    debugger.restart(seed: 8)
    #expect(debugger.state.checksum != beginning.state.checksum)
  }

  @Test("After another seed, restarting returns to what was loaded and to its seed")
  func restartLoaded() throws {
    let network = try NetworkLibrary.open("digits8")
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0.1), seed: 5)
    var session = try Session(network, input: "digits:42", seed: 1, loaded: state)
    let beginning = session.debugger.moment
    func restart(_ line: String) throws { try Session.commands.perform(line, &session) }
    try restart("restart 3")
    try restart("restart 4")
    #expect(session.debugger.setup.seed == 4 && !session.debugger.hasLoadedParameters)
    #expect(session.debugger.moment != beginning)
    try restart("restart")
    #expect(session.debugger.moment == beginning && session.debugger.hasLoadedParameters)
    var seeded = try debugger("lenet5")
    seeded.restart(seed: 3)
    seeded.restart()
    #expect(seeded.setup.seed == 3)
  }

  @Test("Runs end where they should")
  func goals() throws {
    var debugger = try debugger("lenet5")
    #expect(run(&debugger, .endOfPass) == .endOfPass(.forward))
    #expect(debugger.last == .loss)
    #expect(run(&debugger, .endOfPass) == .endOfPass(.backward))
    #expect(debugger.next == .update)
    #expect(run(&debugger, .endOfPass) == .endOfPass(.update))
    #expect(run(&debugger, .startOfPass) == .startOfPass(.update))
    #expect(run(&debugger, .startOfPass) == .startOfPass(.backward))
    #expect(run(&debugger, .startOfPass) == .startOfPass(.forward))
    #expect(debugger.phase == 0)
    #expect(run(&debugger, .startOfPass) == .beginning)
    #expect(run(&debugger, .steps(3)) == .endOfStep(2))
    #expect(run(&debugger, .phasesBack(26 + 27)) == .done)
    #expect((debugger.step, debugger.phase) == (1, 0))
  }

  @Test("Breakpoints stop runs in both passes and both directions")
  func breakpoints() throws {
    var debugger = try debugger("lenet5")
    guard case .refused = run(&debugger, .breakpoint) else {
      Issue.record("a run to no breakpoint")
      return
    }
    let node = try #require(debugger.network.node(named: "conv2"))
    debugger.breakpoints.toggle(node)
    #expect(run(&debugger, .breakpoint) == .breakpoint(name: "conv2", phase: "forward"))
    #expect(run(&debugger, .breakpoint) == .breakpoint(name: "conv2", phase: "backward"))
    #expect(run(&debugger, .breakpoint) == .breakpoint(name: "conv2", phase: "forward"))
    #expect(debugger.step == 1)
    #expect(run(&debugger, .breakpointBack) == .breakpoint(name: "conv2", phase: "backward"))
    #expect(debugger.step == 0)
    #expect(run(&debugger, .endOfStep) == .endOfStep(0))
  }

  @Test("Without a label there is a forward pass and a reason why there is no more")
  func unlabeled() throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    _ = try Session.commands.perform("label none", &session)
    _ = try Session.commands.perform("finish", &session)
    let reason = "digits:42 has no label; :label N sets one"
    let lines = session.workToTheEnd()
    #expect(lines.suffix(2) == ["end of the forward pass", reason])
    #expect(session.debugger.phase == 12)
    _ = try Session.commands.perform("step", &session)
    #expect(session.workToTheEnd() == [reason])
  }

  private func runStep(_ debugger: inout Debugger) {
    while debugger.next != nil { debugger.stepForward() }
    debugger.stepForward()
  }

  private func run(_ debugger: inout Debugger, _ goal: Goal) -> Stop {
    var goal = goal
    while true {
      if let stop = goal.advance(&debugger) { return stop }
    }
  }

  private func debugger(_ name: String, budget: Int = Debugger.defaultBudget) throws -> Debugger {
    let network = try NetworkLibrary.open(name)
    return Debugger(
      network, input: try NetworkInput("digits:42", for: network),
      optimizer: Momentum(rate: 0.05), seed: 7, budget: budget)
  }
}
