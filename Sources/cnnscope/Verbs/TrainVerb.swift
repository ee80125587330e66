import ArgumentParser
import CNNModel
import Glibc
import ModelFiles
import NumberText
import ScopeDebugger

/// `cnnscope train`: a training from beginning to end.
struct TrainVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network on a data set.",
    discussion: """
      After every epoch it prints loss and accuracy on the training part and the test part, and the \
      number of images per second. Ctrl-C, SIGTERM, SIGHUP, SIGQUIT and a closed pipe end the training \
      and save the weights reached so far.

      Example: cnnscope train lenet5-relu --data digits --epochs 5 --optimizer adam --lr 0.002
               cnnscope train --recipe lenet5-99 --save lenet5.safetensors --log lenet5.csv
      """)

  @Argument(
    help: "A built-in network, or a .cnn or .onnx file (default: the recipe's).",
    completion: .networks)
  var network: String?
  @OptionGroup var training: TrainingOptions

  @Option(
    help: ArgumentHelp(
      "Save parameters and running statistics to a file.", valueName: "file.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var save: String?

  @Option(
    help: ArgumentHelp("Log a row for every step to a file.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var log: String?

  @Option(
    help: ArgumentHelp(
      "End when this holds on the test part after an epoch, such as \"accuracy > 0.99\".",
      valueName: "condition"))
  var until: String?

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions

  func validate() throws {
    if network == nil, training.recipe == nil {
      throw ValidationError("a network or --recipe is needed, as in cnnscope train lenet5")
    }
  }

  func run() throws {
    let settings = try training.settings(seed: options.seed)
    let network = try opened()
    if let remark = network.classOutput.remark { StandardError.say(remark) }
    let loaded = options.weights == nil ? nil : try options.state(of: network)
    let debugger = try settings.debugger(
      network, inputOptions.preparation, loaded: loaded, budget: 0)
    if let save { try FileContent.checkReplaceable(save, by: .safetensors, replacing: true) }
    var report = TrainingReport(
      TrainingRun(debugger, settings, until: try until.map { try Until($0) }),
      log: try log.map { try LogFile($0, heading: TrainingReport.heading) })
    Interrupt.watchTermination { report.train() }
    try keep(report.run)
    if let failure = report.run.failure { throw UserError(failure) }
    if !report.isLogComplete { throw ExitCode(1) }
    let number = Interrupt.signalNumber
    if number != 0, number != SIGINT { throw ExitCode(128 + number) }
  }

  private func opened() throws -> Network {
    if let network { return try NetworkLibrary.open(network) }
    return try Recipe.named(training.recipe ?? "").openNetwork()
  }

  /// Saves the parameters to the file of `--save`, or, after an interruption, to a file named after the step.
  private func keep(_ run: TrainingRun) throws {
    let own = "\(run.network.title)-step\(run.step).safetensors"
    guard let path = save ?? (Interrupt.happened ? own : nil) else { return }
    let state = run.state
    try SafetensorsFile.write(WeightFile.arrays(of: state, run.network), to: path)
    StandardError.say("\(path): \(state.updates) updates")
  }
}

/// A training under way, with what it prints and logs.
struct TrainingReport {
  private(set) var run: TrainingRun
  private var log: LogFile?
  /// Whether every row went into the log, where there is one.
  private(set) var isLogComplete = true
  /// The row of the last step, which waits for what a test may find after it.
  private var waiting: String? = heading
  /// The first line of a log.
  static let heading = "step,epoch,rate,loss,accuracy,test_loss,test_accuracy"
  private var progress: Progress
  /// Whether the columns are named already.
  private var hasHeading = false
  private let clock = ContinuousClock()
  /// When the epoch began.
  private var start: ContinuousClock.Instant
  /// When the last step was over.
  private var end: ContinuousClock.Instant
  /// How many images the epoch has taken so far.
  private var taken = 0

  init(_ run: TrainingRun, log: LogFile?) {
    (self.run, self.log) = (run, log)
    progress = Progress(total: run.steps)
    (start, end) = (clock.now, clock.now)
  }

  /// Trains to the end, or until it is interrupted.
  mutating func train() {
    while !Interrupt.happened {
      for event in run.advance() {
        if !handle(event) { return closeLog() }
      }
    }
    progress.finish()
    StandardError.say("interrupted at step \(run.step)")
    closeLog()
  }

  /// - Returns: whether it goes on.
  private mutating func handle(_ event: TrainingRun.Event) -> Bool {
    switch event {
    case .step(let point):
      taken += run.batchSize
      end = clock.now
      keep(log == nil ? nil : row(point, nil))
      showProgress(point)
    case .report(let row): say(row)
    case .epoch(let row):
      if log != nil, let point = run.lastPoint, let test = row.test {
        waiting = self.row(point, test)
      }
      say(row)
      (start, taken) = (clock.now, 0)
      keep(nil)
      writeLog { log throws(FileError) in try log.flush() }
    case .finished(let sentence):
      progress.finish()
      if !sentence.isEmpty { StandardError.say(sentence) }
      return false
    }
    return true
  }

  private mutating func showProgress(_ point: CurvePoint) {
    let (seconds, taken) = ((end - start) / .seconds(1), taken)
    progress.show(point.step + 1, Self.text(point, seconds: seconds, taken))
  }

  private static func text(_ point: CurvePoint, seconds: Double, _ taken: Int) -> String {
    let rate = seconds > 0 ? ", \(Decimals.text(Double(taken) / seconds, 3)) samples/s" : ""
    return "steps, loss \(Decimals.text(point.loss, 4))\(rate)"
  }

  /// A row of the log; numbers read back to the same `Float`.
  private func row(_ point: CurvePoint, _ test: EvaluationResult?) -> String {
    let epoch = run.epoch?.number ?? 0
    var words = ["\(point.step)", "\(epoch)", "\(run.rate)", Decimals.field(point.loss)]
    words.append(point.accuracy.map { Decimals.field($0) } ?? "")
    words.append(test.map { Decimals.field(Float($0.loss)) } ?? "")
    let answered = test.flatMap { $0.answerCount > 0 ? $0 : nil }
    words.append(answered.map { Decimals.field(Float($0.accuracy)) } ?? "")
    return words.joined(separator: ",")
  }

  /// The columns of the table, under which ``say(_:)`` writes.
  private static let columns = [
    "epoch", "steps", "    loss", "accuracy", "test loss", "test accuracy", "samples/s",
  ]

  private mutating func say(_ row: TrainingRun.Row) {
    progress.finish()
    if !hasHeading { print(Self.columns.joined(separator: "  ")) }
    hasHeading = true
    let seconds = (end - start) / .seconds(1)
    let accuracy = row.accuracy.map { Decimals.percent($0, 4) } ?? ""
    let testLoss = row.test.map { Decimals.text($0.loss, 4) } ?? ""
    let testAccuracy = row.test.map { Self.percent(of: $0) } ?? ""
    let rate = seconds > 0 ? Decimals.text(Double(taken) / seconds, 3) : ""
    let cells = [
      "\(row.epoch)", "\(row.step + 1)", Decimals.text(row.loss, 4), accuracy, testLoss,
      testAccuracy, rate,
    ]
    let padded = zip(cells, Self.columns).map { cell, column in
      String(repeating: " ", count: max(0, column.count - cell.count)) + cell
    }
    print(padded.joined(separator: "  "))
  }

  private static func percent(of test: EvaluationResult) -> String {
    test.answerCount > 0 ? Decimals.percent(test.accuracy, 4) : ""
  }

  /// Logs the row that waited, and keeps another.
  private mutating func keep(_ row: String?) {
    if let waiting { writeLog { log throws(FileError) in try log.add(waiting) } }
    waiting = row
  }

  private mutating func closeLog() {
    keep(nil)
    writeLog { log throws(FileError) in try log.close() }
  }

  /// Writes to the log; where that fails, says so once and goes on without a log.
  private mutating func writeLog(_ write: (inout LogFile) throws(FileError) -> Void) {
    guard var open = log else { return }
    do throws(FileError) {
      try write(&open)
      log = open
    } catch {
      progress.finish()
      StandardError.say("\(error); the training goes on without a log")
      (log, isLogComplete) = (nil, false)
    }
  }
}
