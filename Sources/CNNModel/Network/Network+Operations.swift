extension Network {
  /// What a node computes for a batch; `nil` where it is none of the operations.
  package func operation(of node: Int, batch: Int = 1) -> LayerOperation? {
    guard !nodes[node].isSource else { return nil }
    return (nodes[node].layer as? any OperationLayer)?
      .operation(for: inputShapes(of: node, batch: batch))
  }
}
