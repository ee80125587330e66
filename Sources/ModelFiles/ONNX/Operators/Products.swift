import CNNModel

/// Matrix products.
enum ProductOperators {
  /// Products of matrices.
  static let all: [Operator] = [
    Operator("MatMul") { lowering throws(NodeError) in
      let (first, second) = (try lowering.input(0), try lowering.input(1))
      if let weights = second.array, weights.shape.rank == 2, isComputedMatrix(first) {
        let matrix = weights.tensor.transposedMatrix
        return [try linear(lowering, first, matrix, bias: nil, weightSteps: [.transposed])]
      }
      return [try lowering.apply(MatrixProduct(), first, second)]
    },
    Operator("Gemm", .likeFirst, generalProduct),
  ]

  private static func isComputedMatrix(_ operand: Operand) -> Bool {
    operand.shape.rank == 2 && !operand.isConstant && operand.type == .float32
  }

  /// A linear layer with weights `[units, in]`.
  ///
  /// - Parameters:
  ///   - weightSteps, biasSteps: what was done with the constants that they were made of.
  private static func linear(
    _ lowering: Lowering, _ input: Operand, _ weights: Tensor, bias: Tensor?,
    weightSteps: [Origin.Step], biasSteps: [Origin.Step] = []
  ) throws(NodeError) -> Operand {
    guard weights.shape[0] > 0 else { throw .invalid("weights of \(weights.shape) have no units") }
    let layer = Linear(units: weights.shape[0], hasBias: bias != nil)
    let output = try lowering.outputs(of: layer, [input], [weights] + (bias.map { [$0] } ?? []))[0]
    lowering.draft.note(weightSteps, parameter: 0)
    lowering.draft.note(biasSteps, parameter: 1)
    return output
  }

  /// `alpha · A · B + beta · C`, A and B transposed if requested. With constant weights and bias it
  /// is a linear layer.
  @Sendable
  static func generalProduct(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    var (first, second) = (try lowering.input(0), try lowering.input(1))
    guard first.shape.rank == 2, second.shape.rank == 2 else {
      throw .invalid(
        "two matrices are expected, but the inputs are \(first.shape) and \(second.shape)")
    }
    if try lowering.attributes.flag("transA") { first = try transposed(lowering, first) }
    if let output = try linear(lowering, first, second) { return [output] }
    if try lowering.attributes.flag("transB") { second = try transposed(lowering, second) }
    let product = try lowering.apply(MatrixProduct(), first, second)
    let alpha = try lowering.attributes.float("alpha") ?? 1
    return [try addingBias(lowering, to: try scaled(lowering, product, by: alpha))]
  }

  /// The linear layer that a general product is, nil where weights or bias are computed.
  private static func linear(
    _ lowering: Lowering, _ input: Operand, _ second: Operand
  ) throws(NodeError) -> Operand? {
    let isTransposed = try lowering.attributes.flag("transB")
    guard isComputedMatrix(input), let array = second.array, array.elementType == .float32,
      let bias = LinearBias(lowering.optional(2), units: array.shape[isTransposed ? 0 : 1])
    else { return nil }
    let alpha = try lowering.attributes.float("alpha") ?? 1
    let beta = try lowering.attributes.float("beta") ?? 1
    let weights = isTransposed ? array.tensor : array.tensor.transposedMatrix
    return try linear(
      lowering, input, weights.scaled(by: alpha), bias: bias.tensor?.scaled(by: beta),
      weightSteps: (isTransposed ? [] : [.transposed]) + scaling(by: alpha),
      biasSteps: scaling(by: beta))
  }

  private static func scaling(by factor: Double) -> [Origin.Step] {
    factor == 1 ? [] : [.other("times \(factor)")]
  }

  private static func addingBias(
    _ lowering: Lowering, to product: Operand
  ) throws(NodeError) -> Operand {
    guard let bias = lowering.optional(2) else { return product }
    let beta = try lowering.attributes.float("beta") ?? 1
    let addend = try scaled(lowering, bias, by: beta)
    guard try Shape.broadcast([product.shape, addend.shape]) == product.shape else {
      throw .invalid("\(addend.shape) cannot be broadcast to \(product.shape)")
    }
    return try lowering.apply(Add(), product, addend)
  }

  private static func transposed(
    _ lowering: Lowering, _ operand: Operand
  ) throws(NodeError) -> Operand {
    try lowering.rearrange(Transpose(order: [1, 0]), [operand])[0]
  }

  static func scaled(
    _ lowering: Lowering, _ operand: Operand, by factor: Double
  ) throws(NodeError) -> Operand {
    guard factor != 1 else { return operand }
    return try lowering.apply(Arithmetic(.multiply), operand, Operand(scalar: factor))
  }
}

/// A constant bias with one number per unit, or none.
private struct LinearBias {
  private(set) var tensor: Tensor?

  /// - Returns: nil for any other operand.
  init?(_ operand: Operand?, units: Int) {
    guard let operand else { return }
    guard let array = operand.array, array.elementType == .float32 else { return nil }
    if array.shape == [units] || array.shape == [1, units] {
      tensor = array.tensor.reshaped(to: [units])
      return
    }
    guard array.count == 1, let number = array.tensor.elements.first else { return nil }
    tensor = Tensor(shape: [units], repeating: number)
  }
}

extension Tensor {
  fileprivate func scaled(by factor: Double) -> Tensor {
    factor == 1 ? self : map { $0 * Float(factor) }
  }
}
