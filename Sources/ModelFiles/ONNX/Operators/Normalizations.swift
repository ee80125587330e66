import CNNModel

extension Operator {
  static let normalizations: [Operator] = [
    Operator("BatchNormalization", .likeFirst, batchNormalize),
    Operator("InstanceNormalization") { lowering throws(NodeError) in
      let input = try lowering.input(0)
      guard input.shape.rank > 2 else {
        throw .mistake("\(input.shape) has no axes behind channels")
      }
      let normal = InstanceNormalization(epsilon: try epsilon(lowering))
      return try lowering.outputs(
        of: normal, [input], try perChannel(lowering, [(1, "scale"), (2, "shift")], input))
    },
    Operator("LayerNormalization", .own, layerNormalize),
    Operator("GroupNormalization", .likeFirst, groupNormalize),
    Operator("LRN") { lowering throws(NodeError) in
      let attributes = lowering.attributes
      guard let size = try attributes.whole("size"), (1...1 << 20).contains(size) else {
        throw .mistake("the size is missing or not from 1 to \(1 << 20)")
      }
      let layer = LocalResponseNormalization(
        size: size, alpha: try attributes.number("alpha") ?? 0.0001,
        beta: try attributes.number("beta") ?? 0.75, bias: try attributes.number("bias") ?? 1)
      return [try lowering.apply(layer, try lowering.input(0))]
    },
  ]

  private static func epsilon(_ lowering: Lowering) throws(NodeError) -> Double {
    let epsilon = try lowering.attributes.number("epsilon") ?? 1e-5
    guard epsilon >= 0 else { throw .mistake("an epsilon of \(epsilon) is below 0") }
    return epsilon
  }

  /// Inputs that hold one number a channel.
  private static func perChannel(
    _ lowering: Lowering, _ inputs: [(index: Int, name: String)], _ image: Operand
  ) throws(NodeError) -> [Tensor] {
    guard image.shape.rank > 1 else { throw .mistake("\(image.shape) has no channels") }
    var tensors: [Tensor] = []
    for (index, name) in inputs {
      let array = try lowering.known(index, name)
      guard array.count == image.shape[1] else {
        throw .mistake(
          "a \(name) of \(array.shape) does not go with \(image.shape[1]) channels")
      }
      tensors.append(array.tensor.reshaped(to: [array.count]))
    }
    return tensors
  }
}

// MARK: Batches

extension Operator {
  @Sendable
  private static func batchNormalize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard try lowering.attributes.whole("spatial") ?? 1 == 1 else {
      throw .unsupported("normalization of every cell by itself (spatial 0)")
    }
    if try lowering.attributes.flag("training_mode") {
      return try normalizeInTraining(lowering, input)
    }
    guard lowering.outputCount <= 1 else {
      throw .unsupported("the statistics of a batch of old versions")
    }
    let parameters = try perChannel(lowering, [(1, "scale"), (2, "shift")], input)
    let statistics = try perChannel(lowering, [(3, "mean"), (4, "variance")], input)
    return try lowering.outputs(
      of: BatchNorm(epsilon: try epsilon(lowering), isFrozen: true), [input],
      parameters, statistics: statistics)
  }

  /// `y = scale · (x − mean) / √(variance + epsilon) + shift` with mean and variance (divided by
  /// the count) of the batch, and the running ones as `running · momentum + batch · (1 − momentum)`.
  private static func normalizeInTraining(
    _ lowering: Lowering, _ input: Operand
  ) throws(NodeError) -> [Operand] {
    guard input.shape.rank > 1 else { throw .mistake("\(input.shape) has no channels") }
    let axes = input.shape.extents.indices.filter { $0 != 1 }
    let column = Shape([input.shape[1]] + [Int](repeating: 1, count: input.shape.rank - 2))
    func number(_ number: Double) -> Operand {
      Operand(NumericArray(shape: [], type: .float32, numbers: [number]))
    }
    func mean(_ operand: Operand) throws(NodeError) -> Operand {
      try lowering.apply(Reduction(.mean, axes: axes, keepsAxes: true), operand)
    }
    func combine(
      _ operation: Arithmetic.Operation, _ first: Operand, _ second: Operand
    ) throws(NodeError) -> Operand { try lowering.apply(Arithmetic(operation), first, second) }
    func sum(_ first: Operand, _ second: Operand) throws(NodeError) -> Operand {
      try lowering.apply(Add(), first, second)
    }
    func moved(_ index: Int, _ batch: Operand) throws(NodeError) -> Operand {
      let momentum = try lowering.attributes.number("momentum") ?? 0.9
      let flat = try lowering.reshape(batch, to: [input.shape[1]])
      return try sum(
        try combine(.multiply, try lowering.input(index), number(momentum)),
        try combine(.multiply, flat, number(1 - momentum))
      ).typed(try lowering.input(index).type)
    }
    let center = try mean(input)
    let distance = try combine(.subtract, input, center)
    let variance = try mean(try combine(.multiply, distance, distance))
    let deviation = try lowering.apply(
      SquareRoot(), try sum(variance, number(try epsilon(lowering))))
    let normal = try combine(.divide, distance, deviation)
    let scale = try lowering.reshape(try lowering.input(1), to: column)
    let shift = try lowering.reshape(try lowering.input(2), to: column)
    let result = try sum(try combine(.multiply, normal, scale), shift)
    return [result.typed(input.type), try moved(3, center), try moved(4, variance)]
  }
}

