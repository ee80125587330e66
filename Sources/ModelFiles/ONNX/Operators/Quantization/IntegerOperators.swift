import CNNModel

/// Convolutions and matrix products of integers.
enum IntegerOperators {
  static let all: [Operator] = [
    Operator("ConvInteger", .explicit) { lowering throws(NodeError) in
      let zeros = Zeros(lowering.optional(2), lowering.optional(3))
      return [
        try convolution(lowering, try lowering.input(0), try lowering.input(1), zeros)
      ]
    },
    Operator("QLinearConv", .explicit, quantizedConvolution),
    Operator("MatMulInteger", .explicit) { lowering throws(NodeError) in
      let zeros = Zeros(lowering.optional(2), lowering.optional(3))
      return [try product(lowering, try lowering.input(0), try lowering.input(1), zeros)]
    },
    Operator("QLinearMatMul", .explicit, quantizedProduct),
  ]

  /// The zero points of the two values that are multiplied; nil for 0.
  typealias Zeros = (first: Operand?, second: Operand?)

  private static func numbers(_ operand: Operand?) -> [Int]? {
    guard let operand else { return [0] }
    return operand.known?.integers.map { Attributes.clamped(Int64(clamping: $0)) }
  }

  /// The sums of a convolution of integers.
  static func convolution(
    _ lowering: Lowering, _ input: Operand, _ kernel: Operand, _ zeros: Zeros
  ) throws(NodeError) -> Operand {
    let shape = kernel.shape
    guard shape.rank == input.shape.rank, shape.rank > 2 else {
      throw .invalid("a kernel of \(shape) does not fit an input of \(input.shape)")
    }
    let window = try WindowAttributes(
      lowering, image: input.shape, weights: Array(shape.extents.dropFirst(2)))
    let groups = try lowering.attributes.int("group") ?? 1
    guard groups > 0, shape[0] > 0, shape[1] > 0 else {
      throw .invalid("a kernel of \(shape) cannot have \(groups) groups")
    }
    guard let weightZeros = numbers(zeros.second) else {
      throw .unsupported("the zero point of its kernel is not a constant")
    }
    let image = try lowering.asImage(input)
    let weights = try lowering.reshape(
      kernel, to: Shape([shape[0], shape[1]] + window.kernel))
    let zero = numbers(zeros.first)
    let layer = IntegerConvolution(
      kernel: window.kernelAxes, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation, groups: groups,
      zeroPoint: zero?.first ?? 0, weightZeroPoints: weightZeros)
    let operands = [image, weights] + (zero == nil ? [zeros.first].compactMap(\.self) : [])
    let sums = try lowering.outputs(of: layer, operands)[0]
    return try lowering.fromImage(sums, rank: window.rank).typed(.int32)
  }

  /// The sums of a matrix product of integers.
  static func product(
    _ lowering: Lowering, _ first: Operand, _ second: Operand, _ zeros: Zeros
  ) throws(NodeError) -> Operand {
    var operands = [first, second]
    if let firstZeros = numbers(zeros.first), let secondZeros = numbers(zeros.second) {
      let layer = IntegerProduct(first: firstZeros, second: secondZeros)
      return try lowering.outputs(of: layer, operands)[0].typed(.int32)
    }
    let zero = Operand(NumericArray(shape: [], type: .uint8, numbers: [0]))
    operands.append(zeros.first ?? zero)
    guard let secondZeros = numbers(zeros.second) else {
      operands.append(zeros.second ?? zero)
      return try lowering.outputs(of: IntegerProduct(), operands)[0].typed(.int32)
    }
    let layer = IntegerProduct(second: secondZeros)
    return try lowering.outputs(of: layer, operands)[0].typed(.int32)
  }

  /// `scale of the first · scale of the second / scale of the output`, for every channel or one for
  /// all.
  static func factors(
    _ first: [Float], _ second: [Float], over output: Float
  ) throws(NodeError) -> [Float] {
    guard first.count == 1 else {
      throw .unsupported("its first input has \(first.count) scales where one is supported")
    }
    return second.map { first[0] * $0 / output }
  }

  @Sendable
  private static func quantizedConvolution(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (image, kernel, output) = (
      try QuantizationOperands(lowering, scale: 1), try QuantizationOperands(lowering, scale: 4),
      try QuantizationOperands(lowering, scale: 6)
    )
    var sums = try convolution(
      lowering, try lowering.input(0), try lowering.input(3), (image.zeroPoint, kernel.zeroPoint))
    if let bias = lowering.optional(8) {
      guard bias.shape.count == sums.shape[1] else {
        throw .invalid("a bias of \(bias.shape) does not match \(sums.shape[1]) channels")
      }
      let behind = [Int](repeating: 1, count: sums.shape.rank - 2)
      let column = try lowering.reshape(bias, to: Shape([sums.shape[1]] + behind))
      sums = try lowering.apply(Add(), sums, column).typed(.int32)
    }
    return [
      try requantized(
        lowering, sums, try image.scales(), try kernel.scales(), output, axis: 1)
    ]
  }

  @Sendable
  private static func quantizedProduct(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (first, second, output) = (
      try QuantizationOperands(lowering, scale: 1), try QuantizationOperands(lowering, scale: 4),
      try QuantizationOperands(lowering, scale: 6)
    )
    let sums = try product(
      lowering, try lowering.input(0), try lowering.input(3),
      (first.zeroPoint, second.zeroPoint))
    return [
      try requantized(lowering, sums, try first.scales(), try second.scales(), output, axis: -1)
    ]
  }

  /// Sums of products as quantized numbers.
  ///
  /// - Parameter axis: that which several scales of the second input belong to.
  static func requantized(
    _ lowering: Lowering, _ sums: Operand, _ first: [Float], _ second: [Float],
    _ output: QuantizationOperands, axis: Int
  ) throws(NodeError) -> Operand {
    let type = output.zeroPoint?.type ?? .uint8
    let quantization = try output.single(type)
    let factors = try factors(first, second, over: quantization.scales[0])
    let layer = Requantize(
      quantization, factors: factors, axis: factors.count == 1 ? nil : axis)
    return try lowering.apply(layer, sums).typed(type)
  }
}
