import CNNEngine

extension Operator {
  /// Several numbers to one.
  static let reductions: [Operator] = [
    reduction("ReduceSum", .sum, inputVersion: 13) { $0.reduce(0, &+) },
    reduction("ReduceMean", .mean, inputVersion: 18) { $0.reduce(0, &+) / Int128($0.count) },
    reduction("ReduceMax", .maximum, inputVersion: 18) { $0.max() ?? 0 },
    reduction("ReduceMin", .minimum, inputVersion: 18) { $0.min() ?? 0 },
    reduction("ReduceProd", .product, inputVersion: 18) { $0.reduce(1, &*) },
    reduction("ReduceSumSquare", .sumOfSquares, inputVersion: 18) { numbers in
      numbers.reduce(0) { $0 &+ $1 &* $1 }
    },
    reduction("ReduceL1", .l1, inputVersion: 18),
    reduction("ReduceL2", .l2, inputVersion: 18),
    reduction("ReduceLogSum", .logSum, inputVersion: 18),
    reduction("ReduceLogSumExp", .logSumExp, inputVersion: 18),
    placeOfWinner("ArgMax") { ArgumentOfMaximum(axis: $0, keepsAxis: $1, lastWins: $2) },
    placeOfWinner("ArgMin") { ArgumentOfMinimum(axis: $0, keepsAxis: $1, lastWins: $2) },
  ]

  /// - Parameter inputVersion: since when the axes are an input.
  private static func reduction(
    _ word: String, _ kind: Reduction.Operation, inputVersion: Int,
    _ exact: (@Sendable ([Int128]) -> Int128)? = nil
  ) -> Operator {
    Operator(word) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      let numbers = try lowering.wholes("axes", orInput: 1) ?? []
      let keepsAxes = try lowering.attributes.flag("keepdims", default: true)
      if numbers.isEmpty, try lowering.attributes.flag("noop_with_empty_axes") { return [input] }
      let axes =
        numbers.isEmpty ? Array(0..<input.shape.rank) : try input.shape.axes(numbers)
      guard let exact, IntegerArithmetic.takes([input]), input.shape.count > 0 else {
        return [
          try lowering.apply(Reduction(kind, axes: axes, keepsAxes: keepsAxes), input)
        ]
      }
      return [try IntegerArithmetic.reduce(input, axes: axes, keepsAxes: keepsAxes, exact)]
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
