import CNNEngine
public import CNNModel

/// An evaluation that is being done.
struct RunningEvaluation: Sendable {
  var evaluation: Evaluation
  /// Whether it was asked for, and its end is to be announced.
  let isAnnounced: Bool
  /// Why the training that it belongs to stopped, when it did.
  let stop: Stop?
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
  mutating func beginEvaluation(isAnnounced: Bool, stop: Stop? = nil) {
    guard evaluationRefusal == nil, let feed = debugger.setup.sampleFeed else { return }
    let fresh = debugger.evaluation(on: feed.data.test)
    evaluation = RunningEvaluation(evaluation: fresh, isAnnounced: isAnnounced, stop: stop)
    if goals.first != .evaluation { goals.insert(.evaluation, at: 0) }
  }

  /// Takes the next batch of the evaluation.
  mutating func evaluate() -> Stop? {
    evaluation?.evaluation.advance()
    guard evaluation?.evaluation.isDone ?? true else { return nil }
    goals.removeFirst()
    guard let done = evaluation else { return nil }
    evaluation = nil
    (results, evaluatedData) = (done.evaluation.result, debugger.setup.sampleFeed?.data.name)
    evaluatedStep = debugger.step
    debugger.record(done.evaluation.result)
    return done.isAnnounced ? .evaluated(Self.sentence(done.evaluation.result)) : done.stop
  }

  /// Whether training has come to the end of an epoch.
  private var isAtEndOfEpoch: Bool {
    guard debugger.next == nil, let epoch = debugger.epoch else { return false }
    return epoch.step + 1 == epoch.steps
  }

  /// Evaluates at the end of an epoch, before all else.
  ///
  /// - Parameter stop: why the training stopped there, when it did; said after the evaluation.
  /// - Returns: whether there is anything to evaluate.
  mutating func testAfterEpoch(_ stop: Stop?) -> Bool {
    guard isAtEndOfEpoch, evaluationRefusal == nil else { return false }
    beginEvaluation(isAnnounced: false, stop: stop)
    return true
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
    return worst.isEmpty ? ["no mistakes"] : rows(of: Array(worst), of: name)
  }

  /// Samples, a row each, under the names that open them.
  public static func rows(of samples: [EvaluationResult.Sample], of name: String) -> [String] {
    let rows = samples.map {
      [
        "\(name):test:\($0.index)", "is \($0.label)", "taken for \($0.prediction)",
        "\(Decimals.text(Double($0.confidence) * 100, 3))% sure",
        "loss \(Decimals.text($0.loss, 4))",
      ]
    }
    return SummaryTable.aligned(rows)
  }
}
