import CNNModel

/// A tensor of a training of whole steps.
public enum TrainingPart: Hashable, Sendable {
  case output(ValueReference)
  /// The gradient of the loss by what a node gave.
  case gradient(ValueReference)
  /// The node's parameter with an index, after the update.
  case parameter(node: Int, index: Int)
  case parameterGradient(node: Int, index: Int)
  /// The node's running statistic with an index, after the step.
  case statistic(node: Int, index: Int)
}
