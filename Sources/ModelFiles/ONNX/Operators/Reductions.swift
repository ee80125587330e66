import CNNModel

/// Reductions and the indices of extremes.
enum ReductionOperators {
  /// Reductions over axes.
  static let all: [Operator] = [
    reduction("ReduceSum", .sum), reduction("ReduceMean", .mean),
    reduction("ReduceMax", .maximum), reduction("ReduceMin", .minimum),
    reduction("ReduceProd", .product), reduction("ReduceSumSquare", .sumOfSquares),
    reduction("ReduceL1", .l1), reduction("ReduceL2", .l2),
    reduction("ReduceLogSum", .logSum), reduction("ReduceLogSumExp", .logSumExp),
    indexReduction("ArgMax") { ArgumentOfMaximum(axis: $0, keepsAxis: $1, lastWins: $2) },
    indexReduction("ArgMin") { ArgumentOfMinimum(axis: $0, keepsAxis: $1, lastWins: $2) },
  ]

  private static func reduction(_ kind: String, _ operation: Reduction.Operation) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      let numbers = try lowering.ints("axes", orInput: 1) ?? []
      let keepsAxes = try lowering.attributes.flag("keepdims", default: true)
      // Without axes nothing is joined, but squares and absolute values are still taken.
      let joinsNone = try lowering.attributes.flag("noop_with_empty_axes")
      let axes =
        numbers.isEmpty && !joinsNone
        ? Array(0..<input.shape.rank) : try input.shape.axes(numbers)
      let layer = Reduction(operation, axes: axes, keepsAxes: keepsAxes)
      if input.type == .bool, input.shape.count == 0 { return [try noBooleans(layer, input.shape)] }
      return [try lowering.apply(layer, input)]
    }
  }

  /// Of no booleans the maximum is false and the minimum true.
  private static func noBooleans(
    _ layer: Reduction, _ input: Shape
  ) throws(NodeError) -> Operand {
    let shape = try Lowering.generated(try layer.check([input], .init(parameters: []))[0].extents)
    let numbers = [Double](repeating: layer.operation == .minimum ? 1 : 0, count: shape.count)
    return Operand(NumericArray(shape: shape, type: .bool, numbers: numbers))
  }

  /// - Parameter layer: makes the layer from its axis, whether the axis is kept, and whether the
  ///   last of equal elements is chosen.
  private static func indexReduction(
    _ kind: String, _ layer: @escaping @Sendable (Int, Bool, Bool) -> any Layer
  ) -> Operator {
    Operator(kind, .always(.int64)) { lowering throws(NodeError) in
      let input = try lowering.input(0)
      let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? 0)
      let keepsAxis = try lowering.attributes.flag("keepdims", default: true)
      let lastWins = try lowering.attributes.flag("select_last_index")
      return [try lowering.apply(layer(axis, keepsAxis, lastWins), input)]
    }
  }
}
