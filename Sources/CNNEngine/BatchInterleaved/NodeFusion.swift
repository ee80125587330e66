import CNNModel
import KernelInterface

/// What a node leaves out in a fused program, where nobody looks at intermediate tensors.
struct NodeFusion {
  /// Whether the output overwrites the input, which nobody else reads.
  var overwritesInput = false
  /// Whether the gradient by the input overwrites that by the output.
  var overwritesGradient = false
  /// Whether the function is applied by the maximum pooling that follows.
  var isDeferred = false
  /// The function of the layer before, which this maximum pooling applies.
  var deferred: (function: ElementFunction, parameter: Float)?
  /// Whether cells that are close together have to be compared by the deferred function's values.
  var comparesDeferred = false
}
