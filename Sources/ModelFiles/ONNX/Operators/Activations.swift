import CNNModel

/// Activations and other functions of each element alone.
enum ActivationOperators {
  /// Functions of each element alone.
  static let all: [Operator] =
    keywords.map { kind, keyword in
      Operator.unary(kind) { lowering throws(NodeError) in try lowering.layer(keyword) }
    } + functions + [
      Operator.unary("LeakyRelu") { lowering throws(NodeError) in
        LeakyReLU(slope: try lowering.attributes.float("alpha") ?? 0.01)
      },
      Operator.unary("Elu") { lowering throws(NodeError) in
        ELU(alpha: try lowering.attributes.float("alpha") ?? 1)
      },
      Operator.unary("Celu") { lowering throws(NodeError) in
        let alpha = try lowering.attributes.float("alpha") ?? 1
        guard alpha != 0 else { throw .invalid("an alpha of 0 is not allowed") }
        return CELU(alpha: alpha)
      },
      Operator.unary("Selu") { lowering throws(NodeError) in
        SELU(
          alpha: try lowering.attributes.float("alpha") ?? 1.67326319217681884765625,
          scale: try lowering.attributes.float("gamma") ?? 1.05070102214813232421875)
      },
      Operator.unary("HardSigmoid") { lowering throws(NodeError) in
        HardSigmoid(
          alpha: try lowering.attributes.float("alpha") ?? 0.2,
          beta: try lowering.attributes.float("beta") ?? 0.5)
      },
      Operator.unary("Gelu") { lowering throws(NodeError) in
        GELU(tanh: try lowering.attributes.string("approximate") == "tanh")
      },
      Operator.unary("ThresholdedRelu") { lowering throws(NodeError) in
        ThresholdedReLU(alpha: try lowering.attributes.float("alpha") ?? 1)
      },
      Operator("PRelu", .likeFirst, parametricReLU),
      Operator("Clip", .likeFirst, clip),
      Operator.unary("Swish") { lowering throws(NodeError) in
        SiLU(alpha: try lowering.attributes.float("alpha") ?? 1)
      },
      Operator.unary("Shrink") { lowering throws(NodeError) in
        Shrink(
          limit: try lowering.attributes.float("lambd") ?? 0.5,
          bias: try lowering.attributes.float("bias") ?? 0)
      },
      Operator("Softmax") { lowering throws(NodeError) in
        try alongAxis(lowering) { input, axis throws(NodeError) in
          try lowering.apply(Softmax(axis: axis), input)
        }
      },
      Operator("LogSoftmax") { lowering throws(NodeError) in
        try alongAxis(lowering) { input, axis throws(NodeError) in
          try lowering.apply(LogSoftmax(axis: axis), input)
        }
      },
      Operator("IsNaN", .always(.bool)) { lowering throws(NodeError) in
        [try lowering.apply(FloatTest(.nan), try lowering.input(0))]
      },
      Operator("IsInf", .always(.bool), isInfinite),
    ]
    + TrigonometricFunction.allCases.map { function in
      Operator.unary(function.rawValue.capitalized) { _ throws(NodeError) in Trigonometry(function)
      }
    }

  /// Operators without attributes, with the keyword of the layer.
  private static let keywords = [
    ("Sigmoid", "sigmoid"), ("Tanh", "tanh"), ("Softplus", "softplus"), ("Softsign", "softsign"),
    ("HardSwish", "hardswish"), ("Mish", "mish"),
  ]

  private static let functions: [Operator] = [
    Operator.unary("Relu") { _ throws(NodeError) in ReLU() },
    Operator.unary("Abs") { _ throws(NodeError) in Absolute() },
    Operator.unary("Neg") { _ throws(NodeError) in Negation() },
    Operator.unary("Sign") { _ throws(NodeError) in Sign() },
    Operator.unary("Exp") { _ throws(NodeError) in Exponential() },
    Operator.unary("Log") { _ throws(NodeError) in Logarithm() },
    Operator.unary("Sqrt") { _ throws(NodeError) in SquareRoot() },
    Operator.unary("Erf") { _ throws(NodeError) in ErrorFunction() },
    Operator.unary("Reciprocal") { _ throws(NodeError) in Reciprocal() },
    Operator.unary("Floor") { _ throws(NodeError) in Floor() },
    Operator.unary("Ceil") { _ throws(NodeError) in Ceiling() },
    Operator.unary("Round") { _ throws(NodeError) in Round() },
  ]
}

