import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Training on a data set", .baselineLevel)
struct TrainingTests {
  private static let settings = TrainingSettings(
    data: "digits", optimizer: "momentum lr 0.05", schedule: "cosine", batch: 16, epochs: 2,
    augmentation: "shift 1", limit: 90)

  private func begin(budget: Int = Debugger.defaultBudget) throws -> Debugger {
    try Self.settings.debugger(try NetworkLibrary.open("digits8"), budget: budget)
  }

  private func run(_ debugger: inout Debugger, _ goal: Goal) -> Stop {
    var goal = goal
    while true { if let stop = goal.advance(&debugger) { return stop } }
  }

  @Test("Stepping, running and a whole training give the same losses bit for bit")
  func same() throws {
    var (stepped, ran) = (try begin(), try begin())
    for _ in 0..<12 * 15 - 1 { #expect(stepped.stepForward() == nil) }
    #expect(run(&ran, .steps(12)) == .endOfStep(11))
    #expect(stepped.moment == ran.moment)
    #expect(stepped.history.curve == ran.history.curve)
    var training = try TrainingRun(try begin(budget: 0), Self.settings)
    var points: [CurvePoint] = []
    var isDone = false
    while !isDone {
      for event in training.advance() {
        if case .step(let point) = event { points.append(point) }
        if case .finished = event { isDone = true }
      }
    }
    #expect(points.map(\.loss) == ran.history.curve.map(\.loss))
    #expect(training.state == ran.state)
    #expect(ran.batchSize == 10, "90 images are five batches of 16 and one of 10")
  }

  @Test(
    "Any step can be gone to and left again, with much memory and with none",
    arguments: [0, 1 << 30])
  func travel(_ budget: Int) throws {
    var debugger = try begin(budget: budget)
    var checksums: [String] = []
    for step in 0..<12 {
      #expect(run(&debugger, step == 0 ? .endOfStep : .steps(1)) == .endOfStep(step))
      checksums.append(debugger.checksum)
    }
    let (end, curve) = (debugger.moment, debugger.history.curve)
    for step in [3, 11, 0, 7, 7, 10] {
      #expect(run(&debugger, .toStep(step)) == .arrived(step))
      #expect(debugger.checksum == checksums[step], "step \(step), budget \(budget)")
      #expect(debugger.history.curve == Array(curve[...step]))
      #expect(debugger.history.curve + debugger.history.curveAhead == curve)
    }
    #expect(run(&debugger, .steps(1)) == .endOfStep(11))
    #expect(debugger.moment == end)
    #expect(
      run(&debugger, .toStep(12)) == .refused("step 12 was not begun yet; the last is 11"))
    #expect(
      run(&debugger, .toStep(-1))
        == .refused("this is the beginning; steps are counted from 0"))
    #expect(debugger.moment == end)
    if budget == 0 { #expect(debugger.history.memory.checkpoints == 1) }
  }

  @Test("The latest loss is this step's, or the one before it, also where a branch begins")
  func latestLoss() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    #expect(session.debugger.history.latestPoint == nil)
    try perform(["data digits", "batch 16", "train 3"], on: &session)
    let losses = session.debugger.history.curve
    #expect(session.debugger.history.latestPoint == losses[2])
    try perform(["goto 1", "rate 0.5", "step"], on: &session)
    #expect(session.debugger.step == 2)
    #expect(session.debugger.history.lastPoint == nil)
    #expect(session.debugger.history.latestPoint == losses[1])
  }

  @Test("Settings changed while it runs branch; the old way stays to be seen and to go")
  func branches() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    try perform(["data digits", "batch 16", "train 6"], on: &session)
    let old = session.debugger.history.curve
    try perform(["goto 2", "rate 0.5", "train 3"], on: &session)
    #expect(Array(session.debugger.history.curve[...2]) == Array(old[...2]))
    #expect(session.debugger.history.curve[4].loss != old[4].loss)
    #expect(session.debugger.history.oldCurves == [Array(old[2...])])
    #expect(session.debugger.history.changes.map(\.step) == [3])
    #expect(session.debugger.history.changes[0].text == "lr 0.1 → 0.5")
    try perform(["goto 2", "rate 0.1", "train 3"], on: &session)
    #expect(session.debugger.history.curve == old)
    _ = try Session.commands.perform("train 3", &session)
    _ = session.work()
    _ = try Session.commands.perform("rate 0.2", &session)
    #expect(session.isRunning)
  }

  @Test("A pause lands between two phases, and going on gives the same bits")
  func pause() throws {
    var paused = try Session(network: "digits8", input: "digits:42")
    var straight = paused
    try perform(["data digits", "train 3"], on: &straight)
    try perform(["data digits"], on: &paused)
    _ = try Session.commands.perform("train", &paused)
    for _ in 0..<20 { #expect(paused.work() == nil) }
    _ = try Session.commands.perform("train", &paused)
    #expect(!paused.isRunning && paused.debugger.step == 1 && paused.debugger.phase == 5)
    try perform(["S", "s", "sample 7", "train 2"], on: &paused)
    #expect(paused.debugger.moment == straight.debugger.moment)
  }

  @Test("Every sample of a batch can be looked at, and its numbers equal their definitions")
  func samples() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    try perform(["data digits", "batch 4", "train 1", "sample 3"], on: &session)
    let debugger = session.debugger
    let image = try #require(debugger.tensors.value(of: .init(0, .activation)))
    let alone = try NetworkInput(debugger.selectedSample.name, for: debugger.network)
    #expect(image.samples(3..<4) == alone.image)
    #expect(debugger.selectedSample.label == alone.label)
    for name in ["conv1[0,2,3]", "linear2.gradient[4]"] {
      let bracket = try #require(name.firstIndex(of: "["))
      let reference = try debugger.names.reference(named: String(name[..<bracket]))
      let position = try debugger.tensors.position(String(name[bracket...]), in: reference)
      #expect(position[0] == 3)
      let stored = Double(try #require(debugger.tensors.value(of: reference))[position])
      let defined = try #require(debugger.inspector.definition(of: reference, at: position))
      #expect((defined.value - stored).magnitude < 1e-5)
    }
    let conv = try #require(debugger.tensors.value(of: .init(1, .activation)))
    let map = FeatureMaps(conv, .activation, sample: 3)[0]
    #expect(map[2, 3] == conv[[3, 0, 2, 3]])
    #expect(map.position(row: 2, column: 3) == [3, 0, 2, 3])
  }
}
