/// The element-wise functions that networks use most, by name: what an execution may have a faster
/// form for.
package enum ActivationFunction: Hashable, Sendable {
  case relu
  case relu6
  /// With the slope below 0.
  case leakyReLU(slope: Float)
  case sigmoid
  case tanh
  case silu
}
