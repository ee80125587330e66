extension Network {
  /// The operation of a node for a batch; `nil` where it is none of them.
  package func operation(of node: Int, batch: Int = 1) -> LayerOperation? {
    guard !nodes[node].isSource, nodes[node].alternative == nil else { return nil }
    return (nodes[node].layer as? any OperationLayer)?
      .operation(for: inputShapes(of: node, batch: batch))
  }
}
