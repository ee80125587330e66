/// Everything of a network that training changes: parameters, running statistics and the
/// optimizer's slots, all indexed by node.
public struct ModelState: Hashable, Sendable {
  /// By node, in the order of ``Layer/parameters(for:)``.
  public var parameters: [[Tensor]]
  /// By node, in the order of ``Layer/statistics(for:)``.
  public var statistics: [[Tensor]]
  /// The names of the optimizer's slots for every parameter.
  public private(set) var slotNames: [String]
  /// The slots, by node, parameter and slot.
  public var slots: [[[Tensor]]]
  /// The number of updates so far.
  public var updates: Int

  /// The state before training: known initial values, and otherwise random ones.
  public init(_ network: Network, optimizer: any Optimizer, seed: UInt64) {
    parameters = network.nodes.indices.map { node in
      if let known = network.nodes[node].initialValues { return known.parameters }
      let initializer = network.nodes[node].initializer ?? network.initializer
      return network.parameters(of: node).enumerated().map { index, declaration in
        initializer.tensor(for: declaration, seed: seed, node: node, index: index)
      }
    }
    statistics = network.nodes.indices.map { node in
      if let known = network.nodes[node].initialValues { return known.statistics }
      return network.statistics(of: node).map { Tensor(shape: $0.shape, repeating: $0.initial) }
    }
    (slotNames, slots, updates) = ([], [], 0)
    for node in network.nodes.indices where network.nodes[node].initialValues == nil {
      for shared in network.nodes[node].sharing { spread(shared.first, in: network) }
    }
    resetSlots(for: optimizer)
  }

  /// Gives all other uses of a shared parameter the numbers of one.
  public mutating func spread(_ parameter: ParameterReference, in network: Network) {
    let uses = network.uses(of: parameter)
    guard let own = uses.first(where: { $0.parameter == parameter }) else { return }
    for use in uses where use.parameter != parameter {
      parameters[use.parameter.node][use.parameter.index] = own.converted(
        parameters[parameter.node][parameter.index], to: use, in: network)
    }
  }

  /// Sets the slots up for an optimizer: they are kept if it has the same slots as the previous
  /// one, otherwise reset to 0.
  public mutating func prepareSlots(for optimizer: any Optimizer) {
    if optimizer.slots != slotNames { resetSlots(for: optimizer) }
  }

  private mutating func resetSlots(for optimizer: any Optimizer) {
    slotNames = optimizer.slots
    slots = parameters.map { node in
      node.map { parameter in optimizer.slots.map { _ in parameter.zeros } }
    }
  }

  /// A hash of the state: FNV-1a over the bits of parameters and statistics.
  public var checksum: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for tensor in (parameters + statistics).joined() {
      for element in tensor.elements {
        hash = (hash ^ UInt64(element.bitPattern)) &* 0x100_0000_01B3
      }
    }
    return hash
  }

  /// The number of bytes of memory, with an estimate for the arrays that hold the tensors.
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
