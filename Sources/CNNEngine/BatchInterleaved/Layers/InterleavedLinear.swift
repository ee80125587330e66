import CNNModel
import KernelInterface

/// A linear layer.
struct InterleavedLinear: InterleavedLayer {
  let units: Int
  let hasBias: Bool

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let target = builder.buffer([units])
    let body = builder.linear(
      builder.inputs[0], target, weights: builder.parameters[0],
      bias: hasBias ? builder.parameters[1] : nil)
    builder.then(writes: [target], body)
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (input, gradient) = (builder.inputs[0], builder.gradients[0])
    let target = builder.inputGradient(0)
    let body = builder.linearBack(gradient, target, weights: builder.parameters[0])
    builder.back(input: 0, writes: [target], body)
    builder.outerProducts(input, gradient, 0)
    if hasBias { builder.sumChannels(gradient, 1) }
  }
}

extension NodeBuilder {
  /// The operation of a linear layer: targets that sum over all numbers of the input, in the order of
  /// their weights.
  func linear(
    _ input: InterleavedBuffer, _ target: InterleavedBuffer, weights: Int, bias: Int?
  ) -> GroupOperation.Body {
    let row = input.at(input.offset, [input.shape.count])
    let channels = ChannelStrides(
      groups: 1, targets: target.shape.count, sources: row.shape.count,
      targetStride: row.shape.count, sourceStride: 1, groupStride: 0)
    return weightedSums(
      .one(samples), channels, from: row, to: target, weights: weights, bias: bias,
      form: .dotProducts)
  }

  /// The operation of the input gradient of a linear layer.
  func linearBack(
    _ gradient: InterleavedBuffer, _ target: InterleavedBuffer, weights: Int
  ) -> GroupOperation.Body {
    let row = target.at(target.offset, [target.shape.count])
    let outputs = gradient.at(gradient.offset, [gradient.shape.count])
    let channels = ChannelStrides(
      groups: 1, targets: row.shape.count, sources: outputs.shape.count, targetStride: 1,
      sourceStride: row.shape.count, groupStride: 0)
    return weightedSums(
      .one(samples), channels, from: outputs, to: row, weights: weights, bias: nil, form: .axpy)
  }
}
