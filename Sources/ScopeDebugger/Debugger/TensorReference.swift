import CNNModel

/// A tensor of the network that can be looked at.
package struct TensorReference: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The output of the node.
    case activation
    /// The gradient of the loss with respect to the output of the node.
    case gradient
    /// The node's parameter with an index.
    case parameter(Int)
    /// The gradient of the loss with respect to the node's parameter with an index.
    case parameterGradient(Int)
    /// The node's running statistic with an index.
    case statistic(Int)
  }

  package var node: Int
  package var kind: Kind

  package init(_ node: Int, _ kind: Kind) { (self.node, self.kind) = (node, kind) }
}

/// Axes and maps of tensors.
