import CNNEngine
import ScopeDebugger
import Testing

@Suite("Stepping")
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

  @Test("Repl prints what was done")
  func repl() throws {
    var repl = Repl(try Session(network: "lenet5", input: "digits:42"))
    for line in [
      "where", "layers", "step", "step 3", "finish", "print loss", "f", "run", "help", "help conv",
      "map input", "stp", "print conv3", "print conv1[9,9,9]", "classes",
      "build conv 6x5 linear 10",
    ] {
      print("> \(line)")
      switch repl.perform(line) {
      case .answered(let lines): for line in lines { print(line) }
      case .failed(let sentence): print("! \(sentence)")
      case .quit: print("quit")
      }
    }
  }

  private func debugger(_ name: String, budget: Int = Debugger.defaultBudget) throws -> Debugger {
    let network = try NetworkLibrary.open(name)
    return Debugger(
      network, subject: try Subject("digits:42", for: network),
      optimizer: Momentum(rate: 0.05), seed: 7, budget: budget)
  }
}
