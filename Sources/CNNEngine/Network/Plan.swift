import CNNModel

/// How a network runs for a batch of a given size: the phases in order, and how tensors are laid
/// out. Stepping and running use the same plan, so they give the same bits.
public struct Plan: Sendable {
  /// What one step of the debugger does.
  public enum Phase: Hashable, Sendable {
    case forward(Int)
    case loss
    case backward(Int)
    case update
  }

  public let network: Network
  public let batchSize: Int
  public let layout: any Layout
  /// All phases of a training step, in order.
  public let phases: [Phase]
  /// The operations in the batch-interleaved layout; `nil` where every layer runs its own passes.
  let program: InterleavedProgram?
  private let indices: [Phase: Int]

  /// The plan for a batch: in the batch-interleaved layout where the network allows it.
  ///
  /// - Parameter level: the instructions that it computes with.
  public init(_ network: Network, batchSize: Int, level: ProcessorLevel = .current) {
    let program = InterleavedProgram(network, batchSize: batchSize, level: level)
    self.init(network, batchSize, PlainLayout(), program)
  }

  /// The plan that runs every layer's own passes, its tensors kept in a layout.
  public init(_ network: Network, batchSize: Int, layout: any Layout) {
    self.init(network, batchSize, layout, nil)
  }

  private init(
    _ network: Network, _ batchSize: Int, _ layout: any Layout, _ program: InterleavedProgram?
  ) {
    (self.network, self.batchSize, self.layout) = (network, batchSize, layout)
    self.program = program
    let inner = network.nodes.indices.filter { !network.nodes[$0].isSource }
    phases =
      inner.map(Phase.forward) + [.loss] + inner.reversed().map(Phase.backward) + [.update]
    indices = Dictionary(uniqueKeysWithValues: zip(phases, phases.indices))
  }

  /// Whether it runs in the batch-interleaved layout.
  public var isInterleaved: Bool { program != nil }

  /// What runs the phases of a step.
  func runner(_ start: StepStart) -> any PhaseRunner {
    if let program { return InterleavedPasses(start, program) }
    return PlainPasses(start, layout)
  }

  /// The index of a phase among all.
  func index(of phase: Phase) -> Int? { indices[phase] }

  /// How many phases the forward pass has.
  public var forwardCount: Int { phases.firstIndex(of: .loss) ?? 0 }
}

/// How a plan's buffers hold tensors. Nothing above a plan sees it.
public protocol Layout: Sendable {
  /// A tensor's elements in the order of the buffer.
  func pack(_ tensor: Tensor) -> [Float]

  /// The tensor that a buffer holds.
  func unpack(_ buffer: [Float], shape: Shape) -> Tensor
}

/// Row-major, as tensors are.
public struct PlainLayout: Layout {
  public init() {}
  public func pack(_ tensor: Tensor) -> [Float] { tensor.elements }
  public func unpack(_ buffer: [Float], shape: Shape) -> Tensor {
    Tensor(shape: shape, elements: buffer)
  }
}
