import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Fault gym", .baselineLevel)
struct FaultGymTests {
  private static let fault = "fault conv1.forward kernel-turned"
  private static let accusation = "accuse conv1.forward kernel-turned"

  @Test("Marks are hidden until the fault is found, and tell the truth then")
  func marks() throws {
    var session = try session([Self.fault, "finish", "finish"])
    for line in ["explain conv1[0,3,2]", "explain loss", "slope conv1.weight[0,0,1,1]"] {
      let text = try perform(line, &session).joined(separator: "\n")
      #expect(!text.contains("✓") && !text.contains("✗") && text.contains("?"), "\(text)")
    }
    #expect(try perform("accuse conv1.backward kernel", &session)[0].contains("is right"))
    #expect(try perform("explain loss", &session).joined().contains("?"))
    try perform(Self.accusation, &session)
    #expect(try perform("explain conv1[0,3,2]", &session).joined().contains("✗ but"))
    #expect(try perform("explain loss", &session).joined().contains("✓"))
  }

  @Test("The terms of a hidden number are shown beside it")
  func terms() throws {
    var session = try session([Self.fault, "step"])
    let lines = try perform("explain conv1[0,3,2]", &session)
    let line = try #require(lines.first { $0.contains("?") })
    #expect(line.hasPrefix("conv1[0,3,2] = ") && line.contains(" ? its terms make "), "\(line)")
  }

  @Test("A fault changes what is computed, not the weights, and taking it out gives the same bits")
  func bits() throws {
    var right = try session(["finish", "finish"])
    var faulty = try session([Self.fault, "finish", "finish"])
    let place = TensorReference(1, .activation)
    #expect(right.debugger.state == faulty.debugger.state)
    #expect(right.debugger.tensors.value(of: place) != faulty.debugger.tensors.value(of: place))
    try perform("fault off", &faulty)
    try finish(&faulty)
    #expect(right.debugger.tensors.value(of: place) == faulty.debugger.tensors.value(of: place))
    try perform("run", &right)
    try perform("run", &faulty)
    #expect(right.debugger.checksum == faulty.debugger.checksum)
  }

  @Test("It is one more thing that was done: back, goto and restart repeat it")
  func timeTravel() throws {
    var session = try session(["run 2", Self.fault, "run 2"])
    let (end, loss) = (session.debugger.checksum, session.debugger.execution.loss)
    try perform("goto 1", &session)
    #expect(session.debugger.hiddenFault == nil)
    try perform("later 2", &session)
    #expect(session.debugger.hiddenFault != nil)
    #expect((session.debugger.checksum, session.debugger.execution.loss) == (end, loss))
    try perform("restart", &session)
    #expect(session.debugger.hiddenFault != nil)
  }

  @Test("A training with it is the same phase by phase and as a whole")
  func training() throws {
    var sessions: [Session] = []
    for whole in [true, false] {
      var session = try session(["data digits", "batch 8", Self.fault])
      _ = try Session.commands.perform("train 6", &session)
      while session.isRunning { _ = session.work(until: { !whole }) }
      sessions.append(session)
    }
    #expect(sessions[0].debugger.checksum == sessions[1].debugger.checksum)
    let right = try session(["data digits", "batch 8", "train 6"])
    #expect(sessions[0].debugger.checksum != right.debugger.checksum)
  }

  @Test("The lines that lead to a moment plant it again, by its seed")
  func reproduction() throws {
    let session = try session(["run 2", "fault 7", "finish", "finish"])
    let lines = session.reproduction
    #expect(lines.contains { $0.hasPrefix("fault 7:") })
    let again = try ScopeDebuggerTests.session(lines)
    #expect(again.debugger.execution.loss == session.debugger.execution.loss)
    #expect(again.debugger.moment == session.debugger.moment)
  }

