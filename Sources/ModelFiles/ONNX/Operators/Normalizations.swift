import CNNModel

/// Normalizations.
enum NormalizationOperators {
  static let all: [Operator] = [
    Operator("BatchNormalization", .likeFirst, batchNormalization),
    Operator("InstanceNormalization", .likeFirst, instanceNormalization),
    Operator("LayerNormalization", .explicit, layerNormalization),
    Operator("GroupNormalization", .likeFirst, groupNormalization),
    Operator("RMSNormalization", .explicit, rootMeanSquareNormalization),
    Operator("SimplifiedLayerNormalization", .explicit, rootMeanSquareNormalization),
    Operator("LpNormalization", .likeFirst, normNormalization),
    Operator("MeanVarianceNormalization", .likeFirst, meanVarianceNormalization),
    Operator.unary("LRN") { lowering throws(NodeError) in
      let attributes = lowering.attributes
      guard let size = try attributes.int("size"), (1...1 << 20).contains(size) else {
        throw .invalid("the size is missing or not from 1 to \(1 << 20)")
      }
      return LocalResponseNormalization(
        size: size, alpha: try attributes.float("alpha") ?? 0.0001,
        beta: try attributes.float("beta") ?? 0.75, bias: try attributes.float("bias") ?? 1)
    },
  ]

  static func epsilon(
    _ lowering: Lowering, default choice: Double = 1e-5
  ) throws(NodeError) -> Double {
    let epsilon = try lowering.attributes.float("epsilon") ?? choice
    guard epsilon >= 0 else { throw .invalid("an epsilon of \(epsilon) is negative") }
    return epsilon
  }

  /// Constant inputs that hold one number per channel.
  private static func perChannel(
    _ lowering: Lowering, _ inputs: [(index: Int, name: String)], _ image: Operand
  ) throws(NodeError) -> [Tensor] {
    guard image.shape.rank > 1 else { throw .invalid("\(image.shape) has no channels") }
    var tensors: [Tensor] = []
    for (index, name) in inputs {
      let array = try lowering.constant(index, name)
      guard array.count == image.shape[1] else {
        throw .invalid("a \(name) of \(array.shape) does not match \(image.shape[1]) channels")
      }
      tensors.append(array.tensor.reshaped(to: [array.count]))
    }
    return tensors
  }

  @Sendable
  private static func instanceNormalization(
    _ lowering: Lowering
  ) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard input.shape.rank > 2 else {
      throw .invalid("\(input.shape) has no axes after the channels")
    }
    return try lowering.outputs(
      of: InstanceNormalization(epsilon: try epsilon(lowering)), [input],
      try perChannel(lowering, [(1, "scale"), (2, "shift")], input))
  }

  @Sendable
  private static func batchNormalization(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard try lowering.attributes.int("spatial") ?? 1 == 1 else {
      throw .unsupported("it normalizes every cell by itself (spatial is 0)")
    }
    if try lowering.attributes.flag("training_mode") {
      return try BatchStatisticsLowering(lowering, epsilon: try epsilon(lowering)).outputs()
    }
    guard lowering.outputCount <= 1 else {
      throw .unsupported("it has the statistics of the batch as outputs")
    }
    let parameters = try perChannel(lowering, [(1, "scale"), (2, "shift")], input)
    let statistics = try perChannel(lowering, [(3, "mean"), (4, "variance")], input)
    return try lowering.outputs(
      of: BatchNorm(epsilon: try epsilon(lowering), isFrozen: true), [input],
      parameters, statistics: statistics)
  }

  /// Over the axes from one on, with the mean and `1/√(variance + epsilon)` as further outputs.
  @Sendable
  private static func layerNormalization(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? -1)
    let epsilon = try epsilon(lowering)
    let result = try normalized(
      input, axis: axis, epsilon: epsilon, scale: 1, shift: 2, lowering
    ).typed(input.type)
    guard lowering.outputCount > 1 else { return [result] }
    let axes = Array(axis..<input.shape.rank)
    return [result] + (try statistics(of: input, axes: axes, epsilon: epsilon, lowering))
  }

  /// Layer normalization over the axes from one on.
  ///
  /// - Parameters:
  ///   - scale, shift: the inputs of the node that hold them; a shift may be omitted.
  static func normalized(
    _ input: Operand, axis: Int, epsilon: Double, scale: Int, shift: Int, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    let extents = Shape(Array(input.shape.extents[axis...]))
    let scale = try lowering.constant(scale, "scale").tensor
    let shift = lowering.optional(shift) == nil ? nil : try lowering.constant(shift, "shift").tensor
    let parameters = [scale, shift].compactMap(\.self)
    for parameter in parameters where parameter.shape != extents {
      throw .unsupported(
        "its scale or shift is \(parameter.shape), but the axes that it normalizes are \(extents)")
    }
    let layer = LayerNormalization(axis: axis, epsilon: epsilon, hasShift: shift != nil)
    return try lowering.outputs(of: layer, [input], parameters)[0]
  }

  /// The mean over some axes, and `1/√(variance + epsilon)`.
  static func statistics(
    of input: Operand, axes: [Int], epsilon: Double, _ lowering: Lowering
  ) throws(NodeError) -> [Operand] {
    let average = Reduction(.mean, axes: axes, keepsAxes: true)
    let mean = try lowering.apply(average, input)
    let distance = try lowering.apply(Arithmetic(.subtract), input, mean)
    let square = try lowering.apply(Arithmetic(.multiply), distance, distance)
    let variance = try lowering.apply(average, square)
    let sum = try lowering.apply(Add(), variance, Operand(scalar: epsilon))
    let inverse = try lowering.apply(Reciprocal(), try lowering.apply(SquareRoot(), sum))
    return [mean.typed(.float32), inverse.typed(.float32)]
  }

  /// Scale and shift are one number per channel, before version 21 one per group.
  @Sendable
  private static func groupNormalization(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard input.shape.rank > 1, let groups = try lowering.attributes.int("num_groups"),
      groups > 0, input.shape[1].isMultiple(of: groups)
    else { throw .invalid("num_groups does not divide the channels of \(input.shape)") }
    var parameters: [Tensor] = []
    for (index, name) in [(1, "scale"), (2, "shift")] {
      parameters.append(
        try groupParameter(lowering, index, name, groups: groups, channels: input.shape[1]))
    }
    return try lowering.outputs(
      of: GroupNormalization(groups: groups, epsilon: try epsilon(lowering)), [input],
      parameters)
  }

  private static func groupParameter(
    _ lowering: Lowering, _ index: Int, _ name: String, groups: Int, channels: Int
  ) throws(NodeError) -> Tensor {
    let tensor = try lowering.constant(index, name).tensor
    let isPerGroup = lowering.version < 21
    let size = channels / groups
    guard tensor.elements.count == (isPerGroup ? groups : channels) else {
      throw .invalid(
        "a \(name) of \(tensor.shape) does not match \(groups) groups of \(size) channels")
    }
    let elements =
      isPerGroup
      ? tensor.elements.flatMap { [Float](repeating: $0, count: size) } : tensor.elements
    return Tensor(shape: [channels], elements: elements)
  }
}
