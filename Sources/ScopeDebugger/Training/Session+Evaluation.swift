public import CNNEngine

/// An evaluation that is being done, and whether its end is to be announced.
struct RunningEvaluation: Sendable {
  var evaluation: Evaluation
  let isAnnounced: Bool
}

extension Session {
  /// How far an evaluation has come; `nil` when none is being done.
  public var evaluationProgress: (done: Int, total: Int)? {
    evaluation.map { ($0.evaluation.done, $0.evaluation.total) }
  }

  /// Why there is nothing to evaluate; `nil` when there is.
  var evaluationRefusal: String? {
    guard debugger.setup.sampleFeed != nil else {
      return "there is no data set to evaluate on; data digits chooses one"
    }
    guard network.classCount != nil else {
      return "\(network.title) gives \(network.outputSample), which are no classes to count"
    }
    return nil
  }

  /// Begins to evaluate the moment on the test part, before all else; training goes on after it.
  mutating func beginEvaluation(isAnnounced: Bool) {
    guard evaluationRefusal == nil, let feed = debugger.setup.sampleFeed else { return }
    let fresh = Evaluation(network, debugger.state, on: feed.data.test)
    evaluation = RunningEvaluation(evaluation: fresh, isAnnounced: isAnnounced)
    if goals.first != .evaluation { goals.insert(.evaluation, at: 0) }
  }

  /// Takes the next batch of the evaluation.
  mutating func evaluate() -> Stop? {
    evaluation?.evaluation.advance()
    guard evaluation?.evaluation.isDone ?? true else { return nil }
    goals.removeFirst()
    guard let done = evaluation else { return nil }
    evaluation = nil
    results = done.evaluation.result
    debugger.record(done.evaluation.result)
    return done.isAnnounced ? .evaluated(Self.sentence(done.evaluation.result)) : nil
  }

  /// Evaluates when training has begun an epoch.
  mutating func testAfterEpoch() {
    guard case .steps? = goals.first, debugger.phase == 0, let epoch = debugger.epoch,
      epoch.step == 0, epoch.number > 0
    else { return }
    beginEvaluation(isAnnounced: false)
  }

  static func sentence(_ result: EvaluationResult) -> String {
    "\(result.correct) of \(result.count) right, \(Decimals.text(result.accuracy * 100, 4))%, "
      + "loss \(Decimals.text(result.loss, 4))"
  }
}

/// An evaluation as lines of text.
public enum EvaluationTable {
  /// Rows are the classes, columns what they were taken for; the last column is the share that was
  /// right.
  public static func confusion(_ result: EvaluationResult) -> [String] {
    let width = max(2, "\(result.confusion.flatMap(\.self).max() ?? 0)".count)
    func cell(_ number: Int, blank: Bool = false) -> String {
      let text = blank && number == 0 ? "·" : "\(number)"
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let heading = ["class"] + (0..<result.classes).map { cell($0) } + ["right"]
    let rows = result.confusion.indices.map { label in
      [cell(label)] + result.confusion[label].map { cell($0, blank: true) }
        + [result.accuracy(of: label).map { "\(Decimals.text($0 * 100, 3))%" } ?? "–"]
    }
    return SummaryTable.aligned([heading] + rows)
  }

  /// The worst mistakes, a row each, under the names that open them.
  public static func mistakes(_ result: EvaluationResult, of name: String, _ count: Int) -> [String]
  {
    let worst = result.mistakes().prefix(count)
    guard !worst.isEmpty else { return ["no mistakes"] }
    let rows = worst.map {
      [
        "\(name):test:\($0.index)", "is \($0.label)", "taken for \($0.prediction)",
        "\(Decimals.text(Double($0.confidence) * 100, 3))% sure",
        "loss \(Decimals.text($0.loss, 4))",
      ]
    }
    return SummaryTable.aligned(Array(rows))
  }
}
