import CNNEngine
import CNNModel
import NumberText

/// An evaluation that is being done.
struct RunningEvaluation: Sendable {
  var evaluation: Evaluation
  /// The data set that it is of.
  let data: String
  /// Whether it was asked for, and its end is to be announced.
  let isAnnounced: Bool
  /// Why the training that it belongs to stopped, when it did.
  let stop: Stop?
}

/// What an evaluation found.
package struct EvaluationRecord: Sendable {
  package let result: EvaluationResult
  /// The data set that it was of.
  package let data: String
  /// The step that it was done in.
  package let step: Int
}

extension TrainingLoop {
  /// Why there is nothing to evaluate; `nil` when there is.
  var evaluationRefusal: String? {
    guard let data = debugger.setup.trainingData?.data else {
      return "there is no data set to evaluate on; data digits chooses one"
    }
    let network = debugger.network
    guard data.canEvaluate(network) else {
      return "\(network.title) gives \(network.outputSample), so it has no classes to count"
    }
    return nil
  }

  /// Begins to evaluate the current state on the test part, before all else; training continues after it.
  /// Values that are pinned are held in every sample of the test; others belong to their step.
  mutating func beginEvaluation(isAnnounced: Bool, stop: Stop? = nil) {
    guard evaluationRefusal == nil, let loader = debugger.setup.trainingData else { return }
    let size = debugger.network.takesBatches ? Evaluation.usualBatch : 1
    let held = debugger.setup.edits.pinned(at: debugger.step)
    let fresh = Evaluation(
      debugger.plan(size, debugger.setup), state, on: loader.data.test, held: held)
    let running = RunningEvaluation(
      evaluation: fresh, data: loader.data.name, isAnnounced: isAnnounced, stop: stop)
    begin(running)
  }

  /// Takes the next batch of the evaluation.
  ///
  /// - Returns: why what runs stopped, when it did.
  mutating func evaluate() -> Stop? {
    guard let done = advanceEvaluation() else { return nil }
    let result = done.evaluation.result
    keep(EvaluationRecord(result: result, data: done.data, step: debugger.step))
    debugger.timeline.record(
      test: TestFigures(loss: Float(result.loss), accuracy: Float(result.accuracy)))
    let pinned = debugger.setup.edits.pinnedNames(at: debugger.step)
    let remark = pinned.isEmpty ? "" : ", with \(pinned.joined(separator: ", ")) held"
    return done.isAnnounced ? .evaluated(result.sentence + remark) : done.stop
  }

  /// Evaluates at the end of an epoch, before all else.
  ///
  /// - Parameter stop: why the training stopped there, when it did; said after the evaluation.
  /// - Returns: whether there is anything to evaluate.
  mutating func evaluateAfterEpoch(_ stop: Stop? = nil) -> Bool {
    guard isStepDone, let epoch = debugger.epoch, epoch.step + 1 == epoch.steps else {
      return false
    }
    notePlateau()
    guard evaluationRefusal == nil else { return false }
    beginEvaluation(isAnnounced: false, stop: stop)
    return true
  }
}

extension EvaluationResult {
  /// `91.67% (330 of 360)`; `nil` where nothing was answered.
  package var accuracyText: String? {
    guard answerCount > 0 else { return nil }
    let words = answerCount == count ? "" : " answers"
    return "\(Decimals.percent(accuracy, 4)) (\(correct) of \(answerCount)\(words))"
  }

  /// `accuracy 91.67% (330 of 360), loss 0.29`
  var sentence: String {
    (accuracyText.map { "accuracy \($0), " } ?? "") + "loss \(Decimals.text(loss, 4))"
      + (unclassified > 0 ? "; \(unclassified) outputs are NaN, which is no class" : "")
  }
}
