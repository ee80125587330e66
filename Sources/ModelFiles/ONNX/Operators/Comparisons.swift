import CNNModel

/// Comparisons and logic.
enum ComparisonOperators {
  /// Comparisons, logic, and the choice by a condition; true is 1 and false is 0.
  static let all: [Operator] = [
    predicate("Less", Comparison(.less)) { $0 < $1 },
    predicate("LessOrEqual", Comparison(.lessOrEqual)) { $0 <= $1 },
    predicate("Greater", Comparison(.greater)) { $0 > $1 },
    predicate("GreaterOrEqual", Comparison(.greaterOrEqual)) { $0 >= $1 },
    predicate("Equal", Comparison(.equal)) { $0 == $1 },
    predicate("And", Logic(.and)) { $0 != 0 && $1 != 0 },
    predicate("Or", Logic(.or)) { $0 != 0 || $1 != 0 },
    predicate("Xor", Logic(.xor)) { ($0 != 0) != ($1 != 0) },
    Operator("Not", .always(.bool)) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      if IntegerArithmetic.applies(to: [input]) {
        return [try IntegerArithmetic.map(input, as: .bool) { $0 == 0 ? 1 : 0 }]
      }
      return [try lowering.apply(Logic(.not), input)]
    },
    Operator("Where", .explicit, select),
  ]

  private static func predicate(
    _ kind: String, _ layer: any Layer, _ holds: @escaping @Sendable (Int128, Int128) -> Bool
  ) -> Operator {
    Operator(kind, .always(.bool)) { lowering throws(NodeError) in
      let operands = try ArithmeticOperators.pair(lowering)
      if IntegerArithmetic.applies(to: operands) {
        return [try IntegerArithmetic.combine(operands, as: .bool) { holds($0, $1) ? 1 : 0 }]
      }
      return [try lowering.outputs(of: layer, operands)[0]]
    }
  }

  @Sendable
  private static func select(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (condition, first, second) = (
      try lowering.input(0), try lowering.input(1), try lowering.input(2)
    )
    if IntegerArithmetic.applies(to: [condition, first, second]) {
      return [try IntegerArithmetic.select(condition, first, second)]
    }
    return [try lowering.apply(Select(), condition, first, second).typed(first.type)]
  }
}
