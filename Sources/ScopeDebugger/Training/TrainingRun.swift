import CNNEngine
package import CNNModel

/// A whole training that reports figures only, as `cnnscope train` runs it: the
/// ``TrainingLoop``, with means of loss and accuracy over what it reports.
package struct TrainingRun: Sendable {
  private var loop: TrainingLoop
  /// How many steps it takes in all.
  package let steps: Int
  /// What ends it early.
  private let until: Until?
  private let reportEvery: Int?
  /// How many samples the last step took.
  package private(set) var batchSize = 0
  /// The last step that was done.
  private var lastStep: Int?
  /// Why it ended before its time: its loss is not finite. The parameters are then the last good ones.
  package private(set) var failure: String?
  private var sinceReport = TrainingMean()
  private var sinceEpoch = TrainingMean()

  /// Means of loss and accuracy over some steps, and what the test part gave after them.
  package struct Row: Hashable, Sendable {
    /// How many epochs are done, the one under way included.
    package let epoch: Int
    /// The last step.
    package let step: Int
    package let loss: Double
    /// `nil` without classes.
    package let accuracy: Double?
    /// The losses of the epoch's samples, added up and divided by the number of batches; `nil` in the
    /// middle of an epoch.
    package let summedLoss: Double?
    /// `nil` in the middle of an epoch, and without classes.
    package let test: EvaluationResult?
  }

  package enum Event: Sendable {
    /// A step is over.
    case step(CurvePoint)
    /// As many steps as a report takes are over.
    case report(Row)
    /// An epoch is over.
    case epoch(Row)
    /// Epochs in a row were without progress: a sentence, and how many.
    case plateau(String, epochs: Int)
    /// All steps are done, or the condition that ends it holds; the sentence says which.
    case finished(String)
  }

  /// - Parameters:
  ///   - debugger: at the beginning of a step, fed by a data set.
  ///   - checkpoint: what it resumes from, instead of the debugger's parameters.
  /// - Throws: ``UserError`` where the checkpoint is of other batches, or of a training that is over.
  package init(
    _ debugger: Debugger, _ settings: TrainingSettings, until: Until? = nil,
    resuming checkpoint: TrainingCheckpoint? = nil
  ) throws(UserError) {
    (self.until, reportEvery) = (until, settings.reportEvery)
    steps = settings.epochs * (debugger.setup.dataLoader?.stepsPerEpoch ?? 1)
    var debugger = debugger
    if let checkpoint {
      let setup = try checkpoint.setup(continuing: debugger.setup, steps: steps)
      debugger.resume(checkpoint, setup)
      sinceEpoch = debugger.epoch?.step == 0 ? sinceEpoch : checkpoint.mean
    }
    loop = TrainingLoop(debugger, watched: false)
    loop.run(.steps(steps - debugger.step))
  }

  /// Goes on by a step (a phase, where steps have no form as a whole) or a batch of an evaluation.
  /// Where the thread's `CancellationToken` has ended, what is under way comes to no end.
  ///
  /// - Returns: what came to its end by that, oldest first.
  package mutating func advance() -> [Event] {
    guard loop.isRunning else { return [.finished("")] }
    if loop.evaluation != nil { return evaluate() }
    let before = loop.trained
    if loop.wholeStep() == nil, !CancellationToken.isCancelled {
      switch loop.advance() {
      case .refused(let reason): return [.finished(reason)]
      case .diverged(let reason):
        failure = reason
        return [.finished("")]
      default: break
      }
    }
    guard loop.trained.steps > before.steps else { return [] }
    lastStep = lastPoint?.step ?? lastStep
    // A step that was done counts, even if nothing is reported any more.
    guard !CancellationToken.isCancelled else { return [] }
    batchSize = loop.trained.samples - before.samples
    return stepEnded()
  }

  private mutating func stepEnded() -> [Event] {
    guard let point = lastPoint, let epoch else { return [] }
    sinceReport.add(point)
    sinceEpoch.add(point)
    var events = [Event.step(point)]
    if let reportEvery, (point.step + 1) % reportEvery == 0 {
      events.append(.report(row(sinceReport, test: nil)))
      sinceReport = TrainingMean()
    }
    guard epoch.step + 1 == epoch.steps else { return events }
    if loop.evaluation == nil, !loop.evaluateAfterEpoch() { events += epochEnded(nil) }
    return events
  }

  private mutating func evaluate() -> [Event] {
    _ = loop.evaluate()
    guard loop.evaluation == nil, !CancellationToken.isCancelled else { return [] }
    return epochEnded(loop.lastEvaluation?.result)
  }

  private mutating func epochEnded(_ result: EvaluationResult?) -> [Event] {
    let row = row(sinceEpoch, test: result, summed: summedLoss)
    sinceEpoch = TrainingMean()
    let plateau = loop.takePlateau().map { Event.plateau($0.sentence, epochs: $0.epochs) }
    let events = [.epoch(row)] + [plateau].compactMap(\.self)
    guard let result, let until, until.holds(result) else { return events }
    return events + [.finished("\(until.text) after \(row.epoch) epochs")]
  }

  private func row(
    _ mean: TrainingMean, test: EvaluationResult?, summed: Double? = nil
  ) -> Row {
    Row(
      epoch: (epoch?.number ?? 0) + 1, step: step, loss: mean.loss,
      accuracy: mean.accuracy, summedLoss: summed, test: test)
  }

  /// That of the epoch which is over.
  private var summedLoss: Double? {
    let setup = loop.debugger.setup
    guard let order = setup.dataLoader?.order(seed: setup.seed), let last = lastPoint else {
      return nil
    }
    return EpochLoss(
      epoch: epoch?.number ?? 0, losses: sinceEpoch.losses, last: Double(last.loss), order
    ).summed
  }
}

/// How far a training is.
extension TrainingRun {
  package var network: Network { loop.debugger.network }

  var debugger: Debugger { loop.debugger }

  /// Parameters, statistics and slots after the last step that was done.
  package var state: ModelState { checkpoint?.state ?? loop.state }

  /// What it can be resumed from.
  package var checkpoint: TrainingCheckpoint? { loop.checkpoint(mean: sinceEpoch) }

  /// The step that was done last; the first one before that.
  package var step: Int { lastStep ?? loop.debugger.step }

  /// Its learning rate, after the schedule.
  package var rate: Double { loop.debugger.scheduled.rate(step: step) }

  /// Its point of the loss curve, once its loss is known.
  package var lastPoint: CurvePoint? { loop.debugger.history.lastPoint }

  /// The epoch of the step, counted from 0, and its place among the epoch's steps.
  package var epoch: (number: Int, step: Int, steps: Int)? { loop.debugger.epoch }
}
