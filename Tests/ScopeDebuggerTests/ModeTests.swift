import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

/// Evaluation and training mode.
@Suite("Modes", .baselineLevel)
struct ModeTests {
  private static let network =
    "net input 1x8x8; conv 3 3x3; batchnorm; relu; dropout 0.5; flatten; linear 10"

  private func repl(_ commands: [String]) throws -> Repl {
    var repl = Repl(try Session(network: "lenet5", input: "digits:42"))
    for command in [Self.network] + commands {
      if case .failed(let sentence) = repl.perform(command) { Issue.record("\(sentence)") }
    }
    return repl
  }

  private func mode(_ repl: Repl) -> ComputeMode {
    repl.session.debugger.execution.forwardPass(of: 1).context.mode
  }

  @Test(
    "An image alone is computed in evaluation mode, a data set in training mode",
    arguments: [
      ([], ComputeMode.evaluation), (["data digits"], .training),
      (["data digits", "data none"], .evaluation), (["mode train"], .training),
      (["data digits", "mode eval"], .evaluation), (["mode train", "label 3"], .training),
      (["mode train", "input digits:7"], .training),
      (["data digits", "input digits:7"], .evaluation),
      (["mode train", "data digits", "restart"], .training),
      (["mode train", "run", "mode eval"], .evaluation),
    ])
  func usualModes(_ commands: [String], _ expected: ComputeMode) throws {
    #expect(mode(try repl(commands)) == expected)
  }

  @Test("The command says the mode and what depends on it")
  func command() throws {
    var some = try repl([])
    let eval = "evaluation mode: running statistics, no dropout; of batchnorm1, dropout1"
    #expect(some.perform("mode") == .answered([eval]))
    let train = "training mode: statistics of the batch, dropout; of batchnorm1, dropout1"
    #expect(some.perform("mode train") == .answered([train]))
    #expect(some.perform("mode test") == .failed("mode takes eval or train, not \"test\""))
    var plain = Repl(try Session(network: "lenet5", input: "digits:42"))
    let none = "evaluation mode; no layer of this network depends on it"
    #expect(plain.perform("mode") == .answered([none]))
  }

