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
  /// By node, what its forward pass writes.
  private(set) var regions: [ForwardRegion] = []
  private let batchSize: Int
  private let isFused: Bool
  private let blocked: BlockedSetup?
  /// The offsets of gradients that several nodes read.
  private var sharedGradients: Set<Int> = []

  /// - Parameter blocked: what layers in the channel-blocked layout need, if there may be any.
  init(
    _ network: Network, batchSize: Int, kernels: InterleavedKernels, isFused: Bool,
    blocked: BlockedSetup?
  ) {
    (self.network, self.batchSize, self.kernels) = (network, batchSize, kernels)
    (self.isFused, self.blocked) = (isFused, blocked)
    layout = SharedLayout(network)
    memory = ProgramMemory(sharedCount: layout.count, samples: kernels.samples)
    nodes = network.nodes.map { _ in nil }
  }

  /// Builds all nodes and the loss.
  ///
  /// - Returns: the loss; `nil` when the network has no output.
  func build() -> LossStages? {
    for node in network.nodes.indices {
      let (group, shared) = (memory.groupCount, memory.sharedCount)
      forward(node)
      regions.append(
        ForwardRegion(group: group..<memory.groupCount, shared: shared..<memory.sharedCount))
    }
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
    builder.fusion.sharesMemory = isFused
    if isFused { fuse(builder) }
    if let layer = blockedLayer(node), let outputs = layer.buildForward(builder) {
      (builder.layer, builder.outputs) = (layer, outputs)
      return
    }
    for input in builder.inputs.indices { builder.convertInput(input, block: 0) }
    if let layer = operation(of: node)?.interleaved, let outputs = layer.buildForward(builder) {
      (builder.layer, builder.outputs) = (layer, outputs)
    } else {
      plainForward(network.nodes[node], builder)
    }
  }

  /// The layer of a node in the channel-blocked layout; the loss reads the network's output in the
  /// plain layout.
  private func blockedLayer(_ node: Int) -> (any InterleavedLayer)? {
    guard let blocked, node != network.output.node else { return nil }
    return operation(of: node)?.blocked(blocked)
  }

  private func builder(_ node: Int) -> NodeBuilder {
    let inputs = network.nodes[node].inputs
    return NodeBuilder(
      node: node, shapes: network.inputShapes(of: node, batch: batchSize),
      inputs: inputs.compactMap { nodes[$0.node]?.outputs[$0.output] },
      isSource: inputs.map { network.nodes[$0.node].isSource }, kernels: kernels,
      memory: memory, layout: layout, blocked: blocked)
  }

  private func backward(_ node: Int, _ loss: LossStages) {
    guard let builder = nodes[node] else { return }
    builder.gradients = builder.outputs.indices.map {
      gradient(ValueReference(node, $0), builder, loss)
    }
    (builder.gradientSums, builder.backward) = (builder.backward, [])
    builder.fusion.overwritesGradient =
      isFused && !readsSource(node)
      && !builder.gradients.contains { sharedGradients.contains($0.offset) }
    if builder.isPlain {
      plainBackward(network.nodes[node], builder)
    } else {
      builder.layer?.buildBackward(builder)
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
    let output = builder.outputs[value.output]
    parts = parts.map { converted($0, like: output, builder) }
    guard parts.count != 1 else { return parts[0] }
    // Nothing writes to a gradient without readers, so that it remains 0.
    let sum = memory.buffer(like: output)
    if !parts.isEmpty { addUp(parts, sum, builder) }
    return sum
  }

  /// A gradient in the layout of a value.
  private func converted(
    _ gradient: InterleavedBuffer, like value: InterleavedBuffer, _ builder: NodeBuilder
  ) -> InterleavedBuffer {
    guard let blocked, gradient.block != value.block else { return gradient }
    let copy = memory.buffer(like: value)
    builder.backward.append(blocked.conversion(gradient, copy))
    return copy
  }

  private func addUp(
    _ parts: [InterleavedBuffer], _ sum: InterleavedBuffer, _ builder: NodeBuilder
  ) {
    let add = kernels.add
    if let blocked {
      builder.backward.append(blocked.sum(parts.map(\.offset), sum.offset, sum.count, add))
      return
    }
    builder.back { frame, _ in
      let to = frame.pointee.group + sum.offset
      to.update(from: frame.pointee.group + parts[0].offset, count: sum.count)
      for part in parts.dropFirst() { add(frame.pointee.group + part.offset, to, sum.count) }
    }
  }
}
