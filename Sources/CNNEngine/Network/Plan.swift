import CNNModel

/// How a network runs for a given batch size: its phases in order, and the layout of its tensors.
/// Stepping and running use the same plan, so that they give the same bits.
public struct Plan: Sendable {
  /// A phase of a training step: what one step of the debugger runs.
  public enum Phase: Hashable, Sendable {
    /// The forward pass of a node.
    case forward(Int)
    /// The loss and its gradient.
    case loss
    /// The backward pass of a node.
    case backward(Int)
    /// The update of all parameters.
    case update
  }

  /// The network.
  public let network: Network
  /// The number of samples of a batch.
  public let batchSize: Int
  /// How tensors are stored where every layer runs its own passes.
  public let layout: any Layout
  /// All phases of a training step, in order.
  public let phases: [Phase]
  /// The operations in the batch-interleaved layout, made when they are first asked for; `nil` where
  /// every layer runs its own passes.
  package var program: InterleavedProgram? { interleaved?.program }
  private let interleaved: DeferredProgram?
  private let indices: [Phase: Int]

  /// A plan in the batch-interleaved layout, if the network allows it.
  ///
  /// - Parameter level: the instruction level of the kernels.
  public init(_ network: Network, batchSize: Int, level: ProcessorLevel = .current) {
    let program = DeferredProgram(network, batchSize: batchSize, level: level)
    self.init(network, batchSize, PlainLayout(), program)
  }

  /// A plan whose convolutions run in the channel-blocked layout, or do not, however large the
  /// network is.
  package init(
    _ network: Network, batchSize: Int, level: ProcessorLevel = .current, isBlocked: Bool
  ) {
    let program = DeferredProgram(
      network, batchSize: batchSize, level: level, isBlocked: isBlocked)
    self.init(network, batchSize, PlainLayout(), program)
  }

  /// A plan in which every layer runs its own passes, with tensors stored in a layout.
  public init(_ network: Network, batchSize: Int, layout: any Layout) {
    self.init(network, batchSize, layout, nil)
  }

  private init(
    _ network: Network, _ batchSize: Int, _ layout: any Layout, _ program: DeferredProgram?
  ) {
    (self.network, self.batchSize, self.layout) = (network, batchSize, layout)
    interleaved = program
    let inner = network.nodes.indices.filter { !network.nodes[$0].isSource }
    phases =
      inner.map(Phase.forward) + [.loss] + inner.reversed().map(Phase.backward) + [.update]
    indices = Dictionary(uniqueKeysWithValues: zip(phases, phases.indices))
  }

  /// Whether it is a copy of another plan. Plans of a layout of their own never are.
  func isSame(as other: Plan) -> Bool { interleaved != nil && interleaved === other.interleaved }

  /// Whether it runs in the batch-interleaved layout.
  public var isInterleaved: Bool { program != nil }

  /// A step before its first phase, of which only the inputs are known. It does the phases only
  /// where ``runner(_:)`` gives no other.
  func waiting(_ start: StepStart) -> PlainPasses { PlainPasses(start, layout) }

  /// The computation of a step's phases; `nil` where every layer runs its own passes.
  func runner(_ start: StepStart) -> InterleavedPasses? {
    program.map { InterleavedPasses(start, $0) }
  }

  /// The index of a phase in ``phases``.
  func index(of phase: Phase) -> Int? { indices[phase] }

  /// The number of phases of the forward pass.
  public var forwardCount: Int { phases.firstIndex(of: .loss) ?? 0 }
}

/// How a plan's buffers store tensors. The users of a plan see tensors only.
public protocol Layout: Sendable {
  /// The elements of a tensor in the order of the buffer.
  func pack(_ tensor: Tensor) -> [Float]

  /// The tensor that a buffer stores.
  func unpack(_ buffer: [Float], shape: Shape) -> Tensor
}

/// The row-major layout of ``Tensor``.
public struct PlainLayout: Layout {
  /// The layout has no settings.
  public init() {}

  /// The elements of the tensor.
  public func pack(_ tensor: Tensor) -> [Float] { tensor.elements }

  /// A tensor of the elements.
  public func unpack(_ buffer: [Float], shape: Shape) -> Tensor {
    Tensor(shape: shape, elements: buffer)
  }
}
