import CNNModel

extension Operator {
  /// Several numbers to one.
  static let reductions: [Operator] = [
    reduction("ReduceSum", .sum) { numbers, _ in numbers.reduce(0, &+) },
    reduction("ReduceMean", .mean) { numbers, _ in
      numbers.reduce(0, &+) / max(1, Int128(numbers.count))
    },
    reduction("ReduceMax", .maximum) { $0.max() ?? $1.lowest },
    reduction("ReduceMin", .minimum) { $0.min() ?? $1.highest },
    reduction("ReduceProd", .product) { numbers, _ in numbers.reduce(1, &*) },
    reduction("ReduceSumSquare", .sumOfSquares) { numbers, _ in
      numbers.reduce(0) { $0 &+ $1 &* $1 }
    },
    reduction("ReduceL1", .l1), reduction("ReduceL2", .l2),
    reduction("ReduceLogSum", .logSum), reduction("ReduceLogSumExp", .logSumExp),
    placeOfWinner("ArgMax") { ArgumentOfMaximum(axis: $0, keepsAxis: $1, lastWins: $2) },
    placeOfWinner("ArgMin") { ArgumentOfMinimum(axis: $0, keepsAxis: $1, lastWins: $2) },
  ]

  /// - Parameter exact: for integers of a type; those that go through double precision have none.
  private static func reduction(
    _ word: String, _ kind: Reduction.Operation,
    _ exact: (@Sendable ([Int128], ElementType) -> Int128)? = nil
  ) -> Operator {
    Operator(word) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      let numbers = try lowering.wholes("axes", orInput: 1) ?? []
      let keepsAxes = try lowering.attributes.flag("keepdims", default: true)
      if numbers.isEmpty, try lowering.attributes.flag("noop_with_empty_axes") { return [input] }
      let axes =
        numbers.isEmpty ? Array(0..<input.shape.rank) : try input.shape.axes(numbers)
      guard let exact, IntegerArithmetic.takes([input]) else {
        return [
          try lowering.apply(Reduction(kind, axes: axes, keepsAxes: keepsAxes), input)
        ]
      }
      return [
        try IntegerArithmetic.reduce(input, axes: axes, keepsAxes: keepsAxes) {
          exact($0, input.type)
        }
      ]
    }
  }

  /// - Parameter layer: makes the layer from its axis, whether the axis stays, and whether the last
  ///   of equal ones wins.
  private static func placeOfWinner(
    _ kind: String, _ layer: @escaping @Sendable (Int, Bool, Bool) -> any Layer
  ) -> Operator {
    Operator(kind, .always(.int64)) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      let axis = try input.shape.axis(try lowering.attributes.whole("axis") ?? 0)
      let keepsAxis = try lowering.attributes.flag("keepdims", default: true)
      let lastWins = try lowering.attributes.flag("select_last_index")
      return [try lowering.apply(layer(axis, keepsAxis, lastWins), input)]
    }
  }
}
