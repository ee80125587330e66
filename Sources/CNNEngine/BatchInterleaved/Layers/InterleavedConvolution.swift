import CNNModel
import KernelInterface

/// A convolution.
struct InterleavedConvolution: InterleavedLayer {
  let geometry: ConvolutionGeometry
  let hasBias: Bool

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let target = builder.buffer(geometry.narrowShape.sample)
    let (weights, bias) = (builder.parameters[0], hasBias ? builder.parameters[1] : nil)
    let units = target.at(target.offset, [geometry.narrowChannels])
    let body =
      geometry.isLinear
      ? builder.linear(builder.inputs[0], units, weights: weights, bias: bias)
      : builder.convolution(
        geometry, from: builder.inputs[0], to: target, weights: weights, bias: bias)
    builder.then(writes: [target], body)
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (input, gradient) = (builder.inputs[0], builder.gradients[0])
    let target = builder.inputGradient(0)
    if geometry.isLinear {
      let body = builder.linearBack(gradient, target, weights: builder.parameters[0])
      builder.back(input: 0, writes: [target], body)
      builder.outerProducts(input, gradient, 0)
    } else {
      let body = builder.transposedConvolution(
        geometry, from: gradient, to: target, weights: builder.parameters[0], bias: nil)
      builder.back(input: 0, writes: [target], body)
      builder.weightGradient(geometry, wide: input, narrow: gradient, 0)
    }
    if hasBias { builder.sumChannels(gradient, 1) }
  }
}

/// A transposed convolution.
struct InterleavedTransposedConvolution: InterleavedLayer {
  let geometry: ConvolutionGeometry
  let hasBias: Bool

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let target = builder.buffer(geometry.wideShape.sample)
    let body = builder.transposedConvolution(
      geometry, from: builder.inputs[0], to: target, weights: builder.parameters[0],
      bias: hasBias ? builder.parameters[1] : nil)
    builder.then(writes: [target], body)
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (input, gradient) = (builder.inputs[0], builder.gradients[0])
    let target = builder.inputGradient(0)
    let body = builder.convolution(
      geometry, from: gradient, to: target, weights: builder.parameters[0], bias: nil)
    builder.back(input: 0, writes: [target], body)
    builder.weightGradient(geometry, wide: gradient, narrow: input, 0)
    if hasBias { builder.sumChannels(gradient, 1) }
  }
}

extension NodeBuilder {
  /// The operation from the wide to the narrow side: a convolution, or the input gradient of a
  /// transposed convolution.
  fileprivate func convolution(
    _ geometry: ConvolutionGeometry, from source: InterleavedBuffer,
    to target: InterleavedBuffer, weights: Int, bias: Int?
  ) -> GroupOperation.Body {
    let (window, kernel) = (geometry.window, geometry.kernelPlane)
    let channels = ChannelStrides(
      groups: geometry.groups, targets: geometry.narrowGroup, sources: geometry.wideGroup,
      targetStride: geometry.wideGroup * kernel, sourceStride: kernel,
      groupStride: geometry.narrowGroup * geometry.wideGroup * kernel)
    if samples == 1, let padding = PaddedImage(convolution: window) {
      return weightedSums(
        padding, kernelColumns: window.columns.kernel, channels, from: source, to: target,
        weights: weights, bias: bias)
    }
    let tables = WeightedSumTables(
      rows: AxisTaps(convolution: window.rows), columns: AxisTaps(convolution: window.columns),
      kernelColumns: window.columns.kernel, channels: channels.sources, samples: samples)
    return weightedSums(tables, channels, from: source, to: target, weights: weights, bias: bias)
  }

  /// The operation from the narrow to the wide side: a transposed convolution, or the input
  /// gradient of a convolution.
  fileprivate func transposedConvolution(
    _ geometry: ConvolutionGeometry, from source: InterleavedBuffer,
    to target: InterleavedBuffer, weights: Int, bias: Int?
  ) -> GroupOperation.Body {
    let (window, kernel) = (geometry.window, geometry.kernelPlane)
    let channels = ChannelStrides(
      groups: geometry.groups, targets: geometry.wideGroup, sources: geometry.narrowGroup,
      targetStride: kernel, sourceStride: geometry.wideGroup * kernel,
      groupStride: geometry.narrowGroup * geometry.wideGroup * kernel)
    if samples == 1, let padding = PaddedImage(transposed: window) {
      return weightedSums(
        padding, kernelColumns: window.columns.kernel, channels, from: source, to: target,
        weights: weights, bias: bias)
    }
    let tables = WeightedSumTables(
      rows: AxisTaps(transposed: window.rows), columns: AxisTaps(transposed: window.columns),
      kernelColumns: window.columns.kernel, channels: channels.sources, samples: samples)
    return weightedSums(tables, channels, from: source, to: target, weights: weights, bias: bias)
  }
}

extension ConvolutionGeometry {
  /// Whether every output reads every cell, each with its own weight in the order of the cells.
  fileprivate var isLinear: Bool {
    groups == 1 && narrowPlane == 1
      && [window.rows, window.columns].allSatisfy {
        $0.kernel == $0.extent && $0.before == 0 && $0.dilation == 1 && !$0.isFlipped
      }
  }
}
