import CNNModel

/// The operators of quantized numbers that ONNX Runtime's quantizer writes besides those of the ONNX
/// specification.
///
/// Sums and products round as ONNX Runtime does. All others are the operator on the real numbers
/// between ``Dequantize`` and ``Quantize``, so that a result may differ by one from ONNX Runtime's
/// where that approximates the operator, as with softmax.
enum RuntimeQuantizationOperators {
  static let all: [Operator] = [
    arithmetic("QLinearAdd", .sum), arithmetic("QLinearMul", .product),
    function("QLinearSigmoid") { lowering, x throws(NodeError) in
      try lowering.apply(Sigmoid(), x)
    },
    function("QLinearLeakyRelu") { lowering, x throws(NodeError) in
      let slope = try lowering.attributes.float("alpha") ?? 0.01
      return try lowering.apply(LeakyReLU(slope: slope), x)
    },
    function("QLinearSoftmax") { lowering, x throws(NodeError) in
      let axis = try x.shape.axis(try lowering.attributes.int("axis") ?? -1)
      guard try lowering.attributes.int("opset") ?? 13 >= 13 || axis == x.shape.rank - 1 else {
        throw .unsupported("it flattens its input at axis \(axis)")
      }
      return try lowering.apply(Softmax(axis: axis), x)
    },
    function("QLinearAveragePool", order: .zeroPointFirst) { lowering, x throws(NodeError) in
      try checkChannels(lowering)
      return try PoolingOperators.averagePool(lowering, x)
    },
    Operator("QLinearGlobalAveragePool", .explicit, domain: .microsoft, globalAveragePool),
    Operator("QLinearConcat", .explicit, domain: .microsoft, concatenation),
    Operator("QLinearWhere", .explicit, domain: .microsoft, select),
    Operator("QGemm", .explicit, domain: .microsoft, generalProduct),
    Operator("MatMulIntegerToFloat", .explicit, domain: .microsoft) { lowering throws(NodeError) in
      let zeros = (lowering.optional(4), lowering.optional(5))
      let sums = try IntegerOperators.product(
        lowering, try lowering.input(0), try lowering.input(1), zeros)
      let scales = (try lowering.input(2), try lowering.input(3))
      return [try scaled(lowering, sums, scales, bias: lowering.optional(6))]
    },
    Operator("DynamicQuantizeMatMul", .explicit, domain: .microsoft) { lowering throws(NodeError) in
      let numbers = try lowering.outputs(of: DynamicQuantize(), [try lowering.input(0)])
      let sums = try IntegerOperators.product(
        lowering, numbers[0].typed(.uint8), try lowering.input(1),
        (numbers[2].typed(.uint8), lowering.optional(3)))
      let scales = (numbers[1].typed(.float32), try lowering.input(2))
      return [try scaled(lowering, sums, scales, bias: lowering.optional(4))]
    },
  ]

  private static func checkChannels(_ lowering: Lowering) throws(NodeError) {
    guard try !lowering.attributes.flag("channels_last") else {
      throw .unsupported("its channels are the last axis")
    }
  }
}

// MARK: Through real numbers

extension RuntimeQuantizationOperators {
  private static func real(
    _ lowering: Lowering, _ input: Operand, _ operands: QuantizationOperands
  ) throws(NodeError) -> Operand {
    let layer = Dequantize(try operands.single(input.type))
    return try lowering.apply(layer, input).typed(.float32)
  }

  private static func quantized(
    _ lowering: Lowering, _ input: Operand, _ operands: QuantizationOperands,
    _ type: ElementType, order: RoundingOrder = .roundingFirst
  ) throws(NodeError) -> Operand {
    let layer = Quantize(try operands.single(type), order: order)
    return try lowering.apply(layer, input).typed(type)
  }

  /// An operator with one input, which is computed with real numbers.
  private static func function(
    _ kind: String, order: RoundingOrder = .roundingFirst,
    _ compute: @escaping @Sendable (Lowering, Operand) throws(NodeError) -> Operand
  ) -> Operator {
    Operator(kind, .explicit, domain: .microsoft) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      let output = try QuantizationOperands(lowering, scale: 3)
      let x = try real(lowering, input, try QuantizationOperands(lowering, scale: 1))
      let y = try compute(lowering, x)
      return [try quantized(lowering, y, output, input.type, order: order)]
    }
  }

  /// An input with the scale of the output; unchanged where it has that already.
  private static func rescaled(
    _ lowering: Lowering, _ input: Operand, _ own: QuantizationOperands,
    _ output: QuantizationOperands
  ) throws(NodeError) -> Operand {
    if try own.single(input.type) == output.single(input.type) { return input }
    return try quantized(lowering, try real(lowering, input, own), output, input.type)
  }

  @Sendable
  private static func concatenation(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let output = try QuantizationOperands(lowering, scale: 0)
    var parts: [Operand] = []
    for index in stride(from: 2, to: lowering.inputs.count, by: 3) {
      let own = try QuantizationOperands(lowering, scale: index + 1)
      parts.append(try rescaled(lowering, try lowering.input(index), own, output))
    }
    guard let first = parts.first, let axis = try lowering.attributes.int("axis") else {
      throw .invalid("its inputs or its axis are missing")
    }
    let layer = Concatenation(axis: try first.shape.axis(axis))
    return [try lowering.rearrange(layer, parts)[0].typed(first.type)]
  }

  @Sendable
  private static func select(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let output = try QuantizationOperands(lowering, scale: 7)
    var parts: [Operand] = []
    for index in [1, 4] {
      let own = try QuantizationOperands(lowering, scale: index + 1)
      parts.append(try rescaled(lowering, try lowering.input(index), own, output))
    }
    let chosen = try lowering.apply(Select(), try lowering.input(0), parts[0], parts[1])
    return [chosen.typed(parts[0].type)]
  }
}

