import CNNModel
import KernelInterface

/// A convolution or a transposed convolution in the channel-blocked layout.
struct BlockedConvolutionLayer: InterleavedLayer {
  let geometry: ConvolutionGeometry
  let hasBias: Bool
  let isTransposed: Bool
  let setup: BlockedSetup

  var readsOutputBack: Bool { false }

  /// - Returns: `nil` where the layout has no kernels for it.
  init?(
    _ geometry: ConvolutionGeometry, hasBias: Bool, isTransposed: Bool, _ setup: BlockedSetup
  ) {
    (self.geometry, self.hasBias, self.setup) = (geometry, hasBias, setup)
    self.isTransposed = isTransposed
    let axes = [geometry.window.rows, geometry.window.columns]
    let isDepthwise =
      !isTransposed && geometry.groups == geometry.wideChannels
      && geometry.groups == geometry.narrowChannels && geometry.kernelPlane > 1
    guard geometry.groups == 1 || isDepthwise,
      axes.allSatisfy({ $0.fill == .zeros && $0.before >= 0 && $0.outputs > 0 && $0.extent > 0 }),
      geometry.narrowPlane > 1
    else { return nil }
  }

  private var isDepthwise: Bool { geometry.groups > 1 }
  private var window: SpatialWindow { geometry.window }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let shape = (isTransposed ? geometry.wideShape : geometry.narrowShape).sample
    let target = builder.memory.buffer(shape, block: setup.lanes)
    let bias = hasBias ? builder.parameters[1] : nil
    let sums = sums(builder.inputs[0], target, builder, bias: bias, toNarrow: !isTransposed)
    builder.forward += sums.stages
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (input, gradient) = (builder.inputs[0], builder.gradients[0])
    let target = builder.memory.buffer(input.shape, block: setup.lanes)
    builder.inputGradients[0] = target
    let sums = sums(gradient, target, builder, bias: nil, toNarrow: isTransposed)
    builder.back(input: 0, sums.stages)
    addWeightGradient(
      builder, wide: isTransposed ? gradient : input, narrow: isTransposed ? input : gradient)
    if hasBias { addBiasGradient(builder, gradient) }
  }

  /// The sums from one side to the other.
  private func sums(
    _ source: InterleavedBuffer, _ target: InterleavedBuffer, _ builder: NodeBuilder, bias: Int?,
    toNarrow: Bool
  ) -> BlockedSums {
    let kernel = geometry.kernelPlane
    let (narrow, wide) = (geometry.wideGroup * kernel, kernel)
    let weights = BlockedWeights(
      offset: builder.parameters[0], bias: bias,
      targetStride: isDepthwise || !toNarrow ? wide : narrow,
      sourceStride: toNarrow ? wide : narrow, kernelColumns: window.columns.kernel,
      isDepthwise: isDepthwise)
    return BlockedSums(
      setup, from: source, to: target,
      rows: toNarrow ? window.rows.forwardPhases : window.rows.backwardPhases,
      columns: toNarrow ? window.columns.forwardPhases : window.columns.backwardPhases,
      weights: weights, builder.memory)
  }

  private func addWeightGradient(
    _ builder: NodeBuilder, wide: InterleavedBuffer, narrow: InterleavedBuffer
  ) {
    let gradient = builder.parameters[0] + builder.gradientDistance
    builder.backward +=
      isDepthwise
      ? BlockedDepthwiseGradients(
        setup, geometry, wide: wide, narrow: narrow, gradient: gradient, builder.memory
      ).stages
      : BlockedWeightGradients(
        setup, geometry, wide: wide, narrow: narrow, gradient: gradient, builder.memory
      ).stages
    builder.addFinishedTasks(0, count: geometry.weightShape.count)
  }

  /// The sum of every channel.
  private func addBiasGradient(_ builder: NodeBuilder, _ gradient: InterleavedBuffer) {
    let (setup, lanes, shape) = (setup, setup.lanes, gradient.shape)
    let blocks = (shape[0] + lanes - 1) / lanes
    let (cells, channels) = (shape[1] * shape[2], shape[0])
    let target = builder.parameters[1] + builder.gradientDistance
    builder.memory.needScratch(blocks * 2 * lanes)
    builder.backward.append(
      .shards(blocks) { step, block in
        let scratch = step.pointee.scratch + block * 2 * lanes
        scratch.update(repeating: 0, count: 2 * lanes)
        let sums = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Double.self)
        for sample in 0..<step.pointee.size {
          let group = step.pointee.frame(sample).group
          let x = group + gradient.offset + block * cells * lanes
          var work = BlockedNormalization(
            cells: cells, x: x, y: x, slope: x, channels: x, factor: x, sums: sums)
          setup.training.channelSums(&work)
        }
        for lane in 0..<min(lanes, channels - block * lanes) {
          step.pointee.batch.shared[target + block * lanes + lane] = Float(sums[lane])
        }
      })
    builder.addFinishedTasks(1, count: channels)
  }
}
