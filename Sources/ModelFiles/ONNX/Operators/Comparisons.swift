import CNNModel

/// Comparisons and logic.
enum ComparisonOperators {
  /// Comparisons, logic, and the choice by a condition; true is 1 and false is 0.
  static let all: [Operator] = [
    predicate("Less", Comparison(.less)),
    predicate("LessOrEqual", Comparison(.lessOrEqual)),
    predicate("Greater", Comparison(.greater)),
    predicate("GreaterOrEqual", Comparison(.greaterOrEqual)),
    predicate("Equal", Comparison(.equal)),
    predicate("And", Logic(.and)),
    predicate("Or", Logic(.or)),
    predicate("Xor", Logic(.xor)),
    Operator("Not", .always(.bool)) { lowering throws(NodeError) in
      [try lowering.apply(Logic(.not), try lowering.input(0))]
    },
    Operator("Where", .explicit, select),
  ]

  private static func predicate(_ kind: String, _ layer: any Layer) -> Operator {
    Operator(kind, .always(.bool)) { lowering throws(NodeError) in
      try lowering.outputs(of: layer, try ArithmeticOperators.pair(lowering))
    }
  }

  @Sendable
  private static func select(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (condition, first, second) = (
      try lowering.input(0), try lowering.input(1), try lowering.input(2)
    )
    return [try lowering.apply(Select(), condition, first, second).typed(first.type)]
  }
}
