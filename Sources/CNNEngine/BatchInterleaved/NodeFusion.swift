import CNNModel
import KernelInterface

/// The fusions of a node in a program whose intermediate tensors are never read.
struct NodeFusion {
  /// Whether the outputs may be the memory of inputs, and input gradients that of other gradients. In
  /// a program that is not fused every value has memory of its own, so that single cells of it can be
  /// held.
  var sharesMemory = false
  /// Whether the output overwrites the input, which has no other readers.
  var overwritesInput = false
  /// Whether the input gradient overwrites the output gradient.
  var overwritesGradient = false
  /// The rectifier of the next layer, which this batch normalization applies. Its values are read
  /// again in the backward pass: they say where the gradient passes.
  var rectifier: ElementFunction?
  /// Whether the function is applied by the layer before.
  var isApplied = false
  /// Whether the function is applied by the max pooling that follows.
  var isDeferred = false
  /// Whether another layer applies the function.
  var isOmitted: Bool { isApplied || isDeferred }
  /// The function of the previous layer, which this max pooling applies.
  var deferred: (function: ElementFunction, parameter: Float)?
  /// Whether cells that are close together must be compared by the deferred function's values.
  var comparesDeferred = false
}
