import CNNModel

/// Arithmetic with broadcasting, exact for integers.
enum ArithmeticOperators {
  /// Element by element over several arrays that are broadcast to a common shape.
  static let all: [Operator] = [
    binary("Add", Add()) { $0 &+ $1 },
    binary("Sub", Arithmetic(.subtract)) { $0 &- $1 },
    binary("Mul", Arithmetic(.multiply)) { $0 &* $1 },
    Operator("Div", .likeFirst, divide),
    Operator("Pow", .likeFirst, power),
    variadic("Min", Arithmetic(.minimum)) { min($0, $1) },
    variadic("Max", Arithmetic(.maximum)) { max($0, $1) },
    variadic("Sum", Add()) { $0 &+ $1 },
    variadic("Mean", Arithmetic(.mean), nil),
  ]

  /// The two inputs; before version 7 an attribute names the first axis of the second.
  static func pair(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (first, second) = (try lowering.input(0), try lowering.input(1))
    guard lowering.version < 7, let axis = try lowering.attributes.int("axis"),
      second.shape.rank < first.shape.rank
    else { return [first, second] }
    let trailing = first.shape.rank - (try first.shape.axis(axis)) - second.shape.rank
    guard trailing >= 0 else {
      throw .invalid("axis \(axis) leaves too few axes for \(second.shape)")
    }
    let extents = second.shape.extents + [Int](repeating: 1, count: trailing)
    return [first, try lowering.reshape(second, to: Shape(extents))]
  }

  typealias IntegerFunction = @Sendable (Int128, Int128) -> Int128

  /// An operator with two inputs.
  private static func binary(
    _ kind: String, _ layer: any Layer, _ exact: @escaping IntegerFunction
  ) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      [try combine(lowering, try pair(lowering), layer, exact)]
    }
  }

  /// An operator with any number of inputs; a single one is passed through.
  private static func variadic(
    _ kind: String, _ layer: any Layer, _ exact: IntegerFunction?
  ) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      let operands = try lowering.allInputs()
      return operands.count == 1 ? operands : [try combine(lowering, operands, layer, exact)]
    }
  }

  private static func combine(
    _ lowering: Lowering, _ operands: [Operand], _ layer: any Layer, _ exact: IntegerFunction?
  ) throws(NodeError) -> Operand {
    if IntegerArithmetic.applies(to: operands), let exact {
      return try IntegerArithmetic.combine(operands, as: operands[0].type, exact)
    }
    return try lowering.outputs(of: layer, operands)[0]
  }

  /// The quotient, truncated toward zero for integers.
  @Sendable
  private static func divide(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let operands = try pair(lowering)
    if IntegerArithmetic.applies(to: operands) {
      return [
        try IntegerArithmetic.combine(operands, as: operands[0].type) {
          first, second throws(NodeError) in
          guard second != 0 else { throw .invalid("an integer is divided by 0") }
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
    guard IntegerArithmetic.applies(to: operands) else {
      return [try combine(lowering, operands, Arithmetic(.power), nil)]
    }
    return [
      try IntegerArithmetic.combine(operands, as: operands[0].type) { $0.power($1) }
    ]
  }
}
