import CNNModel
import KernelInterface

/// Collects the operations of one node of a network while a program is built.
final class NodeBuilder {
  let node: Int
  /// The shapes of the inputs, with the batch axis.
  let shapes: [Shape]
  let inputs: [InterleavedBuffer]
  let kernels: InterleavedKernels
  let memory: ProgramMemory
  /// Offsets of the parameters in the shared memory.
  let parameters: [Int]
  /// The distance from a parameter to its gradient.
  let gradientDistance: Int
  /// Offsets of the running statistics before and after the pass.
  let statistics: [Int]
  let newStatistics: [Int]
  var outputs: [InterleavedBuffer] = []
  /// The gradients by the outputs.
  var gradients: [InterleavedBuffer] = []
  var inputGradients: [InterleavedBuffer?]
  var forward: [ProgramStage] = []
  var backward: [ProgramStage] = []
  /// What only the gradient by a source needs, which training does not ask for.
  var sourceBackward: [ProgramStage] = []
  var tasks: [GradientTask] = []
  /// Whether the layer runs through the plain layout.
  var isPlain = false
  /// What a fused program leaves out.
  var fusion = NodeFusion()
  /// Offset in the group of a flag for each channel; see ``Pool/closeChannels``.
  private(set) lazy var closeChannels = memory.group(inputs[0].shape[0])
  private let isSource: [Bool]

  /// - Parameter isSource: for every input whether it is a source of the network.
  init(
    node: Int, shapes: [Shape], inputs: [InterleavedBuffer], isSource: [Bool],
    kernels: InterleavedKernels, memory: ProgramMemory, layout: SharedLayout
  ) {
    (self.node, self.shapes, self.inputs) = (node, shapes, inputs)
    (self.kernels, self.memory, self.isSource) = (kernels, memory, isSource)
    (parameters, gradientDistance) = (layout.parameters[node], layout.parameterCount)
    (statistics, newStatistics) = (layout.statistics[node], layout.newStatistics[node])
    inputGradients = inputs.map { _ in nil }
  }

  /// How many samples a group has.
  var samples: Int { kernels.samples }

  /// A new tensor of a group.
  func buffer(_ shape: Shape) -> InterleavedBuffer { memory.buffer(shape) }

  /// Where an element-wise layer writes the gradient by its input: over the gradient by its output,
  /// where that is allowed.
  func elementGradient() -> InterleavedBuffer {
    guard fusion.overwritesGradient else { return inputGradient(0) }
    inputGradients[0] = gradients[0]
    return gradients[0]
  }

  /// A new tensor for the gradient by an input.
  func inputGradient(_ input: Int) -> InterleavedBuffer {
    let buffer = memory.buffer(inputs[input].shape)
    inputGradients[input] = buffer
    return buffer
  }

  /// Adds an operation of the forward pass.
  func then(writes: [InterleavedBuffer], _ body: @escaping GroupOperation.Body) {
    forward.append(.group(GroupOperation(writes: writes, body)))
  }

  /// Adds a kernel to the forward pass.
  func then<Work: Sendable>(
    _ kernel: @escaping InterleavedKernels.Group<Work>, _ work: Work, writes: [InterleavedBuffer]
  ) {
    let arguments = memory.arguments(work)
    then(writes: writes) { frame, _ in kernel(arguments.address, frame) }
  }

  /// Adds a kernel to the backward pass that the gradient by an input needs.
  func back<Work: Sendable>(
    _ kernel: @escaping InterleavedKernels.Group<Work>, _ work: Work, input: Int,
    writes: [InterleavedBuffer]
  ) {
    let arguments = memory.arguments(work)
    back(input: input, writes: writes) { frame, _ in kernel(arguments.address, frame) }
  }

  /// Adds an operation of the backward pass that the gradient by an input needs.
  func back(input: Int, writes: [InterleavedBuffer], _ body: @escaping GroupOperation.Body) {
    let stage = ProgramStage.group(GroupOperation(writes: writes, body))
    if isSource[input] { sourceBackward.append(stage) } else { backward.append(stage) }
  }

  /// Adds an operation of the backward pass that the gradient by a parameter needs.
  func back(_ body: @escaping GroupOperation.Body) {
    backward.append(.group(GroupOperation(writes: [], body)))
  }

  /// Adds the tasks of parameters with `count` numbers each whose gradients need no reduction.
  func addFinishedTasks(count: Int) {
    tasks += parameters.map { GradientTask(range: $0..<$0 + count) { _ in } }
  }
}
