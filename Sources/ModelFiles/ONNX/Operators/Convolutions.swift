import CNNModel

/// Convolutions and transposed convolutions.
enum ConvolutionOperators {
  static let all: [Operator] = [
    Operator("Conv", .likeFirst, convolve),
    Operator("ConvTranspose", .likeFirst, transposedConvolve),
  ]

  /// The kernel with a row in front where it has one axis, with the number of groups and the window.
  private static func weights(
    _ lowering: Lowering, _ image: Operand
  ) throws(NodeError) -> (weights: Tensor, groups: Int, window: WindowAttributes) {
    let array = try lowering.constant(1, "kernel")
    let shape = array.shape
    guard shape.rank == image.shape.rank else {
      throw .invalid("a kernel of \(shape) does not fit an input of \(image.shape)")
    }
    let window = try WindowAttributes(
      lowering, image: image.shape, weights: Array(shape.extents.dropFirst(2)))
    let groups = try lowering.attributes.int("group") ?? 1
    guard groups > 0, shape[0] > 0, shape[1] > 0 else {
      throw .invalid("a kernel of \(shape) cannot have \(groups) groups")
    }
    let extents = [shape[0], shape[1]] + window.kernel
    return (array.tensor.reshaped(to: Shape(extents)), groups, window)
  }

  private static func bias(
    _ lowering: Lowering, channels: Int
  ) throws(NodeError) -> [Tensor] {
    guard lowering.optional(2) != nil else { return [] }
    let bias = try lowering.constant(2, "bias")
    guard bias.count == channels else {
      throw .invalid("a bias of \(bias.shape) does not match \(channels) channels")
    }
    return [bias.tensor.reshaped(to: [channels])]
  }

  @Sendable
  static func convolve(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let (weights, groups, window) = try weights(lowering, input)
    let bias = try bias(lowering, channels: weights.shape[0])
    let image = try lowering.asImage(input)
    let layer = Convolution(
      channels: weights.shape[0], kernel: window.kernelAxes, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation, groups: groups,
      hasBias: !bias.isEmpty)
    let result = try lowering.outputs(of: layer, [image], [weights] + bias)
    return [try lowering.fromImage(result[0], rank: window.rank)]
  }

  @Sendable
  private static func transposedConvolve(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let (weights, groups, window) = try weights(lowering, input)
    guard weights.shape[1] <= 1 << 20 else {
      throw .invalid("a kernel of \(weights.shape) has too many channels")
    }
    let channels = weights.shape[1] * groups
    let bias = try bias(lowering, channels: channels)
    let image = try lowering.asImage(input)
    let (pads, more) = try transposedPads(lowering, image.shape, window)
    let layer = Deconvolution(
      channels: channels, kernel: window.kernelAxes, stride: window.stride,
      padding: Padding(pads), dilation: window.dilation, groups: groups, hasBias: !bias.isEmpty,
      outputPadding: PerAxis(more))
    let result = try lowering.outputs(of: layer, [image], [weights] + bias)
    return [try lowering.fromImage(result[0], rank: window.rank)]
  }

  /// The pads as `WindowAttributes` has them, and the output padding, for the output shape that the
  /// file requests or that `auto_pad` SAME means: stride times the input.
  private static func transposedPads(
    _ lowering: Lowering, _ image: Shape, _ window: WindowAttributes
  ) throws(NodeError) -> (pads: [Int], more: [Int]) {
    var more = try outputPadding(lowering, window)
    guard let requested = try outputExtents(lowering, image, window) else {
      return (window.explicitPads, more)
    }
    let axes = window.kernel.count
    var pads = [Int](repeating: 0, count: 2 * axes)
    for axis in 0..<axes {
      let full = window.strides[axis] * (image[2 + axis] - 1) + window.reach(axis)
      let total = full + more[axis] - requested[axis]
      if total < 0 { more[axis] -= total }
      (pads[axis], pads[axes + axis]) = window.split(max(0, total))
    }
    return (pads, more)
  }

  /// Cells that are added at the end of every axis.
  private static func outputPadding(
    _ lowering: Lowering, _ window: WindowAttributes
  ) throws(NodeError) -> [Int] {
    var more = try lowering.attributes.ints("output_padding") ?? window.kernel.map { _ in 0 }
    if window.rank == 1 { more = [0, more.last ?? 0] }
    guard more.count == window.kernel.count, more.allSatisfy({ (0...1 << 20).contains($0) }) else {
      throw .invalid("output_padding \(more) is invalid")
    }
    return more
  }

  /// The extents that the output must have, nil where the pads determine them.
  private static func outputExtents(
    _ lowering: Lowering, _ image: Shape, _ window: WindowAttributes
  ) throws(NodeError) -> [Int]? {
    guard let extents = try lowering.attributes.ints("output_shape") else {
      return window.isSame ? window.strides.indices.map { image[2 + $0] * window.strides[$0] } : nil
    }
    guard [window.rank, window.rank + 2].contains(extents.count) else {
      throw .invalid("output_shape has \(extents.count) extents")
    }
    return (window.rank == 1 ? [1] : []) + extents.suffix(window.rank)
  }
}
