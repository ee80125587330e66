import CNNModel
import KernelInterface
import Synchronization

/// A network and a batch size as operations with sixteen samples side by side, or one after the
/// other where they are few: everything that can be decided before there are numbers.
final class LaneProgram: Sendable {
  let network: Network
  let batchSize: Int
  let groups: Int
  let kernels: LaneKernels
  let memory: LaneMemory
  let layout: SharedLayout
  /// By node and output.
  let outputs: [[LaneBuffer]]
  /// The gradient by each output; the sum over all who read it.
  let gradients: [[LaneBuffer]]
  /// The gradient that each node sends to each of its inputs.
  let edges: [[LaneBuffer?]]
  let forward: [[LaneStage]]
  let backward: [[LaneStage]]
  let sourceBackward: [[LaneStage]]
  let tasks: [[LaneTask]]
  let loss: LaneLossForm
  /// A whole step, up to the tasks.
  let stepStages: [LaneStage]
  /// The tasks of all nodes.
  let stepTasks: [LaneTask]
  let forwardStages: [LaneStage]
  /// Where a group's images are put together, sample by sample.
  let staging: Int
  private let free = Mutex<[LaneArena]>([])

  /// The most floats that a batch may take.
  private static let limit = 1 << 30

  /// - Returns: `nil` when not all that flows has the batch in front, or the network is too large.
  ///
  /// - Parameter isWhole: nobody looks at what is in between, so that it need not be kept.
  init?(_ network: Network, batchSize: Int, level: ProcessorLevel, isWhole: Bool = false) {
    guard network.hasLanes(batchSize) else { return nil }
    let kernels = batchSize >= laneCount / 2 ? level.kernels.batched : level.kernels.planes
    let maker = LaneProgramMaker(network, batchSize: batchSize, kernels: kernels, isWhole: isWhole)
    maker.make()
    (self.network, self.batchSize) = (network, batchSize)
    (self.kernels, memory, layout) = (kernels, maker.memory, maker.layout)
    groups = (batchSize + kernels.samples - 1) / kernels.samples
    outputs = maker.sites.map { $0?.outputs ?? [] }
    gradients = maker.sites.map { $0?.gradients ?? [] }
    edges = maker.sites.map { $0?.inputGradients ?? [] }
    forward = maker.sites.map { $0?.forward ?? [] }
    backward = maker.sites.map { $0?.backward ?? [] }
    sourceBackward = maker.sites.map { $0?.sourceBackward ?? [] }
    tasks = maker.sites.map { $0?.tasks ?? [] }
    guard let loss = maker.loss else { return nil }
    self.loss = loss
    forwardStages = forward.flatMap(\.self)
    stepStages = forwardStages + loss.stages + backward.reversed().flatMap(\.self)
    staging = memory.group(network.inputSample.count * kernels.samples)
    stepTasks = tasks.flatMap(\.self)
    guard memory.groupCount * groups + memory.sharedCount <= Self.limit else { return nil }
  }

  /// Memory for one step: some that nobody looks at any more, or else new one.
  func arena() -> LaneArena {
    free.withLock { arenas in
      for index in arenas.indices where isKnownUniquelyReferenced(&arenas[index]) {
        return arenas[index]
      }
      let arena = LaneArena(self)
      arenas.append(arena)
      return arena
    }
  }
}

extension Network {
  /// Whether everything that flows is one sample behind the other.
  fileprivate func hasLanes(_ batchSize: Int) -> Bool {
    takesBatches
      && nodes.indices.allSatisfy { node in
        (nodes[node].isSource || !nodes[node].inputs.isEmpty)
          && outputShapes(of: node, batch: batchSize).allSatisfy {
            $0.rank > 0 && $0[0] == batchSize
          }
      }
  }
}

