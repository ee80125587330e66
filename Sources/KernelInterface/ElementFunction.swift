/// An element-wise function for which the kernels of all layouts have the value and the derivative.
///
/// This is the only enumeration of such functions: layers map to it, and the kernels of each layout
/// apply it.
package enum ElementFunction: Hashable, Sendable {
  case relu
  /// Takes a parameter: the slope for negative numbers.
  case leakyRelu
  case relu6
  case sigmoid
  case tanh
  case silu
}

/// A contiguous run of numbers of a group that a function is applied to.
package struct ElementRun: Sendable {
  package var function: ElementFunction
  /// The function's parameter; see ``ElementFunction``.
  package var parameter: Float = 0
  /// Offsets in the group: of the input, the output and their gradients.
  package var input = 0
  package var output = 0
  package var outputGradient = 0
  package var inputGradient = 0
  /// The number of elements: a multiple of 16.
  package var count = 0

  package init(_ function: ElementFunction, parameter: Float = 0) {
    (self.function, self.parameter) = (function, parameter)
  }
}