// MARK: Parameters and bounds

extension ActivationOperators {
  /// A constant slope is a parameter of a layer; a computed one gives
  /// `relu(x) − slope · relu(−x)`.
  @Sendable
  private static func parametricReLU(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (input, slope) = (try lowering.input(0), try lowering.input(1))
    if let array = slope.array ?? slope.given, !input.isConstant {
      guard input.shape.rank > 1, isPerChannel(array.shape, lowering, input.shape) else {
        return try lowering.outputs(of: PReLU(slope: array.shape), [input], [array.tensor])
      }
      let slopes = array.tensor.reshaped(to: [array.count])
      return try lowering.outputs(of: PReLU(), [input], [slopes])
    }
    let above = try lowering.apply(ReLU(), input)
    let below = try lowering.apply(ReLU(), try lowering.apply(Negation(), input))
    let scaled = try lowering.apply(Arithmetic(.multiply), slope, below)
    return [try lowering.apply(Arithmetic(.subtract), above, scaled)]
  }

  /// Before version 7 a list of slopes has one for each channel; since then a shape of
  /// `[channels, 1, 1, …]` does.
  private static func isPerChannel(
    _ slope: Shape, _ lowering: Lowering, _ input: Shape
  ) -> Bool {
    let column = Shape([input[1]] + [Int](repeating: 1, count: input.rank - 2))
    return slope == column || (lowering.version < 7 && slope == [input[1]])
  }

  @Sendable
  private static func clip(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let bounds = (lowering.optional(1), lowering.optional(2))
    if input.type.isInteger { return [try clipped(lowering, input, bounds.0, bounds.1)] }
    let low = try bound(lowering, 1, "min") ?? -.infinity
    let high = try bound(lowering, 2, "max") ?? .infinity
    return [try lowering.apply(Clip(minimum: Float(low), maximum: Float(high)), input)]
  }

  /// Integers between bounds, which floats may not hold.
  private static func clipped(
    _ lowering: Lowering, _ input: Operand, _ low: Operand?, _ high: Operand?
  ) throws(NodeError) -> Operand {
    var result = input
    if let low { result = try lowering.apply(Arithmetic(.maximum), result, low) }
    if let high { result = try lowering.apply(Arithmetic(.minimum), result, high) }
    return result
  }

  private static func bound(
    _ lowering: Lowering, _ index: Int, _ name: String
  ) throws(NodeError) -> Double? {
    if let number = try lowering.attributes.float(name) { return number }
    guard lowering.optional(index) != nil else { return nil }
    return try lowering.scalar(index, name == "min" ? "lower bound" : "upper bound")
  }

  /// Before version 13 the input is flattened to a matrix at the axis; since then the axis is one
  /// of many.
  static func alongAxis(
    _ lowering: Lowering, _ compute: (Operand, Int) throws(NodeError) -> Operand
  ) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let isNew = lowering.version >= 13
    let axis = try input.shape.axis(
      try lowering.attributes.int("axis") ?? (isNew ? -1 : 1), isEnd: !isNew)
    if isNew || axis == input.shape.rank - 1 { return [try compute(input, axis)] }
    let matrix = try lowering.reshape(input, to: input.shape.matrix(at: axis))
    return [try lowering.reshape(try compute(matrix, 1), to: input.shape)]
  }

  @Sendable
  private static func isInfinite(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let detectsPositive = try lowering.attributes.flag("detect_positive", default: true)
    let detectsNegative = try lowering.attributes.flag("detect_negative", default: true)
    let input = try lowering.input(0)
    guard detectsPositive || detectsNegative else {
      let never = [Double](repeating: 0, count: input.shape.count)
      return [Operand(NumericArray(shape: input.shape, type: .bool, numbers: never))]
    }
    let property: FloatTest.Property =
      detectsPositive && detectsNegative
      ? .infinite : detectsPositive ? .positiveInfinity : .negativeInfinity
    return [try lowering.apply(FloatTest(property), input)]
  }
}
