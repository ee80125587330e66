import CNNModel
import KernelInterface

/// Fusions of a program whose intermediate tensors are never read: the same bits with fewer memory
/// accesses.
extension ProgramBuilder {
  /// Decides the fusions of a node, before its operations are built.
  func fuse(_ builder: NodeBuilder) {
    let operation = operation(of: builder.node)
    if case .batchNormalization = operation, builder.inputs[0].block > 0 {
      builder.fusion.rectifier = rectifier(after: builder.node)
    }
    if case .elementwise(let layer) = operation {
      if nodes[network.nodes[builder.node].inputs[0].node]?.fusion.rectifier != nil {
        builder.fusion.isApplied = true
        return
      }
      builder.fusion.isDeferred = isBeforeMaximum(builder.node, layer)
      builder.fusion.overwritesInput =
        !builder.fusion.isDeferred && layer.derivativeFollowsFromValue
        && isOnlyReader(builder.node)
    }
    if case .maximumPool = operation, let before = network.nodes[builder.node].inputs.first?.node {
      takeFunction(of: before, builder)
    }
  }

  /// Lets a max pooling apply the function of the previous layer, if that was deferred.
  private func takeFunction(of before: Int, _ builder: NodeBuilder) {
    guard case .elementwise(let layer) = operation(of: before),
      nodes[before]?.fusion.isDeferred == true
    else { return }
    builder.fusion.deferred = layer.kernelFunction
    builder.fusion.comparesDeferred = layer.orderWithMaximum == .compared
  }

  /// The rectifier that alone reads a node's output, unless a max pooling applies it.
  private func rectifier(after node: Int) -> ElementFunction? {
    let value = ValueReference(node)
    let readers = network.consumers(of: value)
    guard readers.count == 1, value != network.output, readers[0].node != network.output.node,
      case .elementwise(let layer) = operation(of: readers[0].node),
      let function = layer.kernelFunction?.function, function == .relu || function == .relu6,
      !isBeforeMaximum(readers[0].node, layer)
    else { return nil }
    return function
  }

  /// Whether a node reads an input of the network.
  func readsSource(_ node: Int) -> Bool {
    network.nodes[node].inputs.contains { network.nodes[$0.node].isSource }
  }

  /// Whether a node's output is read only by a max pooling after which its function gives the same
  /// result.
  private func isBeforeMaximum(_ node: Int, _ layer: any ElementwiseOperation) -> Bool {
    let value = ValueReference(node)
    let readers = network.consumers(of: value)
    guard let order = layer.orderWithMaximum, readers.count == 1, value != network.output,
      case .maximumPool(let window) = operation(of: readers[0].node)
    else { return false }
    // A derivative other than 0 or 1 rounds differently before and after a sum of gradients.
    let mayFollow =
      order == .any || kernels.samples == interleaveFactor && !window.sharesCells
    return mayFollow && window.seesCells
  }

  /// Whether a node's input has no other readers, the backward pass of the previous layer included.
  private func isOnlyReader(_ node: Int) -> Bool {
    let value = network.nodes[node].inputs[0]
    let source = network.nodes[value.node]
    guard !source.isSource, value != network.output, network.consumers(of: value).count == 1,
      let operation = operation(of: value.node), let builder = nodes[value.node]
    else { return false }
    return operation.interleaved?.readsOutputBack == false && !builder.isPlain
      && builder.fusion.deferred == nil
  }
}
