import CNNEngine
import CNNModel
import ScopeDebugger
import Testing

@Suite("Numbers changed by hand")
struct EditTests {
  private static let text = """
    input 1x6x6
    conv1: conv 2 3x3
    relu1: relu
    pool1: maxpool 2
    flatten
    fc1: linear 3
    """

  private func session(stepping phases: Int = 6) throws -> Session {
    var session = try Session(
      try Network(text: Self.text, title: "net"), input: "digits:42", seed: 3)
    try session.do("label 1")
    if phases > 0 { try session.do("step \(phases)") }
    return session
  }

  @Test("A weight that is set is there from the beginning of the step, which comes to where it was")
  func weight() throws {
    var session = try session()
    let phase = session.debugger.phase
    try session.do("set-value conv1.weight[0,0,1,1] 0.5")
    #expect(session.debugger.phase == phase)
    #expect(session.debugger.state.parameters[1][0][[0, 0, 1, 1]] == 0.5)
    try session.do("set-value conv1.weight[0,0,1,1] *2")
    try session.do("set-value conv1.weight[0,0,1,1] +0.25")
    #expect(session.debugger.state.parameters[1][0][[0, 0, 1, 1]] == 1.25)
    try session.do("set-value conv1.weight[0,0] 1 0 -1 / 2 0 -2 / 1 0 -1")
    #expect(
      Array(session.debugger.state.parameters[1][0].elements.prefix(9))
        == [1, 0, -1, 2, 0, -2, 1, 0, -1])
    try session.do("set-value conv1.weight[0,0] sobel-x")
    #expect(session.debugger.state.parameters[1][0].elements[0] == -1)
  }

  @Test("An edited step has the bits of a fresh pass with the same numbers, forward and backward")
  func freshPass() throws {
    var session = try session(stepping: 9)
    var expected = try self.session(stepping: 0)
    try session.do("set-value conv1.weight[1] 0.125")
    try session.do("set-value input[0,2,3] 0.75")
    try expected.do("set-value input[0,2,3] 0.75")
    try expected.do("set-value conv1.weight[1] 0.125")
    try session.do("run")
    try expected.do("run")
    #expect(session.debugger.state.parameters == expected.debugger.state.parameters)
    #expect(session.debugger.execution.loss == expected.debugger.execution.loss)
  }

  @Test("A held channel has its number, and no gradient goes back through it")
  func held() throws {
    var session = try session()
    try session.do("set-value conv1[0] 0.5")
    let shape = session.network.outputShapes(of: 1)[0]
    let cells = shape.count / 2
    let output = try #require(session.debugger.execution.output(ValueReference(1)))
    #expect(output.elements[..<cells].allSatisfy { $0 == 0.5 })
    try session.do("finish")
    let gradients = try #require(session.debugger.execution.parameterGradients(of: 1))
    #expect(gradients[0].elements[..<9].allSatisfy { $0 == 0 })
    #expect(gradients[0].elements[9...].contains { $0 != 0 })
    #expect(gradients[1].elements[0] == 0)
    #expect(throws: (any Error).self) { try session.do("open conv1[0,0,0]") }
  }

  @Test("A held value ends with its step unless it is pinned")
  func pinned() throws {
    var session = try session()
    try session.do("ablate conv1[0]")
    try session.do("run 2")
    try session.do("step 2")
    #expect(session.debugger.execution.output(ValueReference(1))?.elements[0] != 0)
    try session.do("ablate conv1[0]")
    try session.do("pin all")
    try session.do("run 2")
    try session.do("step 2")
    #expect(session.debugger.execution.output(ValueReference(1))?.elements[0] == 0)
    try session.do("release conv1[0]")
    #expect(session.debugger.execution.output(ValueReference(1))?.elements[0] != 0)
  }

  @Test("A pinned channel is held in every sample of an evaluation, and the answer says so")
  func evaluation() throws {
    var session = try Session(network: "digits8", input: "digits:42", seed: 3)
    for line in ["data digits", "batch 32", "run 3", "ablate conv1[0]"] { try session.do(line) }
    let free = try session.evaluate().result
    try session.do("pin all")
    let (held, sentences) = try session.evaluate()
    #expect(held.loss != free.loss)
    let (debugger, network) = (session.debugger, session.network)
    let test = try #require(debugger.setup.trainingData).data.test
    let cells = network.outputShapes(of: 1)[0].count / network.outputShapes(of: 1)[0][1]
    var zeros = HeldCells()
    for cell in 0..<cells { zeros.hold(cell, at: 0) }
    let right = (0..<test.count).count { sample in
      let batch = Batch(inputs: [test.inputs(at: [sample])], target: nil)
      let plan = Plan(network, batchSize: 1)
      var state = debugger.state
      var execution = Execution(
        plan, batch: batch, state: state, context: PassContext(), held: [1: zeros])
      for phase in plan.phases.prefix(plan.forwardCount) {
        execution.run(phase, state: &state, optimizer: StochasticGradientDescent(rate: 0))
      }
      let scores = execution.output(network.output)?.elements ?? []
      return scores.firstIndex(of: scores.max() ?? 0) == test.label(of: sample)
    }
    #expect(held.correct == right)
    #expect(sentences.contains { $0.hasSuffix(", with conv1[0] held") }, "\(sentences)")
  }

  @Test("Going back goes over the edit; replay and restart are exact")
  func undo() throws {
    var session = try session()
    let old = session.debugger.moment
    try session.do("set-value fc1.bias[2] 4")
    try session.do("step")
    let new = session.debugger.moment
    try session.do("back")
    #expect(session.debugger.state.parameters != old.state.parameters)
    try session.do("back")
    #expect(session.debugger.moment == old)
    try session.do("set-value fc1.bias[2] 4")
    try session.do("step")
    #expect(session.debugger.moment == new)
    try session.do("run 5")
    let last = session.debugger.state
    try session.do("goto 1")
    try session.do("goto 4")
    #expect(session.debugger.state == last)
    try session.do("restart")
    #expect(session.debugger.state.parameters == old.state.parameters)
  }

  @Test("pin and release are entries, which going back undoes one by one")
  func undoOfPins() throws {
    var session = try session()
    try session.do("ablate conv1[0]")
    let held = session.debugger.moment
    try session.do("pin all")
    let pinned = session.debugger.moment
    #expect(pinned != held)
    try session.do("release conv1[0]")
    #expect(session.debugger.setup.edits.all.isEmpty)
    #expect(session.debugger.execution.output(ValueReference(1))?.elements[0] != 0)
    try session.do("back")
    #expect(session.debugger.moment == pinned)
    #expect(session.debugger.execution.output(ValueReference(1))?.elements[0] == 0)
    try session.do("back")
    #expect(session.debugger.moment == held)
    try session.do("back")
    #expect(session.debugger.setup.edits.entries.isEmpty)
  }

  @Test("A value that was released is computed in later steps; a script repeats pin and release")
  func releasedLater() throws {
    var session = try session()
    for line in ["ablate conv1[0]", "pin conv1[0]", "run 3", "release all", "run 2"] {
      try session.do(line)
    }
    let lines = session.reproduction.filter { !$0.hasPrefix("label") }
    #expect(lines.prefix(3) == ["set-value conv1[0] 0", "pin conv1[0]", "run 3"], "\(lines)")
    #expect(lines.filter { $0.hasPrefix("release") } == ["release all"])
    var again = try self.session(stepping: 0)
    for line in lines { try again.do(line) }
    #expect(again.debugger.state == session.debugger.state)
  }

  @Test("A layer's change is the distance of the comparison: 1 where there was nothing, 0 at rest")
  func distance() throws {
    var session = try session(stepping: 0)
    try session.do("ablate input[0]")
    try session.do("finish")
    try session.do("set-value input[0,0,0] 1")
    #expect(try #require(session.editTrace).changes[0] == 1)
    try session.do("set-value input[0,0,0] 4")
    #expect(try #require(session.editTrace).changes[0] == 0.75)
    try session.do("set-value input[0,0,0] 4")
    #expect(try #require(session.editTrace).changes.allSatisfy { $0 == 0 })
  }

  @Test("What is held no more is not pinned later")
  func overIsNotPinned() throws {
    var session = try session()
    for line in ["ablate conv1[0]", "run 2", "step 2", "ablate conv1[1]", "pin all"] {
      try session.do(line)
    }
    #expect(session.debugger.setup.edits.all.map(\.isPinned) == [false, true])
  }

  @Test("The lines of a session make its edits again")
  func reproduction() throws {
    var session = try session()
    try session.do("set-value conv1.weight[0,0] 1 0 -1 / 2 0 -2 / 1 0 -1")
    try session.do("ablate conv1[1]")
    try session.do("run 2")
    var again = try self.session(stepping: 0)
    for line in session.reproduction where !line.hasPrefix("label") { try again.do(line) }
    #expect(again.debugger.state == session.debugger.state)
  }

  @Test(
    "What cannot be set is said in one sentence",
    arguments: [
      ("set-value conv1.weight[0,0,3,0] 1", "its last cell is [1,0,2,2]"),
      ("set-value conv1.weight[0,0,0,0] nan", "expected a finite number"),
      ("set-value conv1.weight[0,0] 1 2", "has 9 cells, but 2 numbers were given"),
      ("set-value conv1.weight[0,0] 1 2 / 3 4", "a row of conv1.weight[0,0] has 3 numbers, not 2"),
      ("set-value conv9[0] 1", "there is no layer"), ("set-value relu1.weight[0] 1", "has no"),
      ("set-value conv1.gradient[0,0,0] 1", "cannot be set"),
      ("set-value fc1[0] *2", "was not computed yet"), ("set-value conv1[0", "is written as"),
      ("set-value conv1[0]", "needs a number"), ("ablate conv1[2]", "channels or units 0 to 1"),
      ("release all", "no value is held"), ("release conv1[0]", "is not held"),
      ("set-value conv1.weight[0] 1e99", "expected a finite number"),
    ])
  func errors(line: String, part: String) throws {
    var session = try session(stepping: 1)
    let error = #expect(throws: UserError.self) { try session.do(line) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }
}

extension Session {
  fileprivate mutating func `do`(_ line: String) throws {
    _ = try Session.commands.perform(line, &self)
    _ = workToTheEnd()
  }

  /// - Returns: what was evaluated, and what was said about it.
  fileprivate mutating func evaluate() throws -> (result: EvaluationResult, sentences: [String]) {
    _ = try Session.commands.perform("evaluate", &self)
    let sentences = workToTheEnd()
    return (try #require(lastEvaluation).result, sentences)
  }
}
