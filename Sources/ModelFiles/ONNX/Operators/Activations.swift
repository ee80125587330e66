import CNNModel

extension Operator {
  /// Functions of each number alone.
  static let activations: [Operator] =
    words.map { kind, word in
      single(kind) { lowering throws(NodeError) in try lowering.layer(word) }
    } + functions + [
      single("LeakyRelu") { lowering throws(NodeError) in
        LeakyReLU(slope: try lowering.attributes.number("alpha") ?? 0.01)
      },
      single("Elu") { lowering throws(NodeError) in
        ELU(alpha: try lowering.attributes.number("alpha") ?? 1)
      },
      single("Celu") { lowering throws(NodeError) in
        let alpha = try lowering.attributes.number("alpha") ?? 1
        guard alpha != 0 else { throw .mistake("an alpha of 0 is not allowed") }
        return CELU(alpha: alpha)
      },
      single("Selu") { lowering throws(NodeError) in
        SELU(
          alpha: try lowering.attributes.number("alpha") ?? 1.67326319217681884765625,
          scale: try lowering.attributes.number("gamma") ?? 1.05070102214813232421875)
      },
      single("HardSigmoid") { lowering throws(NodeError) in
        HardSigmoid(
          alpha: try lowering.attributes.number("alpha") ?? 0.2,
          beta: try lowering.attributes.number("beta") ?? 0.5)
      },
      single("Gelu") { lowering throws(NodeError) in
        GELU(tanh: try lowering.attributes.text("approximate") == "tanh")
      },
      single("ThresholdedRelu") { lowering throws(NodeError) in
        ThresholdedReLU(alpha: try lowering.attributes.number("alpha") ?? 1)
      },
      Operator("PRelu", .likeFirst, parametricRectifier),
      Operator("Clip", .likeFirst, clip),
      Operator("Softmax") { lowering throws(NodeError) in
        try shares(lowering) { Softmax(axis: $0) }
      },
      Operator("LogSoftmax") { lowering throws(NodeError) in
        try shares(lowering) { LogSoftmax(axis: $0) }
      },
    ]

  private static let words = [
    ("Sigmoid", "sigmoid"), ("Tanh", "tanh"), ("Softplus", "softplus"), ("Softsign", "softsign"),
    ("HardSwish", "hardswish"), ("Mish", "mish"),
  ]

  private static let functions: [Operator] = [
    exact("Relu", ReLU()) { max(0, $0) },
    exact("Abs", Absolute()) { abs($0) },
    exact("Neg", Negation()) { 0 &- $0 },
    exact("Sign", Sign()) { $0.signum() },
    single("Exp") { _ throws(NodeError) in Exponential() },
    single("Log") { _ throws(NodeError) in Logarithm() },
    single("Sqrt") { _ throws(NodeError) in SquareRoot() },
    single("Erf") { _ throws(NodeError) in ErrorFunction() },
    single("Reciprocal") { _ throws(NodeError) in Reciprocal() },
    single("Floor") { _ throws(NodeError) in Floor() },
    single("Ceil") { _ throws(NodeError) in Ceiling() },
    single("Round") { _ throws(NodeError) in Round() },
  ]

  /// A layer that is another function on integers.
  private static func exact(
    _ kind: String, _ layer: any Layer, _ change: @escaping @Sendable (Int128) -> Int128
  ) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      guard !IntegerArithmetic.takes([input]) else {
        return [try IntegerArithmetic.map(input, as: input.type, change)]
      }
      return [try lowering.apply(layer, input)]
    }
  }

  /// A slope that is known is learnt; for one that flows it is `relu(x) − slope · relu(−x)`.
  @Sendable
  private static func parametricRectifier(
    _ lowering: Lowering
  ) throws(NodeError) -> [Operand] {
    let (input, slope) = (try lowering.input(0), try lowering.input(1))
    if let array = slope.array ?? slope.given, !input.isKnown {
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

  /// Before version 7 a list of slopes is one for each channel, as is one with an axis of 1 for every
  /// axis behind them since.
  private static func isPerChannel(
    _ slope: Shape, _ lowering: Lowering, _ input: Shape
  ) -> Bool {
    let column = Shape([input[1]] + [Int](repeating: 1, count: input.rank - 2))
    return slope == column || (lowering.version < 7 && slope == [input[1]])
  }

  /// With known numeric bounds one layer; else the smaller of the larger.
  @Sendable
  private static func clip(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let bounds = [lowering.optional(1), lowering.optional(2)]
    if IntegerArithmetic.takes([input] + bounds.compactMap(\.self)) {
      var result = input
      if let low = bounds[0] {
        result = try IntegerArithmetic.combine([result, low], as: input.type) { max($0, $1) }
      }
      if let high = bounds[1] {
        result = try IntegerArithmetic.combine([result, high], as: input.type) { min($0, $1) }
      }
      return [result]
    }
    let low = try bound(lowering, 1, "min") ?? -.infinity
    let high = try bound(lowering, 2, "max") ?? .infinity
    return [try lowering.apply(Clip(minimum: Float(low), maximum: Float(high)), input)]
  }

  private static func bound(
    _ lowering: Lowering, _ index: Int, _ name: String
  ) throws(NodeError) -> Double? {
    if let number = try lowering.attributes.number(name) { return number }
    guard lowering.optional(index) != nil else { return nil }
    return try lowering.scalar(index, name == "min" ? "lower bound" : "upper bound")
  }

  /// Before version 13 the input is a matrix, cut at the axis; since then the axis is one of many.
  private static func shares(
    _ lowering: Lowering, _ layer: (Int) -> any Layer
  ) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let isNew = lowering.version >= 13
    let axis = try input.shape.axis(
      try lowering.attributes.whole("axis") ?? (isNew ? -1 : 1), isEnd: !isNew)
    if isNew || axis == input.shape.rank - 1 { return [try lowering.apply(layer(axis), input)] }
    let matrix = Shape([
      input.shape.extents[..<axis].reduce(1, *), input.shape.extents[axis...].reduce(1, *),
    ])
    let flat = try lowering.reshape(input, to: matrix)
    let shares = try lowering.apply(layer(1), flat)
    return [try lowering.reshape(shares, to: input.shape)]
  }
}

extension Shape {
  /// The axis that a number means, counted from the end where it is below 0.
  ///
  /// - Parameter isEnd: whether the place behind the last axis may be meant.
  func axis(_ number: Int, isEnd: Bool = false) throws(NodeError) -> Int {
    let axis = number < 0 ? number + rank : number
    guard axis >= 0, axis < rank || (isEnd && axis == rank) else {
      throw .mistake("axis \(number) is not one of the \(rank) axes of \(self)")
    }
    return axis
  }

  /// The axes that numbers mean, each once.
  func axes(_ numbers: [Int]) throws(NodeError) -> [Int] {
    var axes: [Int] = []
    for number in numbers {
      let axis = try axis(number)
      guard !axes.contains(axis) else { throw .mistake("axis \(number) is named twice") }
      axes.append(axis)
    }
    return axes
  }
}
