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

extension Debugger {
  /// A tensor as it stands now; `nil` when it was not computed yet.
  public func tensor(_ reference: TensorReference) -> Tensor? { snapshot.tensor(reference) }

  /// Why a tensor cannot be looked at now; `nil` when it can.
  public func absence(_ reference: TensorReference) -> String? {
    guard tensor(reference) == nil else { return nil }
    let name = network.nodes[reference.node].name
    switch reference.kind {
    case .activation: return "\(name) was not computed yet in this step; s continues"
    case .gradient, .parameterGradient:
      return withoutTarget.map { "there is no gradient: \($0)" }
        ?? "the backward pass has not reached \(name) yet; s continues"
    case .parameter, .statistic: return nil
    }
  }

}

/// Axes and maps of tensors.
extension Debugger {
  /// The sample of the batch that a position of such a tensor belongs to; `nil` without a batch.
  public func sample(of position: Position, _ reference: TensorReference) -> Int? {
    network.hasBatch(reference) ? position[0] : nil
  }

  /// The maps of such a tensor: of the sample that is looked at, where there are several.
  public func maps(_ tensor: Tensor, of reference: TensorReference) -> FeatureMaps {
    FeatureMaps(tensor, sample: network.hasBatch(reference) ? sample : nil)
  }
}
