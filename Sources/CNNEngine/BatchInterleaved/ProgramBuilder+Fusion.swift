import CNNModel
import KernelInterface

/// Fusions of a program whose intermediate tensors nobody looks at: the same bits with fewer memory
/// accesses.
extension ProgramBuilder {
  /// Decides what a node leaves out, before its operations are built.
  func fuse(_ builder: NodeBuilder) {
    let operation = operation(of: builder.node)
    if case .elementwise(let layer) = operation {
      builder.fusion.isDeferred = isBeforeMaximum(builder.node, layer)
      builder.fusion.overwritesInput =
        !builder.fusion.isDeferred && layer.derivativeFollowsFromValue
        && isOnlyReader(builder.node)
    }
    if case .maximumPool = operation, let before = network.nodes[builder.node].inputs.first?.node {
      takeFunction(of: before, builder)
    }
  }

  /// Lets a maximum pooling apply the function of the layer before it, where that left it out.
  private func takeFunction(of before: Int, _ builder: NodeBuilder) {
    guard case .elementwise(let layer) = operation(of: before),
      nodes[before]?.fusion.isDeferred == true
    else { return }
    builder.fusion.deferred = layer.kernelFunction
    builder.fusion.comparesDeferred = layer.orderWithMaximum == .compared
  }

  /// Whether a node reads a source of the network.
  func readsSource(_ node: Int) -> Bool {
    network.nodes[node].inputs.contains { network.nodes[$0.node].isSource }
  }

  /// Whether a node's output is only read by a maximum after which its function gives the same.
  private func isBeforeMaximum(_ node: Int, _ layer: any ElementwiseOperation) -> Bool {
    let value = ValueReference(node)
    let readers = network.consumers(of: value)
    guard let order = layer.orderWithMaximum, readers.count == 1, value != network.output,
      case .maximumPool(let window) = operation(of: readers[0].node)
    else { return false }
    // A derivative other than 0 or 1 rounds differently before a sum of gradients and after it.
    let mayFollow =
      order == .any || kernels.samples == interleaveFactor && !window.sharesCells
    return mayFollow && window.seesCells
  }

  /// Whether nobody else needs a node's input, not even the layer that made it.
  private func isOnlyReader(_ node: Int) -> Bool {
    let value = network.nodes[node].inputs[0]
    let source = network.nodes[value.node]
    guard !source.isSource, value != network.output, network.consumers(of: value).count == 1,
      let operation = operation(of: value.node), let builder = nodes[value.node]
    else { return false }
    return !operation.interleaved.readsOutputBack && !builder.isPlain
      && builder.fusion.deferred == nil
  }
}
