import ScopeDebugger
import TestSupport
import Testing

@Suite("Conditions", .baselineLevel)
struct ConditionTests {
  private func last(_ commands: [String]) throws -> Repl.Outcome {
    var repl = Repl(try Session(network: "digits8", input: "digits:42"))
    var outcome = Repl.Outcome.answered([])
    for command in commands { outcome = repl.perform(command) }
    return outcome
  }

  private func stop(_ commands: [String]) throws -> String {
    guard case .answered(let lines) = try last(commands) else { return "failed" }
    return lines.last ?? ""
  }

  @Test("A run stops at the first phase that made a condition true, and says how")
  func phases() throws {
    var repl = Repl(try Session(network: "digits8", input: "digits:42"))
    for line in ["data digits", "break loss > 2.3", "train 20"] { _ = repl.perform(line) }
    #expect(repl.session.debugger.last == .loss)
    #expect((repl.session.debugger.execution.loss ?? 0) > 2.3)
    let losses = repl.session.debugger.history.curve
    #expect(losses.dropLast().allSatisfy { $0.loss <= 2.3 })
    #expect(!repl.session.isRunning)
    let step = repl.session.debugger.step
    guard case .answered = repl.perform("continue") else { return }
    #expect(repl.session.debugger.step > step)
  }

  @Test("Steps stop where they begin")
  func steps() throws {
    #expect(
      try stop(["data digits", "break step 5", "train 20"])
        == "step = 5: step = 5, at the start of step 5")
    #expect(try last(["break step 2", "train 9", "print phase"]) == .answered(["phase = 0"]))
  }

  @Test("What never becomes true ends a run with the planned epochs")
  func never() throws {
    #expect(
      try stop(["data digits", "batch 400", "epochs 2", "break loss > 99", "continue"])
        == "end of step 7; no breakpoint was hit so far, continue runs on")
  }

  @Test("NaN and infinity stop, are shown as what they are, and never trap")
  func nan() throws {
    let commands = ["data digits", "rate 1e38", "break nan", "train 20"]
    let sentence = try stop(commands)
    #expect(sentence.contains("NaN or infinite, at step"), "\(sentence)")
    let lines = ["clear", "train 20", "ladder", "evaluate", "mistakes", "classes", "earlier 3"]
    guard case .answered = try last(commands + lines) else {
      Issue.record("failed after NaN")
      return
    }
  }

  @Test("Figures of tensors, in percent too")
  func tensors() throws {
    let dead = try stop(["data digits", "break relu1.dead >= 0%", "train 3"])
    #expect(dead.hasPrefix("relu1.dead >= 0%: relu1.dead = "), "\(dead)")
    #expect(dead.hasSuffix(", at step 0, relu1 forward"), "\(dead)")
    let norm = try stop(["break conv1.gradient.norm > 0", "train 3"])
    #expect(norm.hasSuffix(", at step 0, relu1 backward"), "\(norm)")
    let moved = try stop(["break conv1.weight.max > 0.5", "rate 100", "train 9"])
    #expect(moved.hasSuffix("update"), "\(moved)")
    #expect(
      try last(["break nan", "break conv1", "break"])
        == .answered(["breakpoints on conv1; stops when nan"]))
    #expect(
      try last(["break nan", "break nan"]) == .answered(["does not stop when nan any more"]))
  }

  @Test(
    "Mistakes",
    arguments: [
      ("break los > 5", "there is no figure \"los\"; did you mean \"loss\"?"),
      ("break loss > x", "a condition ends in a number, as in loss > 5, not in \"x\""),
      ("break conv1.ded > 1", "there is no figure \"ded\" of conv1; did you mean \"dead\"?"),
      ("break conv9.dead > 1", "there is no layer \"conv9\"; did you mean \"conv1\"?"),
      ("break input", "input is an input of the network; no phase computes it"),
      (
        "data digit",
        "digit: there is no data set or folder of this name; the data sets are digits, mnist"
      ),
      ("batch 0", "batch takes a whole number from 1 to 1000000, not \"0\""),
      ("sample 1", "the batch has the samples 0 to 0, not 1"),
      ("evaluate", "there is no data set to evaluate on; data digits chooses one"),
      ("mistakes", "nothing was evaluated yet; evaluate does that"),
      ("goto 5", "step 5 was not begun yet; the last is 0"),
      ("goto x", "goto takes a whole number, not \"x\""),
      ("rate fast", "rate takes a number, not \"fast\""),
      ("momentum 0.9", "sgd has no word \"momentum\"; it takes lr, weight-decay"),
      ("schedule cosin", "there is no schedule \"cosin\"; did you mean \"cosine\"?"),
      ("recipe lenet", "there is no recipe \"lenet\"; did you mean \"lenet5-99\"?"),
      ("history x", "history takes a whole number from 0 to 1048576, not \"x\""),
    ])
  func mistakes(_ command: String, _ sentence: String) throws {
    #expect(try last([command]) == .failed(sentence))
  }

  @Test("Classes that the network does not have are one sentence")
  func classes() throws {
    #expect(
      try last(["net input 1x8x8; flatten; linear 4", "data digits"])
        == .failed("digits has the classes 0 to 9, but typed gives 4 numbers; 10 would fit"))
  }
}
