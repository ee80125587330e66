import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("What is remembered of a training", .baselineLevel)
struct TimelineTests {
  @Test("However many steps there are, a bounded number of losses is kept, each of its own step")
  func bounded() {
    var track = LossTrack()
    for step in 7..<200_000 { track.record(step, loss: Float(step), accuracy: nil) }
    #expect(track.byteCount < 1 << 19)
    let points = track.points(0...300_000)
    #expect(points.count > 10_000 && points.count <= LossTrack.limit + 1)
    #expect(points.allSatisfy { $0.loss == Float($0.step) && $0.accuracy == nil })
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.step < $1.step })
    #expect(points.last?.step == 199_999)
    #expect(track.points(50_001...50_001).isEmpty, "it was left out")
    #expect(track.knows(50_001) && track.knows(7) && !track.knows(200_000))
    track.record(50_001, loss: 1, accuracy: 0.5)
    #expect(track.points(50_001...50_001).map(\.loss) == [1])
    #expect(track.points(0...300_000).count == points.count - 1)
  }

  @Test("Short ones are kept whole, with what the tests found")
  func whole() {
    var track = LossTrack()
    for step in 3...9 { track.record(step, loss: Float(step), accuracy: 0.5) }
    track.record(5, test: TestFigures(loss: 1, accuracy: 0.25))
    let points = track.points(4...6)
    #expect(points.map(\.step) == [4, 5, 6])
    #expect(points.map { $0.test?.accuracy } == [nil, 0.25, nil])
    #expect(track.points(10...12).isEmpty && track.points(0...2).isEmpty)
  }

  @Test("Steps, states and losses of ten thousand steps stay within the budget")
  func budget() throws {
    let network = try NetworkLibrary.read(text: "input 1x8x8\nflatten\nlinear 10", title: "t")
    var session = try Session(network, input: "digits:42", budget: 100_000, data: "digits")
    for line in ["batch 1", "train 3000"] {
      _ = try Session.commands.perform(line, &session)
      while session.isRunning { _ = session.work() }
    }
    let history = session.debugger.history
    #expect(history.memory.bytes <= history.memory.budget, "\(history)")
    #expect(history.memory.checkpoints > 2)
    #expect(session.debugger.history.curve.count == 3000)
    let (checksum, end) = (session.debugger.checksum, session.debugger.moment)
    for line in ["goto 1999", "goto 2999"] {
      _ = try Session.commands.perform(line, &session)
      while session.isRunning { _ = session.work() }
    }
    #expect(session.debugger.checksum == checksum && session.debugger.moment == end)
  }

  @Test("Branches of branches keep their own ways; each can be gone to again")
  func branches() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    func run(_ lines: String...) throws {
      for line in lines {
        _ = try Session.commands.perform(line, &session)
        while session.isRunning { _ = session.work() }
      }
    }
    try run("data digits", "batch 8", "train 8")
    let first = session.debugger.history.curve
    try run("goto 3", "rate 0.5", "train 4", "goto 5", "rate 1", "train 2")
    let third = session.debugger.history.curve
    #expect(session.debugger.history.oldCurves.count == 2)
    #expect(session.debugger.history.changes.map(\.step) == [4, 6])
    try run("goto 3", "rate 0.1", "train 4")
    #expect(session.debugger.history.curve == first)
    #expect(session.debugger.history.oldCurves.map { $0[0].step } == [3, 5])
    // A change between two steps leads to the beginning of the next, and so do the ways from there.
    try run("goto 3", "rate 0.5", "goto 6", "rate 1", "goto 7")
    #expect(session.debugger.history.curve + session.debugger.history.curveAhead == third)
    #expect(session.debugger.history.lastStep == 7)
  }

  @Test("Stepping back after a run of many steps is exact, though the run left no trail")
  func retracing() throws {
    var (ran, stepped) = (
      try Session(network: "digits8", input: "digits:42"),
      try Session(network: "digits8", input: "digits:42")
    )
    for line in ["data digits", "batch 8", "train 3", "back 4"] {
      _ = try Session.commands.perform(line, &ran)
      while ran.isRunning { _ = ran.work() }
    }
    _ = try Session.commands.perform("data digits", &stepped)
    _ = try Session.commands.perform("batch 8", &stepped)
    let phases = stepped.debugger.phases.count
    _ = try Session.commands.perform("step \(3 * phases + 2 - 4)", &stepped)
    while stepped.isRunning { _ = stepped.work() }
    #expect(ran.debugger.phase == phases - 4)
    #expect(ran.debugger.moment == stepped.debugger.moment)
    for node in ran.debugger.network.nodes.indices {
      for kind in [TensorReference.Kind.activation, .gradient] {
        let reference = TensorReference(node, kind)
        #expect(
          ran.debugger.tensors.value(of: reference) == stepped.debugger.tensors.value(of: reference)
        )
      }
    }
  }
}
