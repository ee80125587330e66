/// Everything of a network that training changes: parameters, running statistics, and what the
/// optimizer remembers. All are keyed by node.
public struct ModelState: Hashable, Sendable {
  public var parameters: [[Tensor]]
  public var statistics: [[Tensor]]
  /// What the optimizer remembers of every parameter, by name.
  public private(set) var slotNames: [String]
  /// By node, parameter and slot of the optimizer.
  public var slots: [[[Tensor]]]
  /// How many updates were made.
  public var updates: Int

  /// The state before training: what nodes begin with, and else drawn from the seed.
  public init(_ network: Network, optimizer: any Optimizer, seed: UInt64) {
    parameters = network.nodes.indices.map { node in
      if let beginning = network.nodes[node].beginning { return beginning.parameters }
      let initializer = network.nodes[node].initializer ?? network.initializer
      return network.parameters(of: node).enumerated().map { index, declaration in
        initializer.tensor(for: declaration, seed: seed, node: node, index: index)
      }
    }
    statistics = network.nodes.indices.map { node in
      if let beginning = network.nodes[node].beginning { return beginning.statistics }
      return network.statistics(of: node).map { Tensor(shape: $0.shape, repeating: $0.initial) }
    }
    (slotNames, slots, updates) = ([], [], 0)
    resetSlots(for: optimizer)
  }

  /// Makes the slots those of an optimizer: kept where it remembers the same things as the one
  /// before it, and else forgotten.
  public mutating func prepareSlots(for optimizer: any Optimizer) {
    if optimizer.slots != slotNames { resetSlots(for: optimizer) }
  }

  private mutating func resetSlots(for optimizer: any Optimizer) {
    slotNames = optimizer.slots
    slots = parameters.map { node in
      node.map { parameter in optimizer.slots.map { _ in parameter.zeros } }
    }
  }

  /// A number that tells states apart: FNV-1a over the bits of parameters and statistics.
  public var checksum: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for tensor in (parameters + statistics).joined() {
      for element in tensor.elements {
        hash = (hash ^ UInt64(element.bitPattern)) &* 0x100_0000_01B3
      }
    }
    return hash
  }

  /// How many bytes it takes: its tensors, and an estimate of what the lists of them take.
  public var byteCount: Int {
    let (tensorOverhead, nodeOverhead) = (192, 128)
    var bytes = 1024 + parameters.count * nodeOverhead
    for node in parameters.indices {
      for tensor in parameters[node] { bytes += 4 * tensor.shape.count + tensorOverhead }
      for tensor in statistics[node] { bytes += 4 * tensor.shape.count + tensorOverhead }
      for tensor in slots[node].joined() { bytes += 4 * tensor.shape.count + tensorOverhead }
    }
    return bytes
  }
}

/// Images and what is wanted of them.
public struct Batch: Hashable, Sendable {
  /// A tensor for every source of the network.
  public var inputs: [Tensor]
  /// `nil` when nothing is known of what is wanted: then there is no loss.
  public var target: Target?
  /// The number of the first sample within the training step.
  public var firstSample: Int
  /// How many samples it has.
  public let size: Int

  /// - Parameter size: how many samples; the first extent of the first input unless said.
  public init(inputs: [Tensor], target: Target?, firstSample: Int = 0, size: Int? = nil) {
    (self.inputs, self.target, self.firstSample) = (inputs, target, firstSample)
    self.size = size ?? inputs.first?.shape.extents.first ?? 1
  }
}