// MARK: Sums

extension RuntimeQuantizationOperators {
  private static func arithmetic(
    _ kind: String, _ operation: QuantizedArithmetic.Operation
  ) -> Operator {
    Operator(kind, .explicit, domain: .microsoft) { lowering throws(NodeError) in
      let (a, b) = (try lowering.input(0), try lowering.input(3))
      let inputs = [
        try QuantizationOperands(lowering, scale: 1).single(a.type),
        try QuantizationOperands(lowering, scale: 4).single(b.type),
      ]
      let output = try QuantizationOperands(lowering, scale: 6).single(a.type)
      let layer = QuantizedArithmetic(operation, inputs, to: output)
      return [try lowering.apply(layer, a, b).typed(a.type)]
    }
  }

  /// The sum of the numbers minus the zero point, times `scale / (scale of the output · count)`.
  @Sendable
  private static func globalAveragePool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    try checkChannels(lowering)
    let input = try lowering.input(0)
    guard input.shape.rank > 2 else {
      throw .invalid("batch×channels×… is expected, but the input is \(input.shape)")
    }
    let own = try QuantizationOperands(lowering, scale: 1).single(input.type)
    let output = try QuantizationOperands(lowering, scale: 3).single(input.type)
    let centered = Dequantize(
      Quantization(input.type, scales: [1], zeroPoints: own.zeroPoints))
    let axes = Array(2..<input.shape.rank)
    let sums = try lowering.apply(
      Reduction(.sum, axes: axes), try lowering.apply(centered, input).typed(.float32))
    let count = Float(input.shape.extents.dropFirst(2).reduce(1, *))
    let layer = Requantize(output, factors: [own.scales[0] / (output.scales[0] * count)])
    return [try lowering.apply(layer, sums).typed(input.type)]
  }

  /// `alpha · A · B` of integers plus an integer C; quantized where the output has a scale, else as
  /// real numbers.
  @Sendable
  private static func generalProduct(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let operands = [
      try QuantizationOperands(lowering, scale: 1), try QuantizationOperands(lowering, scale: 4),
    ]
    var sums = try IntegerOperators.product(
      lowering, try transposed(lowering, 0, "transA"), try transposed(lowering, 3, "transB"),
      (operands[0].zeroPoint, operands[1].zeroPoint))
    if let addend = lowering.optional(6) {
      sums = try lowering.apply(Add(), sums, addend).typed(.int32)
    }
    let alpha = Float(try lowering.attributes.float("alpha") ?? 1)
    let first = try operands[0].scales().map { alpha * $0 }
    let second = try operands[1].scales()
    if lowering.optional(7) != nil {
      let output = try QuantizationOperands(lowering, scale: 7)
      return [
        try IntegerOperators.requantized(lowering, sums, first, second, output, axis: -1)
      ]
    }
    let factors = try IntegerOperators.factors(first, second, over: 1)
    let layer = Dequantize(
      Quantization(
        .int32, scales: factors, grid: ScaleGrid(axis: factors.count == 1 ? nil : -1)))
    return [try lowering.apply(layer, sums).typed(.float32)]
  }

  private static func transposed(
    _ lowering: Lowering, _ index: Int, _ flag: String
  ) throws(NodeError) -> Operand {
    let input = try lowering.input(index)
    guard input.shape.rank == 2 else {
      throw .invalid("a matrix is expected, but an input is \(input.shape)")
    }
    guard try lowering.attributes.flag(flag) else { return input }
    return try lowering.rearrange(Transpose(order: [1, 0]), [input])[0].typed(input.type)
  }

  /// Sums of products times both scales, plus a bias.
  private static func scaled(
    _ lowering: Lowering, _ sums: Operand, _ scales: (Operand, Operand), bias: Operand?
  ) throws(NodeError) -> Operand {
    let scale = try lowering.apply(Arithmetic(.multiply), scales.0, scales.1)
    let real = try lowering.apply(Cast(to: .float32), sums).typed(.float32)
    let product = try lowering.apply(Arithmetic(.multiply), real, scale).typed(.float32)
    guard let bias else { return product }
    return try lowering.apply(Add(), product, bias).typed(.float32)
  }
}
