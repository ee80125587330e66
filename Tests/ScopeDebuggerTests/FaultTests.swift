import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Planted faults", .baselineLevel)
struct FaultTests {
  private static let dense = "net input 1x8x8; flatten; linear 10"
  private static let pooled = "net input 1x8x8; conv 2 3x3; maxpool 2; flatten; linear 10"
  private static let strided =
    "net input 1x8x8; conv 2 3x3 stride 2x1; conv 3 2x2 stride 1x2; flatten; linear 10"
  private static let rectified = "net input 1x8x8; conv 2 3x3; relu; flatten; linear 10"

  @Test(
    "An accusation is answered with the number that proves or refutes it",
    arguments: [
      (
        [dense, "fault linear1.forward bias-forgotten"], "linear1.forward bias",
        "right: linear1[0] is -0.003788 by its definition and -0.1181 on the screen."
      ),
      (
        [pooled, "fault maxpool1.forward stride-ignored"], "maxpool1.forward stride",
        "right: maxpool1[1,1,2] is -0.2314 by its definition and 0.5484 on the screen."
      ),
      (
        [strided, "fault conv2.backward stride-swapped"], "conv2.backward stride-swapped",
        "right: conv1.gradient[1,1,1] is 0.08510 by its definition and -0.1062 on the screen."
      ),
      (
        [strided, "fault conv2.backward stride-swapped"], "conv2.forward stride-ignored",
        "conv2's forward pass is right: conv2["
      ),
      (
        [strided, "fault conv2.backward stride-swapped"], "conv2.backward stride-ignored",
        "conv2's backward pass is wrong, but not by stride-ignored: conv1.gradient["
      ),
      (
        [rectified, "data digits", "batch 4", "fault loss sum-for-mean"], "loss sum",
        "right: loss is 2.431 by its definition and 9.724 on the screen."
      ),
      (
        [
          rectified, "optimizer sgd lr 0.1 weight-decay 0.5", "fault update weight-decay-forgotten",
        ],
        "update decay", "right: conv1.weight["
      ),
    ])
  func accusations(_ commands: [String], _ accusation: String, _ beginning: String) throws {
    var session = try session(commands)
    let answer = try perform("accuse \(accusation)", &session)
    #expect(answer[0].hasPrefix(beginning), "\(answer)")
  }

  @Test("The numbers of a refutation are equal, those of another rule are not")
  func refutations() throws {
    var session = try session([Self.strided, "fault conv2.backward stride-swapped"])
    let refuted = try perform("accuse conv1.forward bias", &session)[0]
    let (defined, shown) = try #require(Self.numbers(refuted, " by its definition"))
    #expect(defined == shown)
    let other = try perform("accuse conv2.backward stride-ignored", &session)[0]
    let (expected, seen) = try #require(Self.numbers(other, " with it,"))
    #expect((expected - seen).magnitude > 0.01)
    let cell = try #require(other.split(separator: " ").first { $0.hasPrefix("conv1.gradient[") })
    try finish(&session)
    guard case .number(let value) = try Query.answer(String(cell), session) else { return }
    #expect((value - seen).magnitude < 0.001)
  }

  @Test(
    "What can be typed wrongly is one sentence",
    arguments: [
      ([], "accuse conv1.forward bias", "no fault is planted; fault plants one"),
      ([], "fault off", "no fault is planted; fault plants one"),
      (
        [], "fault -1",
        "fault takes a seed, a layer's pass with a rule, hint, tell, or off, not \"-1\""
      ),
      ([], "fault conv1 x", "which pass of conv1: conv1.forward or conv1.backward?"),
      (
        [], "fault input.forward x", "input.forward is an input of the network; no pass computes it"
      ),
      (
        [], "fault relu1.backward slope-at-output",
        "slope-at-output changes nothing in relu1's backward pass that shows for this image"
      ),
      (
        ["label none"], "fault conv1.backward kernel-turned",
        "digits:42 has no label; :label N sets one"
      ),
      (
        ["fault conv1.forward bias-forgotten", "label none"], "accuse conv1.backward kernel",
        "the step does not come to conv1.backward: digits:42 has no label; :label N sets one"
      ),
      (
        ["fault conv1.forward bias-forgotten", "accuse conv1.forward bias"],
        "accuse conv1.forward bias", "fault is known already; fault plants another one"
      ),
    ])
  func mistakes(_ commands: [String], _ line: String, _ sentence: String) throws {
    var session = try session(commands, on: "digits8")
    #expect(throws: UserError(sentence)) { _ = try Session.commands.perform(line, &session) }
  }

  @Test("A seed chooses the same fault again, and seeds choose many")
  func seeds() throws {
    var found: Set<String> = []
    for seed in 1...12 {
      let one = try told(seed, "digits8")
      #expect(one == (try told(seed, "digits8")))
      found.insert(one)
    }
    #expect(found.count > 6)
  }

  @Test(
    "Every fault of a seed is found by its rule, and its number shows",
    arguments: ["digits8", "residual"])
  func findable(_ network: String) throws {
    for seed in 1...8 {
      let words = try told(seed, network).split(separator: ":")[0].split(separator: " ")
      // `it is conv2's backward pass, stride-ignored`
      let place =
        words[2].hasSuffix("'s") ? "\(words[2].dropLast(2)).\(words[3])" : "\(words[3].dropLast())"
      var session = try session(["fault \(seed)"], on: network)
      let answer = try perform("accuse \(place) \(words[words.count - 1])", &session)[0]
      let (defined, shown) = try #require(
        Self.numbers(answer, " by its definition"), "\(seed): \(answer)")
      #expect(answer.hasPrefix("right: ") && defined != shown, "\(seed): \(answer)")
    }
  }

  @Test("Without a label only forward passes are changed")
  func withoutLabel() throws {
    for seed in 1...8 {
      var session = try session(["label none", "fault \(seed)"], on: "digits8")
      #expect(try perform("fault off", &session)[0].contains("'s forward pass"))
    }
  }

  private func told(_ seed: Int, _ network: String) throws -> String {
    var session = try session(["fault \(seed)"], on: network)
    return try perform("fault off", &session)[0]
  }

  /// The two numbers of an answer: `… 0.1234 by its definition and 0.5678 on the screen`.
  private static func numbers(_ answer: String, _ words: String) -> (Double, Double)? {
    let sides = answer.split(separator: words)
    guard sides.count > 1, let end = answer.range(of: " on the screen") else { return nil }
    let first = sides[0].split(separator: " ").last.flatMap { Double($0) }
    let second = answer[..<end.lowerBound].split(separator: " ").last.flatMap { Double($0) }
    return first.flatMap { first in second.map { (first, $0) } }
  }
}

/// A session on a built-in network after commands, each with all that it runs.
func session(_ commands: [String], on network: String = "digits8") throws -> Session {
  var session = try Session(network: network, input: "digits:42")
  for command in commands { _ = try perform(command, &session) }
  return session
}

/// Does a command with all that it runs.
@discardableResult
func perform(_ command: String, _ session: inout Session) throws -> [String] {
  let lines = try Session.commands.perform(command, &session).lines
  return lines + session.workToTheEnd()
}

/// Goes through all passes of the step.
func finish(_ session: inout Session) throws {
  try perform("finish", &session)
  try perform("finish", &session)
}
