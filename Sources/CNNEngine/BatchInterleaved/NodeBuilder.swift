import CNNModel
import KernelInterface

/// Collects the operations of one node of a network while a program is built.
final class NodeBuilder {
  let node: Int
  /// The shapes of the inputs, with the batch axis.
  let shapes: [Shape]
  private(set) var inputs: [InterleavedBuffer]
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
  /// The gradients with respect to the outputs.
  var gradients: [InterleavedBuffer] = []
  var inputGradients: [InterleavedBuffer?]
  var forward: [ProgramStage] = []
  /// What computes ``gradients`` of the contributions of several readers, before the backward pass.
  var gradientSums: [ProgramStage] = []
  var backward: [ProgramStage] = []
  /// Operations for the gradient with respect to an input of the network, which training does not
  /// need.
  var sourceBackward: [ProgramStage] = []
  var tasks: [GradientTask] = []
  /// Whether the layer runs its own passes on plain tensors.
  var isPlain = false
  /// The layer in the layout in which it runs; `nil` where it runs its own passes.
  var layer: (any InterleavedLayer)?
  /// What layers in the channel-blocked layout need; `nil` in a program without it.
  let blocked: BlockedSetup?
  /// The operations that a fused program omits.
  var fusion = NodeFusion()
  /// The offset in the group of a flag for each channel; see ``Pool/closeChannels``.
  private(set) lazy var closeChannels = memory.group(inputs[0].shape[0])
  private let isSource: [Bool]

  /// - Parameter isSource: for every input of the node whether it is an input of the network.
  init(
    node: Int, shapes: [Shape], inputs: [InterleavedBuffer], isSource: [Bool],
    kernels: InterleavedKernels, memory: ProgramMemory, layout: SharedLayout,
    blocked: BlockedSetup? = nil
  ) {
    (self.node, self.shapes, self.inputs) = (node, shapes, inputs)
    (self.kernels, self.memory, self.isSource) = (kernels, memory, isSource)
    (parameters, gradientDistance) = (layout.parameters[node], layout.parameterCount)
    (statistics, newStatistics) = (layout.statistics[node], layout.newStatistics[node])
    self.blocked = blocked
    inputGradients = inputs.map { _ in nil }
  }

  /// The number of samples in a group.
  var samples: Int { kernels.samples }

  /// A new tensor of a group.
  func buffer(_ shape: Shape) -> InterleavedBuffer { memory.buffer(shape) }

  /// The buffer of an element-wise layer's input gradient: that of its output gradient, if it may
  /// be overwritten.
  func elementGradient() -> InterleavedBuffer {
    guard fusion.overwritesGradient else { return inputGradient(0) }
    inputGradients[0] = gradients[0]
    return gradients[0]
  }

  /// A new buffer for an input gradient.
  func inputGradient(_ input: Int) -> InterleavedBuffer {
    let buffer = memory.buffer(like: inputs[input])
    inputGradients[input] = buffer
    return buffer
  }

  /// Makes a gradient that of an input: the same memory where that may be shared, otherwise a copy.
  func passOn(_ gradient: InterleavedBuffer, to input: Int = 0) {
    guard !fusion.sharesMemory else {
      inputGradients[input] = gradient
      return
    }
    let target = memory.buffer(like: gradient)
    inputGradients[input] = target
    if let blocked {
      let copy = blocked.sum([gradient.offset], target.offset, target.count, kernels.add)
      return back(input: input, [copy])
    }
    back(input: input, writes: [target]) { frame, _ in
      let group = frame.pointee.group
      (group + target.offset).update(from: group + gradient.offset, count: target.count)
    }
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

  /// Adds a kernel to the backward pass that is needed for an input gradient.
  func back<Work: Sendable>(
    _ kernel: @escaping InterleavedKernels.Group<Work>, _ work: Work, input: Int,
    writes: [InterleavedBuffer]
  ) {
    let arguments = memory.arguments(work)
    back(input: input, writes: writes) { frame, _ in kernel(arguments.address, frame) }
  }

  /// Adds an operation to the backward pass that is needed for an input gradient.
  func back(input: Int, writes: [InterleavedBuffer], _ body: @escaping GroupOperation.Body) {
    let stage = ProgramStage.group(GroupOperation(writes: writes, body))
    if isSource[input] { sourceBackward.append(stage) } else { backward.append(stage) }
  }

  /// Adds stages to the backward pass that are needed for an input gradient.
  func back(input: Int, _ stages: [ProgramStage]) {
    if isSource[input] { sourceBackward += stages } else { backward += stages }
  }

  /// Reads a copy of an input in another layout.
  ///
  /// - Parameter block: the channels of a block; 0 for the plain layout.
  func convertInput(_ input: Int, block: Int) {
    guard let blocked, inputs[input].block != block else { return }
    let copy = memory.buffer(inputs[input].shape, block: block)
    forward.append(blocked.conversion(inputs[input], copy))
    inputs[input] = copy
  }

  /// Adds an operation to the backward pass that is needed for a parameter gradient.
  func back(_ body: @escaping GroupOperation.Body) {
    backward.append(.group(GroupOperation(writes: [], body)))
  }

  /// Adds the tasks for parameters of `count` numbers each whose gradients need no reduction.
  func addFinishedTasks(count: Int) {
    tasks += parameters.map { GradientTask(range: $0..<$0 + count) { _ in } }
  }

  /// Adds the tasks for a parameter of `count` numbers whose gradient needs no reduction.
  func addFinishedTasks(_ index: Int, count: Int) {
    let first = parameters[index]
    tasks += parts(of: count, atMost: 1 << 15).map { part in
      GradientTask(range: first + part.lowerBound..<first + part.upperBound) { _ in }
    }
  }
}
