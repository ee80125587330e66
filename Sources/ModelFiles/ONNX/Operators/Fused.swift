import CNNModel

/// Operators that ONNX Runtime's graph optimizer makes of several standard ones; they become the
/// layers of those again.
enum FusedOperators {
  static let all: [Operator] = [
    Operator("FusedConv", .likeFirst, domain: .microsoft, convolve),
    Operator("FusedGemm", .likeFirst, domain: .microsoft) { lowering throws(NodeError) in
      let product = try ProductOperators.generalProduct(lowering)[0]
      return [try activated(product, try namedNumbers(lowering), lowering)]
    },
    Operator("FusedMatMulActivation", .likeFirst, domain: .microsoft) {
      lowering throws(NodeError) in
      [try activated(try product(lowering), try namedNumbers(lowering), lowering)]
    },
    product("FusedMatMul"), product("TransposeMatMul"),
    Operator.unary("Gelu", domain: .microsoft) { _ throws(NodeError) in GELU(tanh: false) },
    Operator.unary("QuickGelu", domain: .microsoft) { lowering throws(NodeError) in
      SiLU(alpha: try lowering.attributes.float("alpha") ?? 1.702)
    },
    biased("BiasGelu", GELU(tanh: false)), biased("FastGelu", GELU(tanh: true)),
    Operator("BiasAdd", .likeFirst, domain: .microsoft) { lowering throws(NodeError) in
      [try lowering.outputs(of: Add(), try lowering.allInputs())[0]]
    },
    Operator("BiasSplitGelu", .likeFirst, domain: .microsoft, splitLinearUnit),
    Operator("SkipLayerNormalization", .likeFirst, domain: .microsoft, addAndNormalize),
    Operator("SkipSimplifiedLayerNormalization", .likeFirst, domain: .microsoft, addAndDivide),
  ]

  /// The convolution, plus another value, through an activation.
  @Sendable
  private static func convolve(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    var result = try ConvolutionOperators.convolve(lowering)[0]
    if let addend = lowering.optional(3) { result = try lowering.apply(Add(), result, addend) }
    let numbers = try lowering.attributes.floats("activation_params") ?? []
    return [try activated(result, numbers.map { Double($0) }, lowering)]
  }

  private static func namedNumbers(_ lowering: Lowering) throws(NodeError) -> [Double?] {
    [
      try lowering.attributes.float("activation_alpha"),
      try lowering.attributes.float("activation_beta"),
    ]
  }

  /// The value through the activation that the node names, which may have two numbers.
  private static func activated(
    _ operand: Operand, _ numbers: [Double?], _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    guard let name = try lowering.attributes.string("activation"), !name.isEmpty else {
      return operand
    }
    return try lowering.apply(try activation(name, numbers), operand)
  }

  private static func activation(
    _ name: String, _ numbers: [Double?]
  ) throws(NodeError) -> any Layer {
    func number(_ index: Int, _ choice: Double) -> Double {
      index < numbers.count ? numbers[index] ?? choice : choice
    }
    switch name {
    case "Relu": return ReLU()
    case "Sigmoid": return Sigmoid()
    case "Tanh": return Tanh()
    case "HardSwish": return HardSwish()
    case "LeakyRelu": return LeakyReLU(slope: number(0, 0.01))
    case "Elu": return ELU(alpha: number(0, 1))
    case "HardSigmoid": return HardSigmoid(alpha: number(0, 0.2), beta: number(1, 0.5))
    case "Clip":
      return Clip(
        minimum: Float(number(0, -.infinity)), maximum: Float(number(1, .infinity)))
    default: throw .unsupported("its activation \(name.quoted) is not supported")
    }
  }

  private static func product(_ kind: String) -> Operator {
    Operator(kind, .likeFirst, domain: .microsoft) { lowering throws(NodeError) in
      [try product(lowering)]
    }
  }

