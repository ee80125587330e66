import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger

/// Loss and error over the whole training part after an epoch, with the parameters that the epoch
/// ended with, and how long a batch of it took.
struct WholeEvaluation {
  /// The columns that it adds to the table of a training.
  static let columns = ["whole loss", "whole error", "s/batch"]

  private let loss: Double
  /// `nil` where nothing is counted.
  private let error: Double?
  /// Seconds; `nil` where none passed.
  private let batch: Double?

  /// Measures. Where it is interrupted, it comes to no end.
  ///
  /// - Parameters:
  ///   - data: the data; `nil` where nothing is to be measured.
  ///   - seconds: how long the epoch took.
  init?(_ data: TrainingData?, _ run: TrainingRun, seconds: Double) {
    guard let data, data.canEvaluate(run.network) else { return nil }
    var evaluation = Evaluation(run.network, run.state, on: data.train)
    while !evaluation.isDone {
      guard !Interrupt.happened, evaluation.violation == nil else { return nil }
      evaluation.advance()
    }
    let result = evaluation.result
    loss = result.loss
    error = result.answerCount > 0 ? 1 - result.accuracy : nil
    let batches = run.epoch?.steps ?? 0
    batch = batches > 0 && seconds > 0 ? seconds / Double(batches) : nil
  }

  /// Its row of the table.
  var cells: [String] {
    [
      Decimals.text(loss, 4), error.map { Decimals.percent($0, 4) } ?? "",
      batch.map { Decimals.text($0, 3) } ?? "",
    ]
  }

  /// Its fields of a JSON object.
  var numbers: [(String, Double?)] {
    [("train_loss", loss), ("train_error", error), ("seconds_per_batch", batch)]
  }
}
