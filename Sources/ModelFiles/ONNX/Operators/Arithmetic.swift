import CNNModel

/// Arithmetic with broadcasting, and operations on bits.
enum ArithmeticOperators {
  /// Element by element over several arrays that are broadcast to a common shape.
  static let all: [Operator] = [
    binary("Add", Add()), binary("Sub", Arithmetic(.subtract)),
    binary("Mul", Arithmetic(.multiply)), binary("Pow", Arithmetic(.power)),
    Operator("Div", .likeFirst, divide), Operator("Mod", .likeFirst, modulo),
    variadic("Min", Arithmetic(.minimum)), variadic("Max", Arithmetic(.maximum)),
    variadic("Sum", Add()), variadic("Mean", Arithmetic(.mean)),
    binary("BitwiseAnd", BitOperation(.and)), binary("BitwiseOr", BitOperation(.or)),
    binary("BitwiseXor", BitOperation(.xor)),
    Operator.unary("BitwiseNot") { _ throws(NodeError) in BitOperation(.not) },
    Operator("BitShift", .likeFirst, shift),
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

  /// An operator with two inputs.
  private static func binary(_ kind: String, _ layer: any Layer) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      try lowering.outputs(of: layer, try pair(lowering))
    }
  }

  /// An operator with any number of inputs; a single one is passed through.
  private static func variadic(_ kind: String, _ layer: any Layer) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      let operands = try lowering.allInputs()
      return operands.count == 1 ? operands : try lowering.outputs(of: layer, operands)
    }
  }

  /// The quotient, truncated toward zero for integers.
  @Sendable
  private static func divide(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let operands = try pair(lowering)
    let layer: any Layer =
      operands[0].type.isInteger ? WholeDivision(.quotient) : Arithmetic(.divide)
    return try lowering.outputs(of: layer, operands)
  }

  /// What remains of a division: with the sign of the first input for `fmod`, else of the second.
  @Sendable
  private static func modulo(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let isRemainder = try lowering.attributes.flag("fmod")
    return try lowering.outputs(
      of: WholeDivision(isRemainder ? .remainder : .modulo), try pair(lowering))
  }

  @Sendable
  private static func shift(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    switch try lowering.attributes.string("direction") {
    case "LEFT": return try lowering.outputs(of: BitOperation(.left), try pair(lowering))
    case "RIGHT": return try lowering.outputs(of: BitOperation(.right), try pair(lowering))
    default: throw .invalid("its direction is neither LEFT nor RIGHT")
    }
  }
}
