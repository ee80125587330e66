import CNNModel

extension Operator {
  static let convolutions: [Operator] = [
    Operator("Conv", .likeFirst, convolve),
    Operator("ConvTranspose", .likeFirst, transposedConvolve),
  ]

  /// The weights as `[…, …, rows, columns]`, with the number of groups.
  private static func weights(
    _ lowering: Lowering, _ image: Operand
  ) throws(NodeError) -> (weights: Tensor, groups: Int, window: WindowAttributes) {
    let array = try lowering.known(1, "kernel")
    let shape = array.shape
    guard shape.rank == image.shape.rank else {
      throw .mistake("a kernel of \(shape) does not go over \(image.shape)")
    }
    let window = try WindowAttributes(
      lowering, image: image.shape, weights: Array(shape.extents.dropFirst(2)))
    let groups = try lowering.attributes.whole("group") ?? 1
    guard groups > 0, shape[0] > 0, shape[1] > 0 else {
      throw .mistake("a kernel of \(shape) in \(groups) groups")
    }
    let extents = [shape[0], shape[1]] + window.kernel
    return (array.tensor.reshaped(to: Shape(extents)), groups, window)
  }

  private static func bias(
    _ lowering: Lowering, channels: Int
  ) throws(NodeError) -> [Tensor] {
    guard lowering.optional(2) != nil else { return [] }
    let bias = try lowering.known(2, "bias")
    guard bias.count == channels else {
      throw .mistake("a bias of \(bias.shape) does not go with \(channels) channels")
    }
    return [bias.tensor.reshaped(to: [channels])]
  }

  @Sendable
  private static func convolve(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let (weights, groups, window) = try weights(lowering, input)
    let bias = try bias(lowering, channels: weights.shape[0])
    let image = try lowering.image(input)
    let layer = Convolution(
      channels: weights.shape[0], kernel: window.kernelPair, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation, groups: groups,
      hasBias: !bias.isEmpty)
    let result = try lowering.outputs(of: layer, [image], [weights] + bias)
    return [try lowering.flat(result[0], rank: window.rank)]
  }

  @Sendable
  private static func transposedConvolve(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let (weights, groups, window) = try weights(lowering, input)
    guard weights.shape[1] <= 1 << 20 else { throw .mistake("a kernel of \(weights.shape)") }
    let channels = weights.shape[1] * groups
    let bias = try bias(lowering, channels: channels)
    let image = try lowering.image(input)
    let (pads, more) = try transposedPads(lowering, image.shape, window)
    let layer = Deconvolution(
      channels: channels, kernel: window.kernelPair, stride: window.stride,
      padding: Padding(pads), dilation: window.dilation, groups: groups, hasBias: !bias.isEmpty,
      outputPadding: Pair(more[0], more[1]))
    let result = try lowering.outputs(of: layer, [image], [weights] + bias)
    return [try lowering.flat(result[0], rank: window.rank)]
  }

  /// The pads as top, left, bottom and right and the rows and columns that are added, for the
  /// output shape that the file says or that the rule *same* means: stride times the input.
  private static func transposedPads(
    _ lowering: Lowering, _ image: Shape, _ window: WindowAttributes
  ) throws(NodeError) -> (pads: [Int], more: [Int]) {
    var more = try lowering.attributes.wholes("output_padding") ?? [0, 0]
    if window.rank == 1 { more = [0, more.last ?? 0] }
    guard more.count == 2, more.allSatisfy({ (0...1 << 20).contains($0) }) else {
      throw .mistake("an output_padding of \(more)")
    }
    var wanted = try lowering.attributes.wholes("output_shape")
    if let extents = wanted {
      guard [window.rank, window.rank + 2].contains(extents.count) else {
        throw .mistake("\(extents.count) extents of output_shape")
      }
      wanted = (window.rank == 1 ? [1] : []) + extents.suffix(window.rank)
    } else if window.isSame {
      wanted = (0..<2).map { image[2 + $0] * window.strides[$0] }
    }
    guard let wanted else { return (window.explicitPads, more) }
    var pads = [0, 0, 0, 0]
    for axis in 0..<2 {
      let whole = window.strides[axis] * (image[2 + axis] - 1) + window.reach(axis)
      let total = whole + more[axis] - wanted[axis]
      guard total >= 0 else {
        more[axis] -= total
        continue
      }
      let small = total / 2
      (pads[axis], pads[2 + axis]) =
        window.isUpper ? (small, total - small) : (total - small, small)
    }
    return (pads, more)
  }
}
