import CNNModel
import KernelInterface

/// Builds the operations of a program, node by node: first the forward, then the backward passes.
final class ProgramBuilder {
  let network: Network
  let kernels: InterleavedKernels
  let memory: ProgramMemory
  let layout: SharedLayout
  /// All nodes, once ``build()`` is done.
  private(set) var nodes: [NodeBuilder?]
  private let batchSize: Int
  private let isFused: Bool
  /// The offsets of gradients that several nodes read.
  private var sharedGradients: Set<Int> = []

  init(_ network: Network, batchSize: Int, kernels: InterleavedKernels, isFused: Bool) {
    (self.network, self.batchSize, self.kernels) = (network, batchSize, kernels)
    self.isFused = isFused
    layout = SharedLayout(network)
    memory = ProgramMemory(sharedCount: layout.count, samples: kernels.samples)
    nodes = network.nodes.map { _ in nil }
  }

  /// Builds all nodes and the loss.
  ///
  /// - Returns: the loss; `nil` when the network has no output.
  func build() -> LossStages? {
    for node in network.nodes.indices { forward(node) }
    guard let output = nodes[network.output.node] else { return nil }
    let loss = loss(output.outputs[network.output.output])
    for node in network.nodes.indices.reversed() where !network.nodes[node].isSource {
      backward(node, loss)
    }
    return loss
  }

  private func loss(_ output: InterleavedBuffer) -> LossStages {
    (network.loss as? any InterleavedLoss)?.stages(output, kernels, memory)
      ?? LossStages(
        plain: network.loss, output, gradient: memory.buffer(output.shape), memory)
  }

  private func forward(_ node: Int) {
    let builder = builder(node)
    nodes[node] = builder
    guard !network.nodes[node].isSource else {
      builder.outputs = network.outputShapes(of: node).map { memory.buffer($0.sample) }
      return
    }
    if isFused { fuse(builder) }
    if let outputs = operation(of: node)?.interleaved.buildForward(builder) {
      builder.outputs = outputs
    } else {
      plainForward(network.nodes[node], builder)
    }
  }

  private func builder(_ node: Int) -> NodeBuilder {
    let inputs = network.nodes[node].inputs
    return NodeBuilder(
      node: node, shapes: network.inputShapes(of: node, batch: batchSize),
      inputs: inputs.compactMap { nodes[$0.node]?.outputs[$0.output] },
      isSource: inputs.map { network.nodes[$0.node].isSource }, kernels: kernels,
      memory: memory, layout: layout)
  }

  private func backward(_ node: Int, _ loss: LossStages) {
    guard let builder = nodes[node] else { return }
    builder.gradients = builder.outputs.indices.map {
      gradient(ValueReference(node, $0), builder, loss)
    }
    builder.fusion.overwritesGradient =
      isFused && !readsSource(node)
      && !builder.gradients.contains { sharedGradients.contains($0.offset) }
    if builder.isPlain {
      plainBackward(network.nodes[node], builder)
    } else {
      operation(of: node)?.interleaved.buildBackward(builder)
    }
    noteSharing(builder)
  }

  /// The operation of a node for the batch; `nil` where it is none of them.
  func operation(of node: Int) -> LayerOperation? {
    network.fastOperation(of: node, batch: batchSize)
  }

  /// Records which input gradients are read by other nodes as well.
  private func noteSharing(_ builder: NodeBuilder) {
    for gradient in builder.gradients {
      let cells = gradient.offset..<gradient.offset + max(1, gradient.count)
      for edge in builder.inputGradients.compactMap(\.self) where cells.contains(edge.offset) {
        let isWholly = builder.inputs.count > 1 && edge.count == gradient.count
        if isWholly || sharedGradients.contains(gradient.offset) {
          sharedGradients.insert(edge.offset)
        }
      }
    }
  }

  /// The gradient with respect to an output: the contribution of its only reader, or the sum over
  /// all readers.
  private func gradient(
    _ value: ValueReference, _ builder: NodeBuilder, _ loss: LossStages
  ) -> InterleavedBuffer {
    var parts = value == network.output ? [loss.gradient] : []
    parts += network.consumers(of: value).compactMap {
      nodes[$0.node]?.inputGradients[$0.input]
    }
    guard parts.count != 1 else { return parts[0] }
    // Nothing writes to a gradient without readers, so that it remains 0.
    let sum = memory.buffer(builder.outputs[value.output].shape)
    if !parts.isEmpty { addUp(parts, sum, builder) }
    return sum
  }

  private func addUp(
    _ parts: [InterleavedBuffer], _ sum: InterleavedBuffer, _ builder: NodeBuilder
  ) {
    let add = kernels.add
    builder.back { frame, _ in
      let to = frame.pointee.group + sum.offset
      to.update(from: frame.pointee.group + parts[0].offset, count: sum.count)
      for part in parts.dropFirst() { add(frame.pointee.group + part.offset, to, sum.count) }
    }
  }
}
