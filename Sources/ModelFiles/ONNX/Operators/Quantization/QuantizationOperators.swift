import CNNModel

/// Quantization and its inverse, of the ONNX specification and of ONNX Runtime.
enum QuantizationOperators {
  static let all: [Operator] =
    [OperatorDomain.standard, .microsoft].flatMap { domain in
      [
        Operator("QuantizeLinear", .explicit, domain: domain, quantize),
        Operator("DequantizeLinear", .explicit, domain: domain, dequantize),
      ]
    } + [
      Operator("DynamicQuantizeLinear", .explicit) { lowering throws(NodeError) in
        let outputs = try lowering.outputs(of: DynamicQuantize(), [try lowering.input(0)])
        return zip(outputs, [ElementType.uint8, .float32, .uint8]).map { $0.typed($1) }
      }
    ]

  /// Which scale belongs to which cell, by the shapes and the attributes.
  private static func grid(
    _ lowering: Lowering, _ input: Operand, _ scale: Operand
  ) throws(NodeError) -> ScaleGrid {
    let block = try lowering.attributes.int("block_size") ?? 0
    guard block >= 0 else { throw .invalid("a block_size of \(block) is negative") }
    if scale.shape.rank == 0 || (scale.shape.count == 1 && block == 0) { return .whole }
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? 1)
    guard block > 0 else {
      guard scale.shape == [input.shape[axis]] else {
        throw .invalid(
          "scales of \(scale.shape) do not fit axis \(axis) of \(input.shape)")
      }
      return ScaleGrid(axis: axis)
    }
    let blocks = (input.shape[axis] + block - 1) / block
    guard scale.shape == input.shape.replacing(axis: axis, with: blocks) else {
      throw .invalid(
        "scales of \(scale.shape) do not fit blocks of \(block) along axis \(axis) of "
          + "\(input.shape)")
    }
    return ScaleGrid(axis: axis, block: block)
  }

  @Sendable
  private static func quantize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let operands = try QuantizationOperands(lowering, scale: 1)
    let type = try lowering.type("output_dtype") ?? operands.zeroPoint?.type ?? .uint8
    guard type.bitWidth <= 16, type != .bool else {
      throw .unsupported("it quantizes to \(type), which is not supported")
    }
    let grid = try grid(lowering, input, operands.scale)
    guard operands.isConstant else {
      return [try computedQuantize(lowering, input, operands, grid, type)]
    }
    let saturates = try lowering.attributes.flag("saturate", default: true)
    let layer = Quantize(
      try operands.quantization(type, grid: grid),
      order: saturates ? .roundingFirst : .unlimited)
    return [try lowering.apply(layer, input).typed(type)]
  }

  @Sendable
  private static func dequantize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let operands = try QuantizationOperands(lowering, scale: 1)
    let grid = try grid(lowering, input, operands.scale)
    let type = try lowering.type("output_dtype") ?? operands.scale.type
    guard operands.isConstant else {
      return [try computedDequantize(lowering, input, operands, grid).typed(type)]
    }
    let layer = Dequantize(try operands.quantization(input.type, grid: grid))
    return [try lowering.apply(layer, input).typed(type)]
  }
}

/// Scales and zero points that the network computes.
extension QuantizationOperators {
  /// `round(x / scale) + zero point`, limited to the type.
  private static func computedQuantize(
    _ lowering: Lowering, _ input: Operand, _ operands: QuantizationOperands, _ grid: ScaleGrid,
    _ type: ElementType
  ) throws(NodeError) -> Operand {
    guard type.isInteger else { throw .unsupported("its scale is not a constant") }
    let scale = try aligned(lowering, operands.scale, grid, input.shape)
    let quotient = try lowering.apply(Arithmetic(.divide), input, scale)
    var rounded = try lowering.apply(Round(), quotient)
    if let zeroPoint = operands.zeroPoint {
      let addend = try aligned(lowering, zeroPoint, grid, input.shape)
      rounded = try lowering.apply(Add(), rounded, addend)
    }
    let limits = Clip(minimum: Float(type.minimum), maximum: Float(type.maximum))
    let limited = try lowering.apply(limits, rounded)
    return try lowering.apply(Cast(to: type), limited).typed(type)
  }

  /// `(x − zero point) · scale`.
  private static func computedDequantize(
    _ lowering: Lowering, _ input: Operand, _ operands: QuantizationOperands, _ grid: ScaleGrid
  ) throws(NodeError) -> Operand {
    var numbers = try lowering.apply(Cast(to: .float32), input).typed(.float32)
    if let zeroPoint = operands.zeroPoint {
      let subtrahend = try aligned(lowering, zeroPoint, grid, input.shape)
      numbers = try lowering.apply(Arithmetic(.subtract), numbers, subtrahend)
    }
    let scale = try aligned(lowering, operands.scale, grid, input.shape)
    return try lowering.apply(Arithmetic(.multiply), numbers, scale)
  }

  /// A list along an axis in a shape that broadcasts to the whole one.
  private static func aligned(
    _ lowering: Lowering, _ list: Operand, _ grid: ScaleGrid, _ shape: Shape
  ) throws(NodeError) -> Operand {
    guard let axis = grid.axis else { return list }
    guard grid.block == nil else { throw .unsupported("its scale is not a constant") }
    let behind = [Int](repeating: 1, count: shape.rank - axis - 1)
    return try lowering.reshape(list, to: Shape([list.shape.count] + behind))
  }
}
