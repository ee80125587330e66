import CNNModel

/// A tensor of the network that can be looked at.
public struct TensorReference: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
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

  public var node: Int
  public var kind: Kind

  public init(_ node: Int, _ kind: Kind) { (self.node, self.kind) = (node, kind) }
}

/// Axes and maps of tensors.
