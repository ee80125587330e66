import CNNEngine
public import CNNModel

/// A whole training, piece by piece: ``advance()`` does a step, or a phase of one where steps have no
/// form as a whole, or one batch of a test.
///
/// It goes through the same operations as stepping does, so that it gives the same bits.
public struct TrainingRun: Sendable {
  /// Does the phases; stays at its beginning where whole steps are done.
  private var debugger: Debugger
  /// Does whole steps.
  private let trainer: Trainer?
  /// The last step that the trainer did.
  private var point: CurvePoint?
  private let rule: Rule
  /// How many steps it takes in all.
  public let steps: Int
  /// What ends it early.
  private let until: Until?
  private let reportEvery: Int?
  private var goal = Goal.steps(1)
  private var evaluation: Evaluation?
  private var sinceReport = Mean()
  private var sinceEpoch = Mean()

  /// Means of loss and accuracy over some steps, and what the test part gave after them.
  public struct Row: Hashable, Sendable {
    /// How many epochs are done, the one under way included.
    public let epoch: Int
    /// The last step.
    public let step: Int
    public let loss: Double
    /// `nil` without classes.
    public let accuracy: Double?
    /// `nil` in the middle of an epoch, and without classes.
    public let test: EvaluationResult?
  }

  public enum Event: Sendable {
    /// A step is over.
    case step(CurvePoint)
    /// As many steps as a report takes are over.
    case report(Row)
    /// An epoch is over.
    case epoch(Row)
    /// All is done, or what it was to go on until is true; the sentence says which.
    case finished(String)
  }

  /// - Parameter debugger: at the beginning of a step, fed by a data set.
  public init(_ debugger: Debugger, _ settings: TrainingSettings, until: Until? = nil) {
    (self.debugger, self.until, rule) = (debugger, until, debugger.rule)
    reportEvery = settings.reportEvery
    steps = settings.epochs * (debugger.setup.sampleFeed?.stepsPerEpoch ?? 1)
    trainer = debugger.trainer
  }

  /// The part of the training that is done, from 0 to 1.
  public var progress: Double {
    let part = Double(debugger.phase) / Double(debugger.phases.count)
    return (Double(step) + (trainer == nil ? part : 0)) / Double(steps)
  }

  /// Goes on a little. Where the thread's ``CancellationToken`` has ended, what is under way comes to no end.
  ///
  /// - Returns: what came to its end by that, oldest first.
  public mutating func advance() -> [Event] {
    if evaluation != nil { return test() }
    if let trainer { return advance(trainer) }
    if debugger.next == nil, debugger.step + 1 >= steps { return [.finished("")] }
    guard let stop = debugger.advance(&goal), !CancellationToken.isCancelled else { return [] }
    goal = .steps(1)
    if case .refused(let reason) = stop { return [.finished(reason)] }
    return stepEnded()
  }

  /// Does a whole step.
  private mutating func advance(_ trainer: Trainer) -> [Event] {
    let next = point.map { $0.step + 1 } ?? debugger.step
    guard next < steps else { return [.finished("")] }
    guard let outcome = trainer.step(next, rate: rule.rate(step: next)) else { return [] }
    point = CurvePoint(
      step: next, loss: outcome.loss,
      accuracy: outcome.correct.map { Float(Double($0) / Double(outcome.count)) }, test: nil)
    return stepEnded()
  }

  private mutating func stepEnded() -> [Event] {
    guard let point = lastPoint, let epoch else { return [] }
    sinceReport.add(point)
    sinceEpoch.add(point)
    var events = [Event.step(point)]
    if let reportEvery, (point.step + 1) % reportEvery == 0 {
      events.append(.report(row(sinceReport, test: nil)))
      sinceReport = Mean()
    }
    guard epoch.step + 1 == epoch.steps else { return events }
    guard let feed = debugger.setup.sampleFeed, network.classCount != nil else {
      return events + epochEnded(nil)
    }
    evaluation = debugger.evaluation(of: state, on: feed.data.test)
    return events
  }

