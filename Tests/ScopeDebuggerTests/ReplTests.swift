import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Plain commands", .baselineLevel)
struct ReplTests {
  @Test(
    "Answers",
    arguments: [
      (["print conv1.shape"], "conv1.shape = 6×28×28"),
      (["print conv2.weight.shape"], "conv2.weight.shape = 16×6×5×5"),
      (["print step"], "step = 0"), (["step 4", "print phase"], "phase = 4"),
      (
        ["input digits:7"],
        "digits:7 \"7\": 1×8×8, scaled bilinearly 8×8 → 32×32, divided by 16"
      ),
      (["optimizer adam lr 0.01"], "optimizer adam lr 0.01"),
      (["break conv2"], "breakpoint on conv2"),
      (["break conv2", "break"], "breakpoints on conv2"),
      (["break conv2", "b conv2"], "no breakpoint on conv2 any more"),
      (["open inside"], "inside: 5 layers, 31042 parameters"),
      (["net input 1x4x4; flatten; linear 10"], "typed: 2 layers, 170 parameters"),
      (
        ["build conv 6x5 16x5 maxpool 2 2 linear 120 84 10 activation sigmoid", "net"],
        "input 1x32x32"
      ),
      (["arithmetic conv2"], "10 = ⌊(14 + 2·0 − 1·(5−1) − 1)/1⌋ + 1"),
      (["restart 9"], "started over with seed 9"),
      (["S"], "this is the beginning; nothing was done before"),
      (["losses"], ""),
      (["epoch-losses"], "no epoch is over yet"),
      (
        ["data digits", "epoch-losses"], "no epoch is over yet"
      ),
    ])
  func answers(_ commands: [String], _ expected: String) throws {
    #expect(
      try last(commands) == .answered(expected.isEmpty ? [] : [expected])
        || first(commands) == expected)
  }

  @Test(
    "Mistakes are one sentence with what was expected and what was found",
    arguments: [
      ("stp", "there is no command \"stp\"; did you mean \"step\"?"),
      ("xyzzy", "there is no command \"xyzzy\"; help lists them"),
      ("re", "\"re\" can be reverse, restart, recipe, resume, release, reach"),
      ("step x", "step takes a whole number from 1 to 1000000, not \"x\""),
      ("step 0", "step takes a whole number from 1 to 1000000, not \"0\""),
      ("print conv3", "there is no layer \"conv3\"; did you mean \"conv1\"?"),
      ("print conv1.wait", "conv1 has no \"wait\"; it has gradient, weight, bias"),
      ("print conv1", "conv1 was not computed yet in this step; s continues"),
      ("print loss", "the loss was not computed yet in this step"),
      (
        "print input[0,32,0]",
        "there is no cell [0,32,0] in input, which is 1×32×32: its last cell is [0,31,31]"
      ),
      (
        "print input[0]",
        "there is no cell [0] in input, which is 1×32×32: its last cell is [0,31,31]"
      ),
      ("continue", "there is no breakpoint; break LAYER (or Space on it) sets one"),
      ("break conv9", "there is no layer \"conv9\"; did you mean \"conv1\"?"),
      ("open lenet", "there is no network \"lenet\"; did you mean \"lenet5\"?"),
      ("input digits:1797", "digits:1797: the images of digits are numbered 0 to 1796"),
      (
        "input 0 8 / 3 2",
        "input is the name of an image; set-value input 1 3 / 5 4 types the numbers of a small image, with / between its rows"
      ),
      ("label -1", "label takes a whole number from 0 to 65535, or none, not \"-1\""),
      ("label 12", "class 12 is not one of the 10 classes of the output; 0 to 9 would fit"),
      ("break input", "input is an input of the network; no phase computes it"),
      ("quit now", "unexpected \"now\"; usage: quit"),
      (
        "expect loss = 2 ± abc",
        "a tolerance is a number of at least 0, as in expect loss = 2.3 ± 0.1"
      ),
      ("optimizer sdg", "there is no optimizer \"sdg\"; did you mean \"sgd\"?"),
      ("optimizer sgd lr -1", "lr needs a number of at least 0, not -1.0"),
      (
        "net input 1x4x4; conv 2 5x5",
        "typed:1:14: conv1: a kernel of 5×5 does not fit into 1×4×4: 4 + 0 − 1·(5−1) − 1 = -1 is below 0; at most 4 rows of kernel would fit, or 1 more of padding"
      ),
      (
        "build",
        "there is nothing to build from; write \"input 1x32x32 conv 6x5 16x5 maxpool 2 2 linear 120 84 10 activation sigmoid\""
      ),
      (
        "build conv 6x5 0 linear 0 4705 10 activation relu none",
        "the first linear layer takes 4705 inputs, but what comes before it gives 4704"
      ),
      ("build conv 6y5", "a convolution is channels x kernel, as in 6x5 or 6x3x5, not \"6y5\""),
      ("help covn", "there is no command \"covn\"; help lists them"),
      ("expect phase = 3", "phase = 3 is expected, but it is 0"),
      ("expect conv1.shape = 6x27x28", "conv1.shape = 6×27×28 is expected, but it is 6×28×28"),
      ("keys \"s\"", "there is no screen here; cnnscope play has one"),
    ])
  func mistakes(_ command: String, _ sentence: String) throws {
    #expect(try last([command]) == .failed(sentence))
  }

  @Test("A wrong command changes nothing and the next one is done")
  func goesOn() throws {
    var repl = Repl(try Session(network: "lenet5", input: "digits:42"))
    let before = repl.session.debugger.moment
    _ = repl.perform("open /none.cnn")
    _ = repl.perform("input digits:x")
    _ = repl.perform("optimizer foo")
    #expect(repl.session.debugger.moment == before)
    #expect(repl.perform("quit") == .quit)
  }

  private func last(_ commands: [String]) throws -> Repl.Outcome {
    var repl = Repl(try Session(network: "lenet5", input: "digits:42"))
    var outcome = Repl.Outcome.answered([])
    for command in commands { outcome = repl.perform(command) }
    return outcome
  }

  private func first(_ commands: [String]) throws -> String? {
    guard case .answered(let lines) = try last(commands) else { return nil }
    return lines.first
  }
}
