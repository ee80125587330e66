import CNNModel
import KernelInterface

/// A tensor of a group of samples: where it begins, and the shape of one sample.
struct LaneBuffer: Hashable, Sendable {
  let offset: Int
  let shape: Shape
  /// How many samples lie side by side.
  let samples: Int

  /// How many floats it takes.
  var count: Int { shape.count * samples }
  /// Floats from a channel to the next.
  var channelStride: Int { shape.extents.dropFirst().reduce(1, *) * samples }

  /// Other numbers of the same group, or the same under another shape.
  func at(_ offset: Int, _ shape: Shape) -> LaneBuffer {
    LaneBuffer(offset: offset, shape: shape, samples: samples)
  }
}

/// One thing to do with a group of samples.
struct LaneOperation: Sendable {
  typealias Body = @Sendable (UnsafePointer<LaneFrame>, UnsafePointer<LaneStep>) -> Void
  let body: Body
  /// What it writes: there the lanes without a sample are made 0 again.
  let writes: [LaneBuffer]

  init(writes: [LaneBuffer], _ body: @escaping Body) { (self.body, self.writes) = (body, writes) }
}

/// One thing to do in a phase.
enum LaneStage: Sendable {
  /// With every group for itself.
  case group(LaneOperation)
  /// With the whole batch, when all groups are there.
  case batch(@Sendable (UnsafePointer<LaneStep>) -> Void)
}

/// A part of a parameter's gradient that is finished when all groups are through.
struct LaneTask: Sendable {
  /// Where the part lies among all parameters.
  let range: Range<Int>
  let body: @Sendable (UnsafePointer<LaneStep>) -> Void
}

/// An operation with samples side by side, and with one alone.
protocol LaneLayer: Sendable {
  /// Says how the forward pass is computed.
  ///
  /// - Returns: what it gives; `nil` when it cannot be computed so.
  func lanes(_ site: LaneSite) -> [LaneBuffer]?

  /// Says how the gradients are computed.
  func lanesBack(_ site: LaneSite)

  /// Whether the gradients are computed from what the layer gave.
  var readsOutputBack: Bool { get }
}

extension LaneLayer {
  var readsOutputBack: Bool { true }
}

/// The place of a node in a program, while that is made.
final class LaneSite {
  let node: Int
  /// The shapes of the inputs, the batch in front.
  let shapes: [Shape]
  let inputs: [LaneBuffer]
  let kernels: LaneKernels
  let memory: LaneMemory
  /// Where the parameters begin in what groups share.
  let parameters: [Int]
  /// From a parameter to its gradient.
  let gradientDistance: Int
  /// Where the running statistics begin, and where those after the pass do.
  let statistics: [Int]
  let newStatistics: [Int]
  var outputs: [LaneBuffer] = []
  /// The gradients by the outputs.
  var gradients: [LaneBuffer] = []
  var inputGradients: [LaneBuffer?]
  var forward: [LaneStage] = []
  var backward: [LaneStage] = []
  /// What only the gradient by a source needs, which no training asks for.
  var sourceBackward: [LaneStage] = []
  var tasks: [LaneTask] = []
  /// Whether the layer has no form of its own.
  var isPlain = false
  /// Whether the output may stand where the input stood: nobody else wants that any more.
  var overwritesInput = false
  /// Whether the gradient by the input may stand where that by the output stood.
  var overwritesGradient = false
  /// Whether the function is left to the layer that follows.
  var isPostponed = false
  /// The function of the layer before, which comes after this layer's.
  var postponed: (function: LaneFunction, parameter: Float)?
  /// Whether numbers that are close together have to be compared by that function, and where it is
  /// noted that they are.
  var comparesPostponed = false
  private(set) lazy var closeChannels = memory.group(inputs[0].shape[0])
  private let isSource: [Bool]

  init(
    node: Int, shapes: [Shape], inputs: [LaneBuffer], isSource: [Bool], kernels: LaneKernels,
    memory: LaneMemory, layout: SharedLayout
  ) {
    (self.node, self.shapes, self.inputs) = (node, shapes, inputs)
    (self.kernels, self.memory, self.isSource) = (kernels, memory, isSource)
    (parameters, gradientDistance) = (layout.parameters[node], layout.parameterCount)
    (statistics, newStatistics) = (layout.statistics[node], layout.newStatistics[node])
    inputGradients = inputs.map { _ in nil }
  }

  /// How many samples lie side by side.
  var samples: Int { kernels.samples }

  /// A new tensor of a group.
  func buffer(_ shape: Shape) -> LaneBuffer { memory.buffer(shape) }

  /// Where the gradient by the only input goes: over that by the output, if it may.
  func elementGradient() -> LaneBuffer {
    guard overwritesGradient else { return inputGradient(0) }
    inputGradients[0] = gradients[0]
    return gradients[0]
  }

  /// A new tensor for the gradient by an input.
  func inputGradient(_ input: Int) -> LaneBuffer {
    let buffer = memory.buffer(inputs[input].shape)
    inputGradients[input] = buffer
    return buffer
  }

  func then(writes: [LaneBuffer], _ body: @escaping LaneOperation.Body) {
    forward.append(.group(LaneOperation(writes: writes, body)))
  }

  /// Adds what the gradient by an input needs.
  func back(input: Int, writes: [LaneBuffer], _ body: @escaping LaneOperation.Body) {
    let stage = LaneStage.group(LaneOperation(writes: writes, body))
    if isSource[input] { sourceBackward.append(stage) } else { backward.append(stage) }
  }

  /// Notes parameters of so many numbers, whose gradients need nothing more when the groups are
  /// through.
  func addWholeTasks(count: Int) {
    tasks += parameters.map { LaneTask(range: $0..<$0 + count) { _ in } }
  }

  /// Adds what the gradient by a parameter needs of every group.
  func back(_ body: @escaping LaneOperation.Body) {
    backward.append(.group(LaneOperation(writes: [], body)))
  }
}
