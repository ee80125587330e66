import CNNModel

/// A tensor of a training step.
public enum TrainingPart: Hashable, Sendable {
  /// An output of a node.
  case output(ValueReference)
  /// The gradient of the loss with respect to an output.
  case gradient(ValueReference)
  /// A parameter of a node, after the update.
  case parameter(node: Int, index: Int)
  /// The gradient of a parameter of a node.
  case parameterGradient(node: Int, index: Int)
  /// A running statistic of a node, after the step.
  case statistic(node: Int, index: Int)
}
