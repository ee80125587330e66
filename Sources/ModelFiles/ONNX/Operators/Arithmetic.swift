import CNNModel

extension Operator {
  /// Element by element over several arrays that are stretched to a common shape.
  static let arithmetic: [Operator] = [
    pairwise("Add", Add()) { $0 &+ $1 },
    pairwise("Sub", Arithmetic(.subtract)) { $0 &- $1 },
    pairwise("Mul", Arithmetic(.multiply)) { $0 &* $1 },
    Operator("Div", .likeFirst, divide),
    Operator("Pow", .likeFirst, power),
    of("Min", Arithmetic(.minimum)) { min($0, $1) },
    of("Max", Arithmetic(.maximum)) { max($0, $1) },
    of("Sum", Add()) { $0 &+ $1 },
    of("Mean", Arithmetic(.mean), nil),
  ]

  /// The two inputs; before version 7 the second lies along axes that an attribute names.
  static func pair(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (first, second) = (try lowering.input(0), try lowering.input(1))
    guard lowering.version < 7, let axis = try lowering.attributes.whole("axis"),
      second.shape.rank < first.shape.rank
    else { return [first, second] }
    let behind = first.shape.rank - (try first.shape.axis(axis)) - second.shape.rank
    guard behind >= 0 else { throw .mistake("axis \(axis) leaves no room for \(second.shape)") }
    let extents = second.shape.extents + [Int](repeating: 1, count: behind)
    return [first, try lowering.reshape(second, to: Shape(extents))]
  }

  typealias Exact = @Sendable (Int128, Int128) -> Int128

  /// An operator on two inputs.
  private static func pairwise(
    _ kind: String, _ layer: any Layer, _ exact: @escaping Exact
  ) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      [try combine(lowering, try pair(lowering), layer, exact)]
    }
  }

  /// An operator on any number of inputs; a single one is what it gives.
  private static func of(
    _ kind: String, _ layer: any Layer, _ exact: Exact?
  ) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      let operands = try lowering.allInputs()
      return operands.count == 1 ? operands : [try combine(lowering, operands, layer, exact)]
    }
  }

  private static func combine(
    _ lowering: Lowering, _ operands: [Operand], _ layer: any Layer, _ exact: Exact?
  ) throws(NodeError) -> Operand {
    if IntegerArithmetic.takes(operands), let exact {
      return try IntegerArithmetic.combine(operands, as: operands[0].type, exact)
    }
    return try lowering.outputs(of: layer, operands)[0]
  }

  /// Of integers the quotient without what stands behind its point.
  @Sendable
  private static func divide(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let operands = try pair(lowering)
    if IntegerArithmetic.takes(operands) {
      return [
        try IntegerArithmetic.combine(operands, as: operands[0].type) {
          first, second throws(NodeError) in
          guard second != 0 else { throw .mistake("a whole number is divided by 0") }
          return first / second
        }
      ]
    }
    let quotient = try combine(lowering, operands, Arithmetic(.divide), nil)
    guard operands[0].type.isInteger else { return [quotient] }
    return [try lowering.apply(Truncation(), quotient)]
  }

  @Sendable
  private static func power(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let operands = try pair(lowering)
    guard IntegerArithmetic.takes(operands) else {
      return [try combine(lowering, operands, Arithmetic(.power), nil)]
    }
    return [try IntegerArithmetic.combine(operands, as: operands[0].type) { raised($0, to: $1) }]
  }

  /// By squaring, wrapped around; 0 for powers below 0 of all but ±1, whose quotient it is.
  private static func raised(_ base: Int128, to exponent: Int128) -> Int128 {
    guard exponent >= 0 else {
      return base == 1 || (base == -1 && exponent & 1 == 0) ? 1 : base == -1 ? -1 : 0
    }
    var (result, square, rest) = (Int128(1), base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = result &* square }
      square = square &* square
      rest >>= 1
    }
    return result
  }
}
