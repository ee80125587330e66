import CNNModel

/// How a network runs for a batch of a given size: the phases in order, and how buffers are laid
/// out. Stepping and running go through the same plan, so they give the same bits.
public struct Plan: Sendable {
  /// What can be done between two looks.
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
  /// The operations of the whole network on the kernels' layouts.
  let program: LaneProgram?
  private let indices: [Phase: Int]

  /// The plan for a batch: sixteen samples side by side, or one after the other where they are few.
  ///
  /// - Parameter level: the instructions that it computes with.
  public init(_ network: Network, batchSize: Int, level: ProcessorLevel = .current) {
    let program = LaneProgram(network, batchSize: batchSize, level: level)
    self.init(network, batchSize, PlainLayout(), program)
  }

  /// The plan that calls every layer for itself, its tensors kept in a layout.
  public init(_ network: Network, batchSize: Int, layout: any Layout) {
    self.init(network, batchSize, layout, nil)
  }

  private init(
    _ network: Network, _ batchSize: Int, _ layout: any Layout, _ program: LaneProgram?
  ) {
    (self.network, self.batchSize, self.layout) = (network, batchSize, layout)
    self.program = program
    let inner = network.nodes.indices.filter { !network.nodes[$0].isSource }
    phases =
      inner.map(Phase.forward) + [.loss] + inner.reversed().map(Phase.backward) + [.update]
    indices = Dictionary(uniqueKeysWithValues: zip(phases, phases.indices))
  }

  /// Whether samples lie as the kernels want them, and not every layer is called for itself.
  public var isSideBySide: Bool { program != nil }

  /// The place of a phase among all.
  func index(of phase: Phase) -> Int? { indices[phase] }

  /// How many phases the forward pass has.
  public var forwardCount: Int { phases.firstIndex(of: .loss) ?? 0 }
}

/// How tensors lie in a plan's buffers. Nothing above a plan sees it.
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
