package import CNNModel

/// A number of the current step that can be explained.
package enum NumberReference: Hashable, Sendable {
  /// A cell of a tensor; activations and gradients have the batch in front.
  case cell(TensorReference, Position)
  case loss
}

extension NumberReference {
  /// Whether the backward pass makes it.
  package var isOfBackwardPass: Bool {
    guard case .cell(let reference, _) = self else { return false }
    switch reference.kind {
    case .gradient, .parameterGradient: return true
    case .activation, .parameter, .statistic: return false
    }
  }
}

/// What defines a computation; it decides what the positions of its terms mean.
package enum Definer: Hashable, Sendable {
  /// The layer of a node.
  case node(Int)
  case loss
  /// The optimizer, moving a parameter.
  case update(TensorReference)
}
