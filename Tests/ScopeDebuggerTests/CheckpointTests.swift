import CNNEngine
import CNNModel
import Glibc
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing

@Suite("Checkpoints of a training", .baselineLevel)
struct CheckpointTests {
  private static let network = """
    input 1x8x8
    conv 4 3 pad same
    batchnorm
    relu
    dropout 0.3
    flatten
    linear 10
    """

  private func settings(_ optimizer: String) -> TrainingSettings {
    TrainingSettings(
      data: "digits", optimizer: optimizer, schedule: "cosine", batch: 16, epochs: 3,
      augmentation: "shift 1",
      limit: 90)
  }

  private func network() throws -> Network { try Network(text: Self.network, title: "small") }

  private func begin(_ settings: TrainingSettings) throws -> Debugger {
    try settings.debugger(try network(), budget: 0)
  }

  private func path(_ name: String) -> String { "/tmp/cnnscope-\(name)-\(getpid()).safetensors" }

  /// Runs until so many steps are done, or to the end.
  private func run(_ training: inout TrainingRun, steps: Int = .max) -> [Float] {
    var losses: [Float] = []
    while losses.count < steps {
      for event in training.advance() {
        if case .step(let point) = event { losses.append(point.loss) }
        if case .finished = event { return losses }
      }
    }
    return losses
  }

  @Test(
    "A training that goes on from a file ends with the same bits, and the same means of the epoch",
    arguments: ["sgd lr 0.1", "momentum lr 0.05", "adam lr 0.002"], [1, 6, 8])
  func resumed(optimizer: String, at step: Int) throws {
    let (settings, path) = (settings(optimizer), path("resumed-\(step)"))
    defer { unlink(path) }
    var whole = try TrainingRun(try begin(settings), settings)
    let losses = run(&whole)
    #expect(losses.count == 18)
    var first = try TrainingRun(try begin(settings), settings)
    _ = run(&first, steps: step)
    try #require(first.checkpoint).write(to: path, try network())
    let checkpoint = try TrainingCheckpoint(path, for: try network())
    #expect(checkpoint.step == step)
    var second = try TrainingRun(try begin(settings), settings, resuming: checkpoint)
    #expect(run(&second) == Array(losses[step...]))
    #expect(second.state == whole.state)
    #expect(second.step == 17)
  }

  @Test("In the middle of a step it is the beginning of the step")
  func middle() throws {
    var repl = try repl(["data digits", "step 8"])
    let checkpoint = try #require(repl.session.checkpoint)
    #expect(repl.session.debugger.phase > 5)
    #expect(checkpoint.step == 0)
    #expect(checkpoint.state == (try Session(try network(), input: "digits:3")).debugger.state)
    _ = repl.perform("finish")
  }

  private func repl(_ lines: [String]) throws -> Repl {
    var repl = Repl(try Session(try network(), input: "digits:3"))
    for line in lines { expectAnswer(line, &repl) }
    return repl
  }

  private func expectAnswer(_ line: String, _ repl: inout Repl) {
    if case .failed(let sentence) = repl.perform(line) { Issue.record("\(line): \(sentence)") }
  }

  @Test("A session goes on from a file, with its data set and settings, and back to its beginning")
  func session() throws {
    let path = path("session")
    defer { unlink(path) }
    var one = try repl(["data digits", "batch 50", "optimizer adam lr 0.01", "train 5"])
    let (end, state) = (one.session.debugger.step, one.session.debugger.state)
    #expect(one.session.hasUnsavedTraining)
    expectAnswer("checkpoint \(path)", &one)
    #expect(!one.session.hasUnsavedTraining)
    var other = try repl(["resume \(path)"])
    #expect(other.session.debugger.state == state)
    #expect(other.session.debugger.step == end + 1)
    #expect(other.session.debugger.setup.optimizer == "adam lr 0.01")
    #expect(other.session.debugger.batchSize == 50)
    #expect(!other.session.hasUnsavedTraining)
    var debugger = other.session.debugger
    #expect(debugger.stepBack() == .beginning)
    expectAnswer("train 4", &one)
    expectAnswer("train 4", &other)
    #expect(other.session.debugger.state == one.session.debugger.state)
    #expect(other.session.hasUnsavedTraining)
    debugger = other.session.debugger
    debugger.restart()
    #expect(debugger.state == state && debugger.step == end + 1)
  }

  @Test("Weights alone, another network and other batches are refused by name")
  func refused() throws {
    let (path, weights, settings) = (path("refused"), path("weights"), settings("adam lr 0.002"))
    defer { for path in [path, weights] { unlink(path) } }
    var training = try TrainingRun(try begin(settings), settings)
    _ = run(&training, steps: 2)
    try #require(training.checkpoint).write(to: path, try network())
    try SafetensorsFile.write(
      WeightFile.arrays(of: training.state, try network()), to: weights)
    expectRefusal("this is not a checkpoint") {
      _ = try TrainingCheckpoint(weights, for: try network())
    }
    expectRefusal("this is a checkpoint of") {
      _ = try TrainingCheckpoint(path, for: try NetworkLibrary.open("lenet5"))
    }
    let checkpoint = try TrainingCheckpoint(path, for: try network())
    var other = settings
    other.batch = 32
    expectRefusal("batch size 16, not 32") {
      _ = try TrainingRun(try begin(other), other, resuming: checkpoint)
    }
    other = settings
    other.seed = 7
    expectRefusal("seed 0, not 7") {
      _ = try TrainingRun(try begin(other), other, resuming: checkpoint)
    }
    _ = run(&training)
    expectRefusal("at step 18, and the training ends after 18 steps") {
      _ = try TrainingRun(
        try begin(settings), settings, resuming: training.checkpoint)
    }
  }

  private func expectRefusal(_ words: String, _ body: () throws -> Void) {
    do {
      try body()
      Issue.record("not refused: \(words)")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }
}