  private mutating func test() -> [Event] {
    evaluation?.advance()
    guard let done = evaluation, done.isDone, !CancellationToken.isCancelled else { return [] }
    evaluation = nil
    if trainer == nil { debugger.record(done.result) }
    point = point.map { point in
      CurvePoint(
        step: point.step, loss: point.loss, accuracy: point.accuracy,
        test: TestFigures(
          loss: Float(done.result.loss), accuracy: Float(done.result.accuracy)))
    }
    return epochEnded(done.result)
  }

  private mutating func epochEnded(_ result: EvaluationResult?) -> [Event] {
    let row = row(sinceEpoch, test: result)
    sinceEpoch = Mean()
    guard let result, let until, until.holds(result) else { return [.epoch(row)] }
    return [.epoch(row), .finished("\(until.text) after \(row.epoch) epochs")]
  }

  private func row(_ mean: Mean, test: EvaluationResult?) -> Row {
    Row(
      epoch: (epoch?.number ?? 0) + 1, step: step, loss: mean.loss,
      accuracy: mean.accuracy, test: test)
  }

  private struct Mean {
    private var count = 0
    private var losses = 0.0
    private var accuracies: Double? = 0

    mutating func add(_ point: CurvePoint) {
      count += 1
      losses += Double(point.loss)
      accuracies = point.accuracy.flatMap { new in accuracies.map { $0 + Double(new) } }
    }

    var loss: Double { losses / Double(count) }
    var accuracy: Double? { accuracies.map { $0 / Double(count) } }
  }
}

/// Where a training stands.
extension TrainingRun {
  public var network: Network { debugger.network }

  /// Parameters, statistics and slots as they are now.
  public var state: ModelState { trainer?.state ?? debugger.state }

  /// The step that was done last, or is being done.
  public var step: Int { trainer == nil ? debugger.step : point?.step ?? debugger.step }

  /// Its learning rate, after the schedule.
  public var rate: Double { trainer == nil ? debugger.rate : rule.rate(step: step) }

  /// Its point of the loss curve, once its loss is known.
  public var lastPoint: CurvePoint? { trainer == nil ? debugger.lastPoint : point }

  /// The epoch of the step, counted from 0, and its place among the epoch's steps.
  public var epoch: (number: Int, step: Int, steps: Int)? {
    guard trainer != nil, let feed = debugger.setup.sampleFeed else { return debugger.epoch }
    let place = feed.order(seed: debugger.setup.seed).place(of: step)
    return (place.epoch, place.index, feed.stepsPerEpoch)
  }

  /// How many samples the step takes.
  public var batchSize: Int {
    guard trainer != nil, let feed = debugger.setup.sampleFeed, let epoch else {
      return debugger.batchSize
    }
    return min(feed.batchSize, feed.data.train.count - epoch.step * feed.batchSize)
  }
}

extension Debugger {
  /// What does whole steps from here on; `nil` in the middle of one, and where they have no form.
  fileprivate var trainer: Trainer? {
    guard phase == 0, withoutTarget == nil, let feed = setup.sampleFeed else { return nil }
    return Trainer(
      network, state: state, optimizer: optimizer, samples: feed.data.train,
      order: feed.order(seed: setup.seed), shift: feed.shift, keepsAll: false)
  }
}

/// What a training goes on until, as figures of the test part: `accuracy > 0.99`, `loss < 0.1`.
public struct Until: Hashable, Sendable {
  public let text: String
  private let isAccuracy: Bool
  private let isAbove: Bool
  private let limit: Double

  /// - Throws: ``UserError`` for a text of another form.
  public init(_ text: String) throws(UserError) {
    let words = text.replacing(">", with: " > ").replacing("<", with: " < ").split(separator: " ")
    guard words.count == 3, ["accuracy", "loss"].contains(words[0]), [">", "<"].contains(words[1]),
      let number = Double(words[2].hasSuffix("%") ? words[2].dropLast() : words[2])
    else {
      throw UserError(
        "--until takes accuracy or loss of the test part, > or <, and a number, "
          + "as in \"accuracy > 0.99\", not \"\(text)\"")
    }
    self.text = words.joined(separator: " ")
    (isAccuracy, isAbove) = (words[0] == "accuracy", words[1] == ">")
    limit = words[2].hasSuffix("%") ? number / 100 : number
  }

  func holds(_ result: EvaluationResult) -> Bool {
    let figure = isAccuracy ? result.accuracy : result.loss
    return isAbove ? figure > limit : figure < limit
  }
}
