import CNNModel
import KernelInterface
import Synchronization

/// A network and a batch size compiled to operations on groups of samples; everything that does not
/// depend on numbers is decided here.
///
/// A batch of at least 8 samples is divided into groups of 16 in the batch-interleaved layout; a
/// smaller one into groups of one sample, with the single-sample row kernels. A large network has
/// groups of one sample as well: its convolutions run in the channel-blocked layout, and the threads
/// share every operation.
package final class InterleavedProgram: Sendable {
  let network: Network
  let batchSize: Int
  /// The number of groups in the batch.
  let groups: Int
  let kernels: InterleavedKernels
  /// The kernels of the channel-blocked layout, if tensors may be in it.
  let blocked: BlockedKernels?
  let memory: ProgramMemory
  let layout: SharedLayout
  /// By node.
  let regions: [ForwardRegion]
  /// By node and output.
  let outputs: [[InterleavedBuffer]]
  /// The gradient with respect to each output: the sum over all its readers.
  let gradients: [[InterleavedBuffer]]
  /// The gradient that each node contributes to each of its inputs.
  let edges: [[InterleavedBuffer?]]
  /// By node.
  let forward: [[ProgramStage]]
  /// What computes the gradients with respect to a node's outputs, before its backward pass.
  let gradientSums: [[ProgramStage]]
  let backward: [[ProgramStage]]
  let sourceBackward: [[ProgramStage]]
  let tasks: [[GradientTask]]
  let loss: LossStages
  /// All stages of a training step before the parameter updates.
  let stepStages: [ProgramStage]
  /// The gradient tasks of all nodes.
  let stepTasks: [GradientTask]
  let forwardStages: [ProgramStage]
  /// The offset in a group at which images are written sample by sample before they are
  /// interleaved.
  let staging: Int
  private let free = Mutex<[InterleavedArena]>([])

  /// The largest number of floats of a batch.
  private static let limit = 1 << 30

  /// The multiply-accumulates of a sample from which on training is faster in the channel-blocked
  /// layout.
  private static let fewestForBlocks = 20_000_000

  /// - Parameters:
  ///   - isFused: whether intermediate tensors may be omitted, because they are never read.
  ///   - isBlocked: whether convolutions run in the channel-blocked layout; by default that is decided
  ///     by the size of the network.
  /// - Returns: `nil` when a tensor does not have the batch as its first axis, or the network is
  ///   too large.
  init?(
    _ network: Network, batchSize: Int, level: ProcessorLevel, isFused: Bool = false,
    isBlocked: Bool? = nil
  ) {
    guard network.isInterleavable(batchSize) else { return nil }
    let table = level.kernels
    let isBlocked = isBlocked ?? (network.multiplyAccumulateCount >= Self.fewestForBlocks)
    let isInterleaved = batchSize >= interleaveFactor / 2 && !isBlocked
    let kernels = isInterleaved ? table.interleaved : table.singleSample
    guard Self.largestSample(of: network) * max(batchSize, kernels.samples) <= Self.limit else {
      return nil
    }
    let builder = ProgramBuilder(
      network, batchSize: batchSize, kernels: kernels, isFused: isFused,
      blocked: isBlocked ? BlockedSetup(table, samples: batchSize) : nil)
    blocked = isBlocked ? table.channelBlocked : nil
    guard let loss = builder.build() else { return nil }
    (self.network, self.batchSize, self.loss) = (network, batchSize, loss)
    (self.kernels, memory, layout) = (kernels, builder.memory, builder.layout)
    regions = builder.regions
    groups = (batchSize + kernels.samples - 1) / kernels.samples
    let nodes = builder.nodes.compactMap(\.self)
    (outputs, gradients, edges) = (
      nodes.map(\.outputs), nodes.map(\.gradients), nodes.map(\.inputGradients)
    )
    forward = nodes.map(\.forward)
    (gradientSums, backward) = (nodes.map(\.gradientSums), nodes.map(\.backward))
    (sourceBackward, tasks) = (nodes.map(\.sourceBackward), nodes.map(\.tasks))
    forwardStages = forward.flatMap(\.self)
    let steps = zip(gradientSums, backward).map { $0 + $1 }
    stepStages = forwardStages + loss.stages + steps.reversed().flatMap(\.self)
    staging = memory.group(network.inputSample.count * kernels.samples)
    stepTasks = tasks.flatMap(\.self)
    let count = memory.groupCount * groups + memory.sharedCount + memory.scratchNeed
    guard count <= Self.limit else { return nil }
  }

  /// The number of floats of the largest tensor of a sample.
  private static func largestSample(of network: Network) -> Int {
    network.nodes.indices.reduce(0) { largest, node in
      network.outputShapes(of: node).reduce(largest) { max($0, $1.sample.count) }
    }
  }

  /// The bytes of the tables that its operations read.
  package var tableSize: Int { memory.tableSize }

  /// The memory for one step: an arena that is no longer used, otherwise a new one.
  package func arena() -> InterleavedArena {
    free.withLock { arenas in
      // What they took from others first, so that the others may be free as well.
      for index in arenas.indices where isKnownUniquelyReferenced(&arenas[index]) {
        arenas[index].forgetProgress()
      }
      for index in arenas.indices where isKnownUniquelyReferenced(&arenas[index]) {
        return arenas[index]
      }
      let arena = InterleavedArena(self)
      arenas.append(arena)
      return arena
    }
  }
}

extension Network {
  /// Whether all tensors consist of the samples' tensors, concatenated along the first axis.
  fileprivate func isInterleavable(_ batchSize: Int) -> Bool {
    takesBatches && !needsExactValues
      && nodes.indices.allSatisfy { node in
        (nodes[node].isSource || !nodes[node].inputs.isEmpty)
          && outputShapes(of: node, batch: batchSize).allSatisfy {
            $0.rank > 0 && $0[0] == batchSize
          }
      }
  }
}
