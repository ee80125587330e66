import CNNModel
import ModelFiles
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
    let lines = ["clear", "train 20", "ladder", "evaluate", "mistakes", "classes", "restart"]
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
      ("recipe lenet5-9", "there is no recipe \"lenet5-9\"; did you mean \"lenet5-99\"?"),
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

  private func unlabeled(_ network: String, _ commands: [String]) -> [Repl.Outcome] {
    guard let session = try? Session(network: "digits8", input: "digits:42") else { return [] }
    var repl = Repl(session)
    return (["net \(network)", "label none"] + commands).map { repl.perform($0) }
  }

  @Test(
    "Conditions hold without a label too",
    arguments: [
      ("break nan", "numbers of log1 are NaN or infinite, at step 0, log1 forward"),
      ("break log1.nan > 3", "log1.nan > 3: log1.nan = "),
      ("break tanh1.norm > 0.5", "tanh1.norm > 0.5: tanh1.norm = "),
      ("break tanh1.dead > 1%", "tanh1.dead > 1%: tanh1.dead = "),
    ], ["continue", "finish", "run", "step 9"])
  func withoutLabel(_ pair: (condition: String, sentence: String), _ run: String) {
    let (condition, sentence) = pair
    let network = "input 1x8x8; tanh; log; flatten; linear 10"
    let outcome = unlabeled(network, [condition, run]).last
    guard case .answered(let lines)? = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(lines.last?.contains(sentence) ?? false, "\(lines)")
  }

  @Test("NaN in the input is the first stop, before anything is computed")
  func oddInput() throws {
    try withFolder { folder in
      var values = [Float](repeating: 1, count: 64)
      values[5] = .nan
      let path = "\(folder)/x.npy"
      try NpyFile.write(NumericArray(Tensor(shape: [1, 1, 8, 8], elements: values)), to: path)
      var repl = Repl(try Session(network: "digits8", input: path))
      _ = repl.perform("break nan")
      let stop = repl.perform("continue")
      guard case .answered(let lines) = stop else {
        Issue.record("\(stop)")
        return
      }
      #expect(lines.last == "1 number of input is NaN or infinite, at the start of step 0")
      #expect(repl.session.debugger.phase == 0)
      _ = repl.perform("step")
      #expect(repl.session.debugger.phase == 1)
    }
  }

  @Test(
    "A condition that can never be true is refused",
    arguments: [
      ("accuracy > 1", "accuracy > 1 can never be true: accuracy is at least 0 and at most 1"),
      (
        "conv1.dead > 120%",
        "conv1.dead > 120% can never be true: conv1.dead is at least 0 and at most 1"
      ),
      ("conv1.norm < 0", "conv1.norm < 0 can never be true: conv1.norm is at least 0"),
      ("step = 2.5", "step = 2.5 can never be true: step is a whole number"),
      ("conv1.nan < 0", "conv1.nan < 0 can never be true: conv1.nan is at least 0"),
    ])
  func impossible(_ condition: String, _ sentence: String) throws {
    #expect(try last(["break \(condition)"]) == .failed(sentence))
  }

  @Test("Without classes there is no accuracy to wait for")
  func noAccuracy() {
    let outcome = unlabeled(
      "input 1x8x8; conv 2 3x3; loss squared-error", ["break accuracy > 0.5"]
    ).last
    let sentence =
      "accuracy > 0.5 can never be true: typed gives 2×6×6, so it has no classes to count"
    #expect(outcome == .failed(sentence))
  }
}
