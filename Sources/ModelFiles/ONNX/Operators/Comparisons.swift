import CNNModel

extension Operator {
  /// Questions that each number answers with 1 or 0, and the choice by the answer.
  static let comparisons: [Operator] = [
    compare("Less", .less) { $0 < $1 },
    compare("LessOrEqual", .lessOrEqual) { $0 <= $1 },
    compare("Greater", .greater) { $0 > $1 },
    compare("GreaterOrEqual", .greaterOrEqual) { $0 >= $1 },
    compare("Equal", .equal) { $0 == $1 },
    logic("And", .and) { $0 != 0 && $1 != 0 },
    logic("Or", .or) { $0 != 0 || $1 != 0 },
    logic("Xor", .xor) { ($0 != 0) != ($1 != 0) },
    Operator("Not", .always(.bool)) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      if IntegerArithmetic.takes([input]) {
        return [try IntegerArithmetic.map(input, as: .bool) { $0 == 0 ? 1 : 0 }]
      }
      return [try lowering.apply(Logic(.not), input)]
    },
    Operator("Where", .own, choose),
  ]

  private static func compare(
    _ kind: String, _ question: Relation,
    _ holds: @escaping @Sendable (Int128, Int128) -> Bool
  ) -> Operator {
    Operator(kind, .always(.bool)) { lowering throws(NodeError) in
      let operands = try pair(lowering)
      if IntegerArithmetic.takes(operands) {
        return [try IntegerArithmetic.combine(operands, as: .bool) { holds($0, $1) ? 1 : 0 }]
      }
      return [try lowering.outputs(of: Comparison(question), operands)[0]]
    }
  }

  private static func logic(
    _ kind: String, _ function: Logic.Operation,
    _ holds: @escaping @Sendable (Int128, Int128) -> Bool
  ) -> Operator {
    Operator(kind, .always(.bool)) { lowering throws(NodeError) in
      let operands = try pair(lowering)
      if IntegerArithmetic.takes(operands) {
        return [try IntegerArithmetic.combine(operands, as: .bool) { holds($0, $1) ? 1 : 0 }]
      }
      return [try lowering.outputs(of: Logic(function), operands)[0]]
    }
  }

  @Sendable
  private static func choose(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (condition, first, second) = (
      try lowering.input(0), try lowering.input(1), try lowering.input(2)
    )
    if IntegerArithmetic.takes([condition, first, second]) {
      return [try IntegerArithmetic.select(condition, first, second)]
    }
    return [try lowering.apply(Select(), condition, first, second).typed(first.type)]
  }
}
