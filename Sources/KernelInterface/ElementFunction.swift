/// An element-wise function that every layout's kernels know, together with its derivative.
///
/// The one enumeration of such functions: layers name theirs, and each layout's kernels apply it.
public enum ElementFunction: Hashable, Sendable {
  case relu
  /// Takes a parameter: the slope for negative numbers.
  case leakyRelu
  case relu6
  case sigmoid
  case tanh
  case silu
}

/// A contiguous run of numbers of a group that a function is applied to.
public struct ElementRun: Sendable {
  public var function: ElementFunction
  /// The function's parameter; see ``ElementFunction``.
  public var parameter: Float = 0
  /// Offsets in the group: of the input, the output and their gradients.
  public var input = 0
  public var output = 0
  public var outputGradient = 0
  public var inputGradient = 0
  /// How many numbers there are: a multiple of 16.
  public var count = 0

  public init(_ function: ElementFunction, parameter: Float = 0) {
    (self.function, self.parameter) = (function, parameter)
  }
}
