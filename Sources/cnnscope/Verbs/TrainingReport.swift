import CNNModel
import Glibc
import ModelFiles
import NumberText
import ScopeDebugger

/// A training under way, with what it prints and logs.
struct TrainingReport {
  private(set) var run: TrainingRun
  private var log: LogFile?
  /// Whether every row went into the log, where there is one.
  private(set) var isLogComplete = true
  /// The file to keep checkpoints in, and after how many steps.
  private let checkpoints: (path: String, every: Int)?
  /// Whether the last checkpoint could not be written.
  private(set) var hasLostCheckpoint = false
  /// The row of the last step, which waits for what a test may find after it.
  private var waiting: String?
  /// The first line of a log.
  static let heading = "step,epoch,rate,loss,accuracy,test_loss,test_accuracy"
  /// The data whose training part is measured after every epoch, if it is.
  private let whole: TrainingData?
  /// Whether the summed loss of an epoch is reported, too.
  private let hasSummedLoss: Bool
  private var progress: Progress
  /// Whether reports are JSON objects instead of a table.
  private let isJSON: Bool
  /// Whether the columns are named already.
  private var hasHeading = false
  private let clock = ContinuousClock()
  /// When the epoch began.
  private var start: ContinuousClock.Instant
  /// When the last step was over.
  private var end: ContinuousClock.Instant
  /// How many images the epoch has taken so far.
  private var taken = 0

  init(
    _ run: TrainingRun, log: LogFile?, checkpoints: (path: String, every: Int)? = nil,
    whole: TrainingData? = nil, hasSummedLoss: Bool = false, isJSON: Bool = false
  ) {
    (self.run, self.log, self.checkpoints, self.isJSON) = (run, log, checkpoints, isJSON)
    (self.whole, self.hasSummedLoss) = (whole, hasSummedLoss)
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
      // The last row of an epoch waits for the test.
      if let epoch = run.epoch, epoch.step + 1 < epoch.steps { keepCheckpoint(after: point.step) }
    case .report(let row): say(row)
    case .epoch(let row):
      if log != nil, let point = run.lastPoint, let test = row.test {
        waiting = self.row(point, test)
      }
      say(row, WholeEvaluation(whole, run, seconds: (end - start) / .seconds(1)))
      keep(nil)
      writeLog { log throws(FileError) in try log.flush() }
      keepCheckpoint(after: row.step)
      (start, taken) = (clock.now, 0)
    case .plateau(let sentence, let epochs):
      say(plateau: sentence, isFirst: epochs == 1)
      // What looks for the cause is no part of the next epoch's time.
      start = clock.now
    case .finished(let sentence):
      progress.finish()
      if !sentence.isEmpty { StandardError.say(sentence) }
      return false
    }
    return true
  }

  /// Writes a checkpoint when it is time; where that fails, says so and trains on.
  private mutating func keepCheckpoint(after step: Int) {
    guard let checkpoints, (step + 1) % checkpoints.every == 0, let checkpoint = run.checkpoint
    else { return }
    keep(nil)
    writeLog { log throws(FileError) in try log.flush() }
    do throws(UserError) {
      try checkpoint.write(to: checkpoints.path, run.network)
      hasLostCheckpoint = false
    } catch {
      progress.finish()
      StandardError.say("\(error); training continues")
      hasLostCheckpoint = true
    }
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
    words.append(test.flatMap(Self.accuracy(of:)).map { Decimals.field(Float($0)) } ?? "")
    return words.joined(separator: ",")
  }

  /// The columns of the table, under which ``say(_:)`` writes.
  private static let columns = [
    "epoch", "steps", "    loss", "accuracy", "test loss", "test accuracy", "samples/s",
  ]

  private mutating func say(_ row: TrainingRun.Row, _ measured: WholeEvaluation? = nil) {
    progress.finish()
    guard !isJSON else {
      StandardOutput.say(json(row, measured).line)
      fflush(nil)
      return
    }
    let columns =
      Self.columns + (hasSummedLoss ? ["summed loss"] : [])
      + (whole == nil ? [] : WholeEvaluation.columns)
    if !hasHeading { StandardOutput.say(columns.joined(separator: "  ")) }
    hasHeading = true
    let seconds = (end - start) / .seconds(1)
    let accuracy = row.accuracy.map { Decimals.percent($0, 4) } ?? ""
    let testLoss = row.test.map { Decimals.text($0.loss, 4) } ?? ""
    let testAccuracy = row.test.flatMap(Self.accuracy(of:)).map { Decimals.percent($0, 4) } ?? ""
    let rate = seconds > 0 ? Decimals.text(Double(taken) / seconds, 3) : ""
    let cells =
      [
        "\(row.epoch)", "\(row.step + 1)", Decimals.text(row.loss, 4), accuracy, testLoss,
        testAccuracy, rate,
      ] + (hasSummedLoss ? [row.summedLoss.map { Decimals.text($0, 4) } ?? ""] : [])
      + (measured?.cells ?? [])
    let padded = zip(cells, columns).map { cell, column in
      String(repeating: " ", count: max(0, column.count - cell.count)) + cell
    }
    StandardOutput.say(padded.joined(separator: "  "))
  }

  /// Says that there is no progress; the first time also why, and what would help.
  private func say(plateau sentence: String, isFirst: Bool) {
    let cause = isFirst ? (try? run.plateauCause) ?? [] : []
    if !Interrupt.happened { StandardError.say(([sentence] + cause).joined(separator: "; ")) }
  }

  private func json(_ row: TrainingRun.Row, _ measured: WholeEvaluation?) -> JSONText {
    let seconds = (end - start) / .seconds(1)
    let numbers: [(String, Double?)] =
      [
        ("loss", row.loss), ("accuracy", row.accuracy), ("test_loss", row.test?.loss),
        ("test_accuracy", row.test.flatMap(Self.accuracy(of:))),
        ("samples_per_second", seconds > 0 ? Double(taken) / seconds : nil),
      ] + (hasSummedLoss ? [("summed_loss", row.summedLoss)] : []) + (measured?.numbers ?? [])
    return .object(
      [("epoch", .integer(row.epoch)), ("steps", .integer(row.step + 1))]
        + numbers.map { (name: $0, value: $1.map { .number(Float($0)) } ?? .null) })
  }

  /// `nil` where the test part has no answers to count.
  private static func accuracy(of test: EvaluationResult) -> Double? {
    test.answerCount > 0 ? test.accuracy : nil
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
      StandardError.say("\(error); training continues without a log")
      (log, isLogComplete) = (nil, false)
    }
  }
}
