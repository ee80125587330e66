import CNNModel

/// `DeformConv`: every cell of a kernel reads the image at an offset of its own.
///
/// The image is sampled where each cell of the kernel lies, which gives a map for every cell; the
/// maps, times their masks, then go through a convolution whose kernel has those cells as its rows.
/// Source: ONNX operator specification, DeformConv-19.
struct DeformedConvolution {
  private let lowering: Lowering
  private let image: Operand
  private let offsets: Operand
  private let weights: NumericArray
  private let window: WindowAttributes
  private let groups: Int
  private let offsetGroups: Int
  /// The rows and columns of the output.
  private let output: [Int]

  @Sendable
  static func lower(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    [try DeformedConvolution(lowering).result()]
  }

  private init(_ lowering: Lowering) throws(NodeError) {
    self.lowering = lowering
    (image, offsets) = (try lowering.input(0), try lowering.input(2))
    weights = try lowering.constant(1, "kernel")
    guard image.shape.rank == 4, weights.shape.rank == 4, offsets.shape.rank == 4 else {
      throw .unsupported("it is not over rows and columns")
    }
    window = try WindowAttributes(
      lowering, image: image.shape, weights: Array(weights.shape.extents[2...]))
    groups = try lowering.attributes.int("group") ?? 1
    offsetGroups = try lowering.attributes.int("offset_group") ?? 1
    output = Array(offsets.shape.extents[2...])
    try check()
  }

  /// The number of cells of the kernel.
  private var cells: Int { window.kernel.reduce(1, *) }

  private func check() throws(NodeError) {
    let (batch, channels) = (image.shape[0], image.shape[1])
    guard groups > 0, offsetGroups > 0, channels == weights.shape[1] * groups,
      channels % offsetGroups == 0, weights.shape[0] % groups == 0
    else {
      throw .invalid(
        "a kernel of \(weights.shape) in \(groups) groups, with offsets in \(offsetGroups), does not "
          + "fit \(image.shape)")
    }
    let padding = window.padding(over: image.shape)
    let layer = Convolution(
      channels: weights.shape[0], kernel: window.kernelAxes, stride: window.stride,
      padding: padding, dilation: window.dilation, groups: groups, hasBias: false)
    let shape = try layer.check([image.shape], .init(parameters: [weights.tensor]))[0]
    let wanted: Shape = [batch, offsetGroups * cells * 2, shape[2], shape[3]]
    guard offsets.shape == wanted else {
      throw .invalid("the offsets are \(offsets.shape), but \(wanted) is expected")
    }
    if let mask = lowering.optional(4), mask.shape != wanted.replacing(axis: 1, with: wanted[1] / 2)
    {
      throw .invalid("the mask is \(mask.shape), which does not fit offsets of \(wanted)")
    }
    guard wanted.count <= 1 << 22 else {
      throw .unsupported("its offsets of \(wanted) are too many")
    }
  }

  private func result() throws(NodeError) -> Operand {
    var maps: [Operand] = []
    for group in 0..<offsetGroups { maps.append(try sampled(group)) }
    let all = maps.count == 1 ? maps[0] : try lowering.rearrange(Concatenation(axis: 1), maps)[0]
    let places = output[0] * output[1]
    let columns = try lowering.reshape(
      all, to: [image.shape[0], image.shape[1], cells, places])
    let kernel = weights.tensor.reshaped(to: [weights.shape[0], weights.shape[1], cells, 1])
    let bias = try lowering.optional(3) == nil ? nil : lowering.constant(3, "bias").tensor
    if let bias, bias.shape != [weights.shape[0]] {
      throw .invalid("a bias of \(bias.shape) does not match \(weights.shape[0]) channels")
    }
    let layer = Convolution(
      channels: weights.shape[0], kernel: [cells, 1], groups: groups, hasBias: bias != nil)
    let result = try lowering.outputs(
      of: layer, [columns], [kernel] + (bias.map { [$0] } ?? []))[0]
    return try lowering.reshape(
      result, to: [image.shape[0], weights.shape[0], output[0], output[1]])
  }

  /// A group's channels at the places of every cell of the kernel: `[batch, channels, cells·rows,
  /// columns]`.
  private func sampled(_ group: Int) throws(NodeError) -> Operand {
    let channels = image.shape[1] / offsetGroups
    let part = try slice(image, from: group * channels, count: channels)
    let sampled = try lowering.apply(GridSample(), part, try grid(group))
    guard let mask = lowering.optional(4) else { return sampled }
    let own = try slice(mask, from: group * cells, count: cells)
    let factors = try lowering.reshape(
      own, to: [image.shape[0], 1, cells * output[0], output[1]])
    return try lowering.apply(Arithmetic(.multiply), sampled, factors)
  }

  /// The positions that the cells of the kernel read, as a grid from −1 to 1.
  private func grid(_ group: Int) throws(NodeError) -> Operand {
    let own = try slice(offsets, from: group * cells * 2, count: cells * 2)
    let pairs = try lowering.reshape(
      own, to: [image.shape[0], cells, 2, output[0], output[1]])
    let last = try lowering.rearrange(Transpose(order: [0, 1, 3, 4, 2]), [pairs])[0]
    let turned = try lowering.rearrange(Gather(axis: 4, indices: [1, 0]), [last])[0]
    let scale = [3, 2].map { 2 / Float(image.shape[$0]) }
    let scaled = try lowering.apply(
      Arithmetic(.multiply), turned, Operand(NumericArray(Tensor(shape: [2], elements: scale))))
    let moved = try lowering.apply(Add(), scaled, Operand(NumericArray(places)))
    return try lowering.reshape(
      moved, to: [image.shape[0], cells * output[0], output[1], 2])
  }

  /// Where the cells of the kernel lie without offsets.
  private var places: Tensor {
    let shape: Shape = [1, cells, output[0], output[1], 2]
    let before = window.explicitPads
    let elements = (0..<shape.count).map { offset -> Float in
      let position = shape.position(at: offset)
      let axis = 1 - position[4]
      let columns = window.kernel[1]
      let cell = axis == 0 ? position[1] / columns : position[1] % columns
      let place =
        position[axis + 2] * window.stride[axis] + cell * window.dilation[axis] - before[axis]
      return Float((2 * Double(place) + 1) / Double(image.shape[axis + 2]) - 1)
    }
    return Tensor(shape: shape, elements: elements)
  }

  private func slice(
    _ operand: Operand, from start: Int, count: Int
  ) throws(NodeError) -> Operand {
    if count == operand.shape[1] { return operand }
    let layer = Slice(axes: [1], starts: [start], ends: [start + count], steps: [1])
    return try lowering.rearrange(layer, [operand])[0]
  }
}
