/// Nodes that compute with a changed rule.
extension Network {
  /// The same network with a node that computes by an alternative, or by its layer again.
  ///
  /// Plans, evaluations and trainings of it compute so, phase by phase or as a whole. Shapes,
  /// definitions, texts and the reference pass stay those of the layer.
  ///
  /// - Precondition: it is an alternative of the node's layer, for the shapes that come to it.
  public func replacing(_ alternative: Alternative?, at node: Int) -> Network {
    var changed = self
    changed.nodes[node].alternative = alternative
    return changed
  }

  /// The same network whose loss computes by one of its alternatives; its definitions stay those of
  /// the loss.
  ///
  /// - Parameter rule: the alternative's; one that the loss does not have changes nothing.
  public func replacingLoss(by rule: String) -> Network {
    var changed = self
    changed.loss = ChangedLoss(loss, by: rule)
    return changed
  }

  /// The alternatives of a node's layer.
  public func alternatives(of node: Int) -> [Alternative] {
    nodes[node].layer.alternatives(for: inputShapes(of: node))
  }
}

extension Network.Node {
  /// The outputs, by the alternative where there is one.
  public func forward(_ pass: ForwardPass) -> ForwardResult {
    alternative?.forward(pass) ?? layer.forward(pass)
  }

  /// The gradients, by the alternative where there is one.
  public func backward(_ pass: BackwardPass) -> Gradients {
    alternative?.backward(pass) ?? layer.backward(pass)
  }
}