/// Makes the operations of a program, node by node forwards and then backwards.
final class LaneProgramMaker {
  let network: Network
  private let batchSize: Int
  private let isWhole: Bool
  /// Gradients that several nodes read.
  private var shared: Set<Int> = []
  let kernels: LaneKernels
  let memory: LaneMemory
  let layout: SharedLayout
  private(set) var sites: [LaneSite?]
  private(set) var loss: LaneLossForm?

  init(_ network: Network, batchSize: Int, kernels: LaneKernels, isWhole: Bool) {
    self.isWhole = isWhole
    (self.network, self.batchSize, self.kernels) = (network, batchSize, kernels)
    layout = SharedLayout(network)
    memory = LaneMemory(sharedCount: layout.count, samples: kernels.samples)
    sites = network.nodes.map { _ in nil }
    loss = nil
  }

  func make() {
    for node in network.nodes.indices { forward(node) }
    if let site = sites[network.output.node] {
      let logits = site.outputs[network.output.output]
      loss =
        (network.loss as? any LaneLoss)?.lanes(logits, kernels, memory)
        ?? plainLoss(network.loss, logits)
    }
    for node in network.nodes.indices.reversed() where !network.nodes[node].isSource {
      backward(node)
    }
  }

  private func forward(_ node: Int) {
    let description = network.nodes[node]
    let inputs = description.inputs.map { sites[$0.node]?.outputs[$0.output] }
    let site = LaneSite(
      node: node, shapes: network.inputShapes(of: node, batch: batchSize),
      inputs: inputs.compactMap(\.self),
      isSource: description.inputs.map { network.nodes[$0.node].isSource }, kernels: kernels,
      memory: memory, layout: layout)
    sites[node] = site
    guard !description.isSource else {
      site.outputs = network.outputShapes(of: node).map { memory.buffer($0.sample) }
      return
    }
    if isWhole { spare(site) }
    if let outputs = operation(of: node)?.lanes.lanes(site) {
      site.outputs = outputs
    } else {
      plainForward(description.layer, site)
    }
  }

  private func backward(_ node: Int) {
    guard let site = sites[node] else { return }
    site.gradients = site.outputs.indices.map { gradient(ValueReference(node, $0), site) }
    site.overwritesGradient =
      isWhole && !readsImage(node) && !site.gradients.contains { shared.contains($0.offset) }
    if site.isPlain {
      plainBackward(network.nodes[node].layer, site)
    } else {
      operation(of: node)?.lanes.lanesBack(site)
    }
    noteSharing(site)
  }

  /// What a node computes for the batch.
  func operation(of node: Int) -> LayerOperation? {
    network.operation(of: node, batch: batchSize)
  }

  /// Notes which gradients by inputs are read by others as well.
  private func noteSharing(_ site: LaneSite) {
    for gradient in site.gradients {
      let cells = gradient.offset..<gradient.offset + max(1, gradient.count)
      for edge in site.inputGradients.compactMap(\.self) where cells.contains(edge.offset) {
        let isWholly = site.inputs.count > 1 && edge.count == gradient.count
        if isWholly || shared.contains(gradient.offset) { shared.insert(edge.offset) }
      }
    }
  }

  /// The gradient by an output: what its only reader sends, or the sum over all of them.
  private func gradient(_ value: ValueReference, _ site: LaneSite) -> LaneBuffer {
    var parts = value == network.output ? [loss?.gradient] : []
    parts += network.consumers(of: value).map { sites[$0.node]?.inputGradients[$0.input] }
    let buffers = parts.compactMap(\.self)
    guard buffers.count != 1 else { return buffers[0] }
    // Nothing writes to a gradient without parts, so it stays 0.
    let sum = memory.buffer(site.outputs[value.output].shape)
    guard let first = buffers.first else { return sum }
    let add = kernels.add
    site.back { frame, _ in
      let to = frame.pointee.group + sum.offset
      to.update(from: frame.pointee.group + first.offset, count: sum.count)
      for part in buffers.dropFirst() { add(frame.pointee.group + part.offset, to, sum.count) }
    }
    return sum
  }
}
