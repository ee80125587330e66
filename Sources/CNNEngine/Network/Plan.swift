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

  public init(_ network: Network, batchSize: Int, layout: any Layout = PlainLayout()) {
    (self.network, self.batchSize, self.layout) = (network, batchSize, layout)
    let inner = network.nodes.indices.filter { !network.nodes[$0].isSource }
    phases =
      inner.map(Phase.forward) + [.loss] + inner.reversed().map(Phase.backward) + [.update]
  }

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
