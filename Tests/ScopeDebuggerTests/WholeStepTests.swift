import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Whole steps", .baselineLevel)
struct WholeStepTests {
  /// What a session is left with by commands, done as a whole where that can be, or phase by phase.
  private func left(_ commands: [String], whole: Bool) throws -> Session {
    var session = try Session(network: "digits8", input: "digits:42")
    for command in ["data digits"] + commands {
      _ = try Session.commands.perform(command, &session)
      while session.isRunning { _ = session.work(until: { !whole }) }
    }
    return session
  }

  private func same(_ one: Session, _ other: Session) {
    #expect(one.debugger.moment == other.debugger.moment)
    // NaN is not equal to itself.
    #expect(
      one.debugger.history.curve.map(\.loss.bitPattern)
        == other.debugger.history.curve.map(\.loss.bitPattern))
    #expect(
      one.debugger.history.curve.map(\.accuracy) == other.debugger.history.curve.map(\.accuracy))
    #expect(one.debugger.history.tests.map(\.step) == other.debugger.history.tests.map(\.step))
    #expect(one.trained == other.trained)
    #expect(one.pieces == other.pieces)
    for node in one.network.nodes.indices {
      for kind in [TensorReference.Kind.activation, .gradient] {
        let reference = TensorReference(node, kind)
        #expect(
          one.debugger.tensors.value(of: reference) == other.debugger.tensors.value(of: reference))
      }
    }
  }

  @Test(
    "They give the same bits as phases do, and count as as many pieces of work",
    arguments: [
      ["train 60"], ["train 30", "rate 0.3", "train 9"], ["optimizer adam lr 0.01", "train 30"],
      ["step 3", "train 7"], ["shift 1", "train 12"], ["schedule cosine 40", "train 30"],
      ["train 50", "goto 13"], ["train 40", "earlier 33", "later 20"], ["train 50", "back 3"],
    ])
  func bits(_ commands: [String]) throws {
    let (whole, phases) = (try left(commands, whole: true), try left(commands, whole: false))
    same(whole, phases)
  }

  @Test(
    "Conditions stop them at the same phase with the same words",
    arguments: [
      "break loss < 2.27", "break accuracy > 0.3", "break step 17", "break rate < 0.005",
      "break relu2.dead > 45%", "break conv1.weight.norm > 0.8",
      "break conv1.gradient.norm > 0.1", "break linear1.max > 0.9",
      "break linear1.weight.min < -0.29", "break linear1.magnitude > 1.1",
      "break relu1.mean > 0.5", "break linear2.gradient.norm > 0.13",
      "break input.gradient.norm > 1e-3",
    ])
  func conditions(_ condition: String) throws {
    let commands = [
      "optimizer adam lr 0.01", "schedule \(condition.contains("rate") ? "cosine 60" : "constant")",
      condition, "train 60",
    ]
    let (whole, phases) = (try left(commands, whole: true), try left(commands, whole: false))
    #expect(whole.debugger.step < 59, "never true, so that nothing is tested")
    same(whole, phases)
  }

  @Test("NaN stops them where it arises")
  func nan() throws {
    let commands = ["rate 1e38", "break nan", "continue"]
    let (whole, phases) = (try left(commands, whole: true), try left(commands, whole: false))
    #expect(whole.debugger.step < 100)
    same(whole, phases)
  }

  @Test("Any number of threads gives the same training, as a whole, by phases and back in time")
  func threads() throws {
    defer { WorkerPool.install(threads: WorkerPool.cores) }
    let commands = ["train 30", "rate 0.3", "train 20", "goto 11"]
    let first = try left(commands, whole: true)
    for threads in [1, 2, 4] {
      WorkerPool.install(threads: threads)
      same(first, try left(commands, whole: true))
      same(first, try left(commands, whole: threads == 2))
    }
  }

  @Test("They end when somebody wants to look")
  func looking() throws {
    var session = try left([], whole: true)
    _ = try Session.commands.perform("train 1000", &session)
    var looks = 0
    _ = session.work {
      looks += 1
      return looks > 6
    }
    #expect(session.trained.steps == 6)
    #expect((session.debugger.step, session.debugger.phase) == (6, 1))
  }
}
