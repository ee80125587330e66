import CNNModel

/// Operators that order or accumulate the elements of an axis.
enum OrderingOperators {
  static let all: [Operator] = [
    Operator("TopK", .explicit, largest),
    Operator("CumSum") { lowering throws(NodeError) in try cumulate(lowering, .sum) },
    Operator("CumProd") { lowering throws(NodeError) in try cumulate(lowering, .product) },
    Operator("Hardmax") { lowering throws(NodeError) in
      try ActivationOperators.alongAxis(lowering) { input, axis throws(NodeError) in
        try markLargest(of: input, axis: axis, lowering)
      }
    },
    Operator("Trilu") { lowering throws(NodeError) in
      let diagonal = lowering.optional(1) == nil ? 0 : try whole(lowering, 1, "diagonal")
      let isUpper = try lowering.attributes.flag("upper", default: true)
      return try lowering.rearrange(
        Triangle(isUpper ? .upper : .lower, diagonal: diagonal), [try lowering.input(0)])
    },
  ]

  /// Before version 10 the count is an attribute.
  @Sendable
  private static func largest(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? -1)
    let given = try lowering.attributes.int("k")
    let count = try given == nil ? whole(lowering, 1, "count") : given ?? 0
    guard (0...input.shape[axis]).contains(count) else {
      throw .invalid("\(count) of the \(input.shape[axis]) elements of axis \(axis) are asked for")
    }
    let layer = LargestCells(
      count, axis: axis,
      takesSmallest: try !lowering.attributes.flag("largest", default: true))
    let outputs = try lowering.outputs(of: layer, [input])
    return [outputs[0].typed(input.type), outputs[1].typed(.int64)]
  }

  private static func cumulate(
    _ lowering: Lowering, _ operation: Cumulation.Operation
  ) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let layer = Cumulation(
      operation, axis: try input.shape.axis(try whole(lowering, 1, "axis")),
      isExclusive: try lowering.attributes.flag("exclusive"),
      isReversed: try lowering.attributes.flag("reverse"))
    return [try lowering.apply(layer, input)]
  }

  /// 1 at the first of the largest elements along an axis, else 0.
  private static func markLargest(
    of input: Operand, axis: Int, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    let place = try lowering.apply(ArgumentOfMaximum(axis: axis), input).typed(.int64)
    let places = try IndexingOperators.places(
      0..<input.shape[axis], on: axis, of: input.shape.rank)
    return try lowering.apply(Comparison(.equal), place, places)
  }

  /// The only number of a constant input, as an integer.
  private static func whole(
    _ lowering: Lowering, _ index: Int, _ role: String
  ) throws(NodeError) -> Int {
    Attributes.clamped(Int64(clamping: Int128(truncating: try lowering.scalar(index, role))))
  }
}