// MARK: Layers and groups

extension Operator {
  /// Over the axes from one on, with `1/√(variance + epsilon)` and the mean as further outputs.
  @Sendable
  private static func layerNormalize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.whole("axis") ?? -1)
    let epsilon = try epsilon(lowering)
    let normalized = Shape(Array(input.shape.extents[axis...]))
    let scale = try lowering.known(1, "scale").tensor
    let shift = lowering.optional(2) == nil ? nil : try lowering.known(2, "shift").tensor
    let parameters = [scale, shift].compactMap(\.self)
    for parameter in parameters where parameter.shape != normalized {
      throw .unsupported("a scale or shift of \(parameter.shape) for \(normalized)")
    }
    let layer = LayerNormalization(axis: axis, epsilon: epsilon, hasShift: shift != nil)
    let result = try lowering.outputs(of: layer, [input], parameters)[0].typed(input.type)
    guard lowering.outputCount > 1 else { return [result] }
    let axes = Array(axis..<input.shape.rank)
    let mean = try lowering.apply(Reduction(.mean, axes: axes, keepsAxes: true), input)
    let distance = try lowering.apply(Arithmetic(.subtract), input, mean)
    let variance = try lowering.apply(
      Reduction(.mean, axes: axes, keepsAxes: true),
      try lowering.apply(Arithmetic(.multiply), distance, distance))
    let number = Operand(NumericArray(shape: [], type: .float32, numbers: [epsilon]))
    let deviation = try lowering.apply(
      SquareRoot(), try lowering.apply(Add(), variance, number))
    return [
      result, mean.typed(.float32), try lowering.apply(Reciprocal(), deviation).typed(.float32),
    ]
  }

  /// Scale and shift are one number a channel, before version 21 one a group.
  @Sendable
  private static func groupNormalize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard input.shape.rank > 1, let groups = try lowering.attributes.whole("num_groups"),
      groups > 0, input.shape[1].isMultiple(of: groups)
    else { throw .mistake("num_groups does not divide the channels of \(input.shape)") }
    let size = input.shape[1] / groups
    var parameters: [Tensor] = []
    for (index, name) in [(1, "scale"), (2, "shift")] {
      let tensor = try lowering.known(index, name).tensor
      let isPerGroup = lowering.version < 21
      guard tensor.elements.count == (isPerGroup ? groups : input.shape[1]) else {
        throw .mistake("a \(name) of \(tensor.shape) for \(groups) groups of \(size) channels")
      }
      let elements =
        isPerGroup
        ? tensor.elements.flatMap { [Float](repeating: $0, count: size) } : tensor.elements
      parameters.append(Tensor(shape: [input.shape[1]], elements: elements))
    }
    return try lowering.outputs(
      of: GroupNormalization(groups: groups, epsilon: try epsilon(lowering)), [input],
      parameters)
  }
}
