/// The most common element-wise functions, by name: those that an execution may have a fast kernel
/// for.
package enum ActivationFunction: Hashable, Sendable {
  case relu
  case relu6
  /// With the slope for negative numbers.
  case leakyReLU(slope: Float)
  case sigmoid
  case tanh
  case silu
}
