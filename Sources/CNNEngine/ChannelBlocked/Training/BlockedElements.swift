import CNNModel
import KernelInterface

/// An element-wise function in the channel-blocked layout, whose passes are divided into parts.
struct BlockedFunction: InterleavedLayer {
  let layer: InterleavedFunction
  let setup: BlockedSetup

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let input = builder.inputs[0]
    guard let (function, parameter) = layer.operation.kernelFunction else { return nil }
    guard !builder.fusion.isOmitted else { return [input] }
    let target = builder.fusion.overwritesInput ? input : builder.memory.buffer(like: input)
    var run = ElementRun(function, parameter: parameter)
    (run.input, run.output, run.count) = (input.offset, target.offset, input.count)
    builder.forward.append(setup.stage(run, builder.kernels.function))
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (input, output, gradient) = (builder.inputs[0], builder.outputs[0], builder.gradients[0])
    guard !builder.fusion.isOmitted, let kernel = layer.operation.kernelFunction else {
      builder.inputGradients[0] = gradient
      return
    }
    let target = builder.elementGradient()
    var run = ElementRun(kernel.function, parameter: kernel.parameter)
    (run.input, run.output, run.count) = (input.offset, output.offset, input.count)
    (run.outputGradient, run.inputGradient) = (gradient.offset, target.offset)
    builder.back(input: 0, [setup.stage(run, builder.kernels.functionGradient)])
  }
}

/// The element-wise sum of several values of the same layout.
struct BlockedSum: InterleavedLayer {
  let setup: BlockedSetup

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let block = builder.inputs.map(\.block).max() ?? 0
    for input in builder.inputs.indices { builder.convertInput(input, block: block) }
    let target = builder.memory.buffer(like: builder.inputs[0])
    builder.forward.append(
      setup.sum(builder.inputs.map(\.offset), target.offset, target.count, builder.kernels.add))
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    for input in builder.inputs.indices { builder.passOn(builder.gradients[0], to: input) }
  }
}

extension BlockedSetup {
  /// Floats that one thread processes at once.
  private static let part = 1 << 14

  /// A stage that processes some numbers of every sample, in parts.
  func stage(
    _ count: Int, _ body: @escaping @Sendable (UnsafePointer<GroupFrame>, Range<Int>) -> Void
  ) -> ProgramStage {
    let number = max(1, (count + Self.part - 1) / Self.part)
    return .shards(samples * number) { step, shard in
      let (sample, index) = shard.quotientAndRemainder(dividingBy: number)
      let frame = step.pointee.frame(sample)
      let first = index * Self.part
      withUnsafePointer(to: frame) { body($0, first..<min(count, first + Self.part)) }
    }
  }

  /// A stage that applies an element-wise function.
  func stage(
    _ run: ElementRun, _ kernel: @escaping InterleavedKernels.Group<ElementRun>
  ) -> ProgramStage {
    stage(run.count) { frame, cells in
      var part = run
      part.input += cells.lowerBound
      part.output += cells.lowerBound
      part.outputGradient += cells.lowerBound
      part.inputGradient += cells.lowerBound
      // Whole vectors, because every tensor is padded.
      part.count = (cells.count + 15) / 16 * 16
      kernel(&part, frame)
    }
  }

  /// A stage that adds up tensors, in their order.
  func sum(
    _ parts: [Int], _ target: Int, _ count: Int, _ add: @escaping InterleavedKernels.Addition
  ) -> ProgramStage {
    stage(count) { frame, cells in
      let group = frame.pointee.group + cells.lowerBound
      (group + target).update(from: group + parts[0], count: cells.count)
      for index in 1..<max(1, parts.count) {
        add(group + parts[index], group + target, cells.count)
      }
    }
  }

  /// A stage that copies a tensor from one layout to another.
  func conversion(_ from: InterleavedBuffer, _ to: InterleavedBuffer) -> ProgramStage {
    let (kernels, blocked) = (kernels, from.block > 0 ? from : to)
    let size = blocked.block
    let blocks = (blocked.shape[0] + size - 1) / size
    let plane = blocked.shape[1] * blocked.shape[2]
    return .shards(samples * blocks) { step, shard in
      let (sample, block) = shard.quotientAndRemainder(dividingBy: blocks)
      let group = step.pointee.frame(sample).group + block * size * plane
      var image = blocked.image
      image.channels = min(size, image.channels - block * size)
      if from.block > 0 {
        kernels.unpack(&image, group + from.offset, group + to.offset)
      } else {
        kernels.pack(&image, group + from.offset, group + to.offset)
      }
    }
  }
}

extension LayerOperation {
  /// The operation in the channel-blocked layout; `nil` where there is none.
  func blocked(_ setup: BlockedSetup) -> (any InterleavedLayer)? {
    switch self {
    case .elementwise(let operation):
      BlockedFunction(layer: InterleavedFunction(operation: operation), setup: setup)
    case .convolution(let geometry, let hasBias):
      BlockedConvolutionLayer(geometry, hasBias: hasBias, isTransposed: false, setup)
    case .transposedConvolution(let geometry, let hasBias):
      BlockedConvolutionLayer(geometry, hasBias: hasBias, isTransposed: true, setup)
    case .batchNormalization(let epsilon, let momentum, let isFrozen):
      BlockedBatchNormalization(
        layer: InterleavedBatchNormalization(
          epsilon: epsilon, momentum: momentum, isFrozen: isFrozen), setup: setup)
    case .sum: BlockedSum(setup: setup)
    case .concatenation(let axis): BlockedConcatenation(axis: axis, setup: setup)
    case .maximumPool(let window): BlockedPoolLayer(window: window, shares: nil, setup: setup)
    case .meanPool(let window, let shares):
      BlockedPoolLayer(window: window, shares: shares, setup: setup)
    default: nil
    }
  }
}
