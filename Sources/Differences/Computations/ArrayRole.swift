import CNNModel

/// What an array is to a computation: what it was given, or what it computed.
public enum ArrayRole: Hashable, Sendable {
  /// An input of a layer, or the output that a loss compares.
  case input(Int)
  /// A parameter of a layer, or the one that an optimizer updates.
  case parameter(Int)
  /// A running statistic of a layer, or a slot of an optimizer, before the step.
  case statistic(Int)
  /// What a loss compares the output with.
  case target
  /// The gradient with respect to an output of a layer, or that of the parameter for an optimizer.
  case outputGradient(Int)
  /// An output of a layer, or the value of a loss.
  case output(Int)
  /// The gradient with respect to an input.
  case inputGradient(Int)
  /// The gradient with respect to a parameter.
  case parameterGradient(Int)
  /// A running statistic or a slot after the step.
  case updatedStatistic(Int)
  /// The parameter after the step of an optimizer.
  case updatedParameter

  /// Whether it is computed, not given.
  public var isResult: Bool {
    switch self {
    case .input, .parameter, .statistic, .target, .outputGradient: false
    case .output, .inputGradient, .parameterGradient, .updatedStatistic, .updatedParameter: true
    }
  }

  /// Whether it is computed by the backward pass.
  public var isGradient: Bool {
    switch self {
    case .inputGradient, .parameterGradient: true
    default: false
    }
  }
}

/// Arrays by what they are to a computation.
public typealias RoleArrays = [ArrayRole: Tensor]
