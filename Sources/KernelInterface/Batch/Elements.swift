/// A function of every number alone, and its slope.
public enum LaneFunction: Int, Sendable {
  case relu
  case leakyRelu
  case relu6
  case sigmoid
  case tanh
  case silu
}

/// A run of numbers that a function is applied to.
public struct ElementRun: Sendable {
  public var function: LaneFunction
  /// What the function depends on besides, such as the slope of a leaky rectifier.
  public var parameter: Float = 0
  /// Where the numbers begin in the group: input, output and their gradients.
  public var input = 0
  public var output = 0
  public var outputGradient = 0
  public var inputGradient = 0
  /// How many there are, a multiple of sixteen.
  public var count = 0

  public init(_ function: LaneFunction, parameter: Float = 0) {
    (self.function, self.parameter) = (function, parameter)
  }
}
