import CNNModel

extension Operator {
  /// Products of matrices.
  static let products: [Operator] = [
    Operator("MatMul") { lowering throws(NodeError) in
      let (first, second) = (try lowering.input(0), try lowering.input(1))
      if let weights = second.array, weights.shape.rank == 2, isMatrix(first) {
        return [try units(lowering, first, weights.tensor.transposed, bias: nil)]
      }
      return [try lowering.apply(MatrixProduct(), first, second)]
    },
    Operator("Gemm", .likeFirst, generalProduct),
  ]

  /// Whether it is a matrix that flows.
  private static func isMatrix(_ operand: Operand) -> Bool {
    operand.shape.rank == 2 && !operand.isKnown && operand.type == .float32
  }

  /// A linear layer with weights `[units, in]`.
  private static func units(
    _ lowering: Lowering, _ input: Operand, _ weights: Tensor, bias: Tensor?
  ) throws(NodeError) -> Operand {
    guard weights.shape[0] > 0 else { throw .mistake("weights of \(weights.shape)") }
    let layer = Linear(units: weights.shape[0], hasBias: bias != nil)
    return try lowering.outputs(of: layer, [input], [weights] + (bias.map { [$0] } ?? []))[0]
  }

  /// `alpha · A · B + beta · C`, A and B turned if wanted. With known weights and bias a linear
  /// layer.
  @Sendable
  private static func generalProduct(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let attributes = lowering.attributes
    let alpha = try attributes.number("alpha") ?? 1
    let beta = try attributes.number("beta") ?? 1
    var (first, second) = (try lowering.input(0), try lowering.input(1))
    guard first.shape.rank == 2, second.shape.rank == 2 else {
      throw .mistake("two matrices are expected, but \(first.shape) and \(second.shape) come in")
    }
    let turnsSecond = try attributes.flag("transB")
    if try attributes.flag("transA") { first = try turned(lowering, first) }
    if isMatrix(first), let weights = second.array, weights.elementType == .float32,
      let bias = vector(lowering.optional(2), units: weights.shape[turnsSecond ? 0 : 1])
    {
      let rows = turnsSecond ? weights.tensor : weights.tensor.transposed
      return [
        try units(
          lowering, first, rows.scaled(by: alpha), bias: bias.tensor?.scaled(by: beta))
      ]
    }
    if turnsSecond { second = try turned(lowering, second) }
    var product = try lowering.apply(MatrixProduct(), first, second)
    product = try scaled(lowering, product, by: alpha)
    guard let bias = lowering.optional(2) else { return [product] }
    let addend = try scaled(lowering, bias, by: beta)
    let common = try Shape.common([product.shape, addend.shape])
    guard common == product.shape else {
      throw .mistake("\(addend.shape) cannot be added to \(product.shape)")
    }
    return [try lowering.apply(Add(), product, addend)]
  }

  private static func turned(
    _ lowering: Lowering, _ operand: Operand
  ) throws(NodeError) -> Operand {
    try lowering.move(Transpose(order: [1, 0]), [operand])[0]
  }

  private static func scaled(
    _ lowering: Lowering, _ operand: Operand, by factor: Double
  ) throws(NodeError) -> Operand {
    guard factor != 1 else { return operand }
    let number = Operand(NumericArray(shape: [], type: .float32, numbers: [factor]))
    return try lowering.apply(Arithmetic(.multiply), operand, number)
  }

  /// A bias that is known to be one number a unit, or that there is none; `nil` for any other.
  private static func vector(_ operand: Operand?, units: Int) -> (tensor: Tensor?, Void)? {
    guard let operand else { return (nil, ()) }
    guard let array = operand.array, array.elementType == .float32 else { return nil }
    if array.shape == [units] || array.shape == [1, units] {
      return (array.tensor.reshaped(to: [units]), ())
    }
    guard array.count == 1, let number = array.tensor.elements.first else { return nil }
    return (Tensor(shape: [units], repeating: number), ())
  }
}

extension Tensor {
  /// A matrix turned over its diagonal.
  ///
  /// - Precondition: the rank is 2.
  fileprivate var transposed: Tensor {
    let (rows, columns) = (shape[0], shape[1])
    var turned: [Float] = []
    turned.reserveCapacity(elements.count)
    for column in 0..<columns {
      for row in 0..<rows { turned.append(elements[row * columns + column]) }
    }
    return Tensor(shape: [columns, rows], elements: turned)
  }

  fileprivate func scaled(by factor: Double) -> Tensor {
    factor == 1 ? self : map { $0 * Float(factor) }
  }
}
