import KernelInterface

/// Fusions of a program whose intermediate tensors nobody looks at: the same bits with fewer memory
/// accesses.
extension ProgramBuilder {
  /// Decides what a node leaves out, before its operations are built.
  func fuse(_ builder: NodeBuilder) {
    let node = network.nodes[builder.node]
    if let layer = node.layer as? any Elementwise {
      builder.fusion.isDeferred = isBeforeMaximum(builder.node, layer)
      builder.fusion.overwritesInput =
        !builder.fusion.isDeferred && layer.derivativeFollowsFromValue
        && isOnlyReader(builder.node)
    }
    if node.layer is any WindowMaximum, let before = node.inputs.first?.node {
      takeFunction(of: before, builder)
    }
  }

  /// Lets a maximum pooling apply the function of the layer before it, where that left it out.
  private func takeFunction(of before: Int, _ builder: NodeBuilder) {
    guard let layer = network.nodes[before].layer as? any Elementwise,
      nodes[before]?.fusion.isDeferred == true
    else { return }
    builder.fusion.deferred = layer.elementFunction
    builder.fusion.comparesDeferred = layer.orderWithMaximum == .compared
  }

  /// Whether a node reads a source of the network.
  func readsSource(_ node: Int) -> Bool {
    network.nodes[node].inputs.contains { network.nodes[$0.node].isSource }
  }

  /// Whether a node's output is only read by a maximum after which its function gives the same.
  private func isBeforeMaximum(_ node: Int, _ layer: any Elementwise) -> Bool {
    let value = ValueReference(node)
    let readers = network.consumers(of: value)
    guard let order = layer.orderWithMaximum, readers.count == 1, value != network.output,
      let pool = network.nodes[readers[0].node].layer as? any WindowMaximum
    else { return false }
    let shape = network.outputShapes(of: node)[0]
    // A derivative other than 0 or 1 rounds differently before a sum of gradients and after it.
    let mayFollow =
      order == .any || kernels.samples == interleaveFactor && !pool.sharesCells(in: shape)
    return mayFollow && pool.seesCells(in: shape)
  }

  /// Whether nobody else needs a node's input, not even the layer that made it.
  private func isOnlyReader(_ node: Int) -> Bool {
    let value = network.nodes[node].inputs[0]
    let source = network.nodes[value.node]
    guard !source.isSource, value != network.output, network.consumers(of: value).count == 1,
      let layer = source.layer as? any InterleavedLayer, let builder = nodes[value.node]
    else { return false }
    return !layer.readsOutputBack && !builder.isPlain && builder.fusion.deferred == nil
  }
}