  /// `alpha · A · B`, the last two axes exchanged if requested, and the first axes moved behind all
  /// but the last for `transBatch`.
  private static func product(_ lowering: Lowering) throws(NodeError) -> Operand {
    let attributes = lowering.attributes
    let first = try factor(
      lowering, 0, isTurned: try attributes.flag("transA"),
      isMoved: try attributes.flag("transBatchA"))
    let second = try factor(
      lowering, 1, isTurned: try attributes.flag("transB"),
      isMoved: try attributes.flag("transBatchB"))
    let product = try lowering.apply(MatrixProduct(), first, second)
    return try ProductOperators.scaled(
      lowering, product, by: try attributes.float("alpha") ?? 1)
  }

  private static func factor(
    _ lowering: Lowering, _ index: Int, isTurned: Bool, isMoved: Bool
  ) throws(NodeError) -> Operand {
    let operand = try lowering.input(index)
    let rank = operand.shape.rank
    guard rank > 1, isTurned || isMoved else { return operand }
    var order = Array(0..<rank)
    if isMoved { order = Array(order[1..<rank - 1]) + [0, rank - 1] }
    if isTurned { order.swapAt(rank - 2, rank - 1) }
    return try lowering.rearrange(Transpose(order: order), [operand])[0]
  }

  /// A function of the input plus a bias, which may be omitted.
  private static func biased(_ kind: String, _ layer: any Layer) -> Operator {
    Operator(kind, .likeFirst, domain: .microsoft) { lowering throws(NodeError) in
      [try lowering.apply(layer, try sum(lowering, 0...1))]
    }
  }

  /// The sum of those of some inputs that are given.
  private static func sum(
    _ lowering: Lowering, _ indices: ClosedRange<Int>
  ) throws(NodeError) -> Operand {
    let addends = indices.compactMap(lowering.optional)
    guard let first = addends.first else { throw .invalid("its inputs are missing") }
    return addends.count == 1 ? first : try lowering.outputs(of: Add(), addends)[0]
  }

  /// The first half of the numbers times GELU of the second.
  @Sendable
  private static func splitLinearUnit(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try sum(lowering, 0...1)
    guard let count = input.shape.extents.last, count.isMultiple(of: 2) else {
      throw .invalid("\(input.shape) has no two halves")
    }
    let halves = try lowering.rearrange(Split(axis: -1, sizes: [count / 2, count / 2]), [input])
    let share = try lowering.apply(GELU(tanh: false), halves[1])
    return [try lowering.apply(Arithmetic(.multiply), halves[0], share)]
  }

  /// Layer normalization of the sum of two values and a bias, which is the fourth output.
  @Sendable
  private static func addAndNormalize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let sum = try skipSum(lowering, bias: 4)
    let epsilon = try NormalizationOperators.epsilon(lowering, default: 1e-12)
    let axis = sum.shape.rank - 1
    let result = try NormalizationOperators.normalized(
      sum, axis: axis, epsilon: epsilon, scale: 2, shift: 3, lowering)
    guard lowering.outputCount > 1 else { return [result] }
    let statistics = try NormalizationOperators.statistics(
      of: sum, axes: [axis], epsilon: epsilon, lowering)
    return [result] + statistics + [sum]
  }

  /// The same with `x / √(mean of x² + epsilon)`.
  @Sendable
  private static func addAndDivide(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let sum = try skipSum(lowering, bias: 3)
    let epsilon = try NormalizationOperators.epsilon(lowering, default: 1e-12)
    let normalized = try NormalizationOperators.dividedBySize(
      sum, axis: sum.shape.rank - 1, epsilon: epsilon, lowering)
    let result = try lowering.apply(
      Arithmetic(.multiply), normalized, try lowering.input(2))
    guard lowering.outputCount > 1 else { return [result] }
    guard lowering.node.outputs.dropFirst().prefix(2).allSatisfy(\.isEmpty) else {
      throw .unsupported("its statistics are outputs")
    }
    return [result, result, result, sum]
  }

  private static func skipSum(_ lowering: Lowering, bias: Int) throws(NodeError) -> Operand {
    let addends = [try lowering.input(0), try lowering.input(1), lowering.optional(bias)]
    let sum = try lowering.outputs(of: Add(), addends.compactMap(\.self))[0]
    guard sum.shape.rank > 0 else { throw .invalid("a single number cannot be normalized") }
    return sum
  }
}