  @Test("In evaluation mode the statistics are constant: gx = gy·γ/√(σ² + ε), and none is moved")
  func constantStatistics() throws {
    let debugger = try repl(["label 3", "run"]).session.debugger
    let gy = try #require(debugger.execution.gradient(ValueReference(2)))
    let gx = try #require(debugger.execution.edgeGradient(node: 2, input: 0))
    for (one, other) in zip(gx.elements, gy.elements) {
      #expect((one - other / (1 + 1e-5 as Float).squareRoot()).magnitude <= 1e-9)
    }
    #expect(debugger.state.statistics == debugger.execution.start.statistics)
    #expect(
      debugger.execution.output(ValueReference(4)) == debugger.execution.output(ValueReference(3)))
    let cell = try #require(
      debugger.inspector.definition(
        of: TensorReference(1, .gradient), at: [0, 1, 2, 2]))
    #expect((cell.value - Double(gx[[0, 1, 2, 2]])).magnitude < 1e-9)
  }

  @Test("In training mode the statistics of the batch move the running ones")
  func movedStatistics() throws {
    let debugger = try repl(["label 3", "mode train", "run"]).session.debugger
    #expect(debugger.state.statistics != debugger.execution.start.statistics)
  }

  @Test("A step is done again in the mode that it was done in")
  func replay() throws {
    var some = try repl(["label 3", "run", "mode train", "run", "mode eval", "run 2"])
    let end = some.session.debugger.moment
    for _ in 0..<3 { _ = some.perform("earlier") }
    #expect(mode(some) == .evaluation && some.session.debugger.step == 0)
    _ = some.perform("later")
    #expect(mode(some) == .training)
    _ = some.perform("goto 3")
    #expect(some.session.debugger.moment == end && mode(some) == .evaluation)
    _ = some.perform("back 4")
    for _ in 0..<4 { _ = some.perform("step") }
    #expect(some.session.debugger.moment == end)
  }

  @Test("The commands that lead here again set the mode")
  func reproduction() throws {
    let some = try repl(["label 3", "run", "mode train", "run", "data digits", "mode eval", "run"])
    let lines = some.session.reproduction
    #expect(lines.filter { $0.hasPrefix("mode") } == ["mode train", "mode eval"])
    var again = try repl([])
    for line in lines { _ = again.perform(line) }
    #expect(again.session.debugger.moment == some.session.debugger.moment)
  }

  @Test("The numeric slope is that of the mode", arguments: ["eval", "train"])
  func slope(_ word: String) throws {
    let debugger = try repl(["label 3", "mode \(word)", "run"]).session.debugger
    let slope = try debugger.inspector.numericSlope(
      of: .cell(TensorReference(1, .parameterGradient(0)), [1, 0, 1, 1]))
    #expect(slope.slopes?.verdict == .agrees, "\(slope.sentence)")
  }

  @Test("A slope whose error rounding can make is neither right nor wrong")
  func undecidableSlope() throws {
    var some = Repl(try Session(network: "digits8", input: "digits:0"))
    for line in ["load trained", "finish", "finish"] { _ = some.perform(line) }
    let slope = try some.session.debugger.inspector.numericSlope(
      of: .cell(TensorReference(1, .parameterGradient(0)), [0, 0, 2, 2]))
    #expect(slope.slopes?.verdict == .undecidable)
    #expect(
      slope.sentence.hasSuffix("relative error 0.0010 ≈ not decidable: rounding can make it"),
      "\(slope.sentence)")
  }

  @Test("Training on a data set in evaluation mode leaves the running statistics")
  func frozenTraining() throws {
    let begun = try repl(["data digits", "mode eval"])
    let trained = try repl(["data digits", "mode eval", "train 40"])
    #expect(trained.session.debugger.state.statistics == begun.session.debugger.state.statistics)
    #expect(trained.session.debugger.state.parameters != begun.session.debugger.state.parameters)
  }

  @Test("Another label keeps the forward pass")
  func label() throws {
    var some = try repl(["finish"])
    let phase = some.session.debugger.phase
    let loss = some.session.debugger.execution.loss
    _ = some.perform("label 3")
    #expect(some.session.debugger.phase == phase && some.session.debugger.last == .loss)
    #expect(some.session.debugger.execution.loss != loss)
    _ = some.perform("finish")
    _ = some.perform("label 4")
    #expect(some.session.debugger.phase == phase)
    _ = some.perform("label none")
    #expect(some.session.debugger.phase == phase - 1 && some.session.debugger.next == .loss)
  }

  @Test(
    "An image that is looked at does not change what is trained on", arguments: ["eval", "train"])
  func lookedAt(_ mode: String) throws {
    var looked = try repl(["data digits", "mode \(mode)", "train 5"])
    for line in ["input digits:test:7", "finish", "label 2", "train 3"] { _ = looked.perform(line) }
    let straight = try repl(["data digits", "mode \(mode)", "train 8"])
    #expect(looked.session.debugger.state == straight.session.debugger.state)
  }

  @Test("Training that reaches NaN says so and goes back to the last good parameters")
  func divergence() throws {
    var some = Repl(try Session(network: "digits8", input: "digits:42"))
    for line in ["data digits", "rate 1e30"] { _ = some.perform(line) }
    let outcome = some.perform("train 20")
    guard case .answered(let lines) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let sentence = try #require(lines.last)
    #expect(sentence.hasPrefix("the training stopped: the loss of step "), "\(sentence)")
    #expect(some.session.debugger.phase == 0 && !some.session.isRunning)
    let parameters = some.session.debugger.state.parameters.flatMap(\.self)
    #expect(parameters.allSatisfy { !$0.hasOddities })
  }
}
