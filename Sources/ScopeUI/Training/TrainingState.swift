import CNNModel
import TerminalKit

/// What can be seen of a training in place of the panes.
enum TrainingView: String, Hashable, Sendable, CaseIterable {
  /// Loss and accuracy of every step.
  case curve
  /// How large activations, gradients and updates are, layer by layer.
  case ladder
  /// Which class was taken for which.
  case confusion
}

/// What the views of a training show, and where their cursors are.
struct TrainingState: Hashable, Sendable {
  /// The view that has the room of the panes; `nil` for the panes.
  var view: TrainingView?
  /// The step under the cursor of the curve; `nil` without a cursor.
  var cursor: Int?
  /// Whether losses are shown by their logarithms.
  var isLogarithmic = false
  /// How many steps the curve shows; `nil` for all.
  var span: Int?
  /// The cell of the confusion matrix under the cursor: the class, and what it was taken for.
  var cell = MapPosition(row: 0, column: 0)
  /// The samples of a cell, or the worst mistakes, over the matrix.
  var list: SampleList?
  var pace = Pace()
}

/// Samples of an evaluation, one of them selected.
struct SampleList: Hashable, Sendable {
  let title: String
  /// The data set that they are of.
  let source: String
  let samples: [EvaluationResult.Sample]
  var selected = 0
}