  @Test("A recorded seed plants the same fault where another image is looked at")
  func otherImage() throws {
    for seed in 1...6 {
      var session = try session(["fault \(seed)"])
      let line = try #require(session.reproduction.first { $0.hasPrefix("fault ") })
      let told = try perform("fault tell", &session)
      var other = try ScopeDebuggerTests.session(["input digits:7", line])
      #expect(try perform("fault tell", &other) == told)
    }
    #expect(
      throws: UserError("digits8 has no rule of that number; fault 7 chooses one by its seed")
    ) {
      _ = try ScopeDebuggerTests.session(["fault 7:0"])
    }
  }

  @Test("At most 30 rules of a place are offered, and a seed plants none but these")
  func offered() throws {
    let plain = try session([])
    for place in FaultWords.all(after: nil, plain.debugger) {
      let rules = FaultWords.all(after: place, plain.debugger)
      #expect(rules.count <= 30 && Set(rules).count == rules.count, "\(place)")
    }
    #expect(FaultWords.all(after: "conv1.forward", plain.debugger).contains("kernel-turned"))
    for seed in 1...12 {
      var session = try session(["fault \(seed)"])
      let told = try perform("fault tell", &session)[0].split(separator: ":")[0]
      let rule = try #require(told.split(separator: " ").last).description
      let all = FaultWords.all(after: nil, plain.debugger)
      #expect(all.contains { FaultWords.all(after: $0, plain.debugger).contains(rule) })
    }
  }

  @Test("A named fault may give what is no number, and a rule that an image hides is not accused")
  func noNumbers() throws {
    var session = try session([
      "net input 1x8x8; flatten; linear 10 init uniform 0 100", "fault loss overflow",
    ])
    try finish(&session)
    #expect(session.debugger.execution.loss?.isNaN == true)
    let answer = try perform("accuse loss overflow", &session)[0]
    #expect(
      answer.hasPrefix("right: loss is 163.3 by its definition and NaN on the screen."),
      "\(answer)")
  }

  @Test("Each fault without a seed is another one, and its seed is said")
  func ownSeeds() throws {
    var session = try session([])
    let first = try perform("fault", &session)[0]
    let second = try perform("fault", &session)[0]
    #expect(first != second && first.hasPrefix("fault "))
    let seed = first.split(separator: " ")[1]
    #expect(UInt64(seed) != nil)
    var other = try ScopeDebuggerTests.session([])
    #expect(try perform("fault", &other)[0] == first)
  }

  @Test("Another loss keeps it, another network does not; the score stays")
  func otherNetworks() throws {
    var session = try session([Self.fault, "accuse conv1.backward kernel", "loss squared-error"])
    #expect(session.debugger.hiddenFault != nil)
    try perform("net input 1x8x8; flatten; linear 10", &session)
    #expect(session.debugger.hiddenFault == nil)
    #expect(
      try perform("faults", &session) == ["1 fault planted, 0 found by 1 accusation, 0 given up"])
  }

  @Test("Score and state are told")
  func score() throws {
    var session = try session([Self.fault, "step"])
    #expect(try perform("faults", &session)[1] == "fault in digits8: not found yet")
    try perform(Self.accusation, &session)
    #expect(
      try perform("faults", &session) == [
        "1 fault planted, 1 found by 1 accusation, 0 given up",
        "fault in digits8: known, conv1.forward kernel-turned",
      ])
    #expect(try perform("fault off", &session) == ["digits8 is as it was"])
    try perform(Self.fault, &session)
    try perform("step", &session)
    let told = try perform("fault tell", &session)[0]
    #expect(told.hasPrefix("it is conv1's forward pass, kernel-turned: In the forward pass"))
    #expect(try perform("faults", &session)[0].hasSuffix("1 given up"))
    #expect(try perform("explain conv1[0,3,2]", &session).joined().contains("✗"))
  }

  @Test("What is written is the network as it is defined, and says so")
  func files() throws {
    var session = try session([Self.fault])
    try withFolder { folder in
      let text = try perform("export \(folder)/net.cnn", &session)[0]
      #expect(text.hasSuffix("; without the planted fault"))
      #expect(try TextFile.read("\(folder)/net.cnn") == session.network.text)
      #expect(
        try perform("save \(folder)/net.npz", &session)[0].hasSuffix("; without the planted fault"))
    }
  }
}
