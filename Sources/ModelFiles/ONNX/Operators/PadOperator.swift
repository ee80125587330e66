import CNNModel

/// `Pad` in the forms of all versions of the operator set.
enum PadOperator {
  @Sendable
  static func pad(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let (before, after) = try pads(lowering, input.shape)
    let name = try lowering.attributes.string("mode") ?? "constant"
    guard name != "constant" else {
      return [try padWithConstant(lowering, input, before, after)]
    }
    guard let mode = modes[name] else { throw .invalid("unknown mode \(name.quoted)") }
    return try lowering.rearrange(Pad(before: before, after: after, mode: mode), [input])
  }

  private static let modes: [String: Pad.Mode] = [
    "reflect": .reflect, "edge": .edge, "wrap": .wrap,
  ]

  /// The cells that are added before and after every axis of a shape.
  private static func pads(
    _ lowering: Lowering, _ shape: Shape
  ) throws(NodeError) -> (before: [Int], after: [Int]) {
    let old = try lowering.attributes.ints("paddings")
    guard let numbers = try old == nil ? lowering.ints("pads", orInput: 1) : old else {
      throw .invalid("the pads are missing")
    }
    let axes =
      try lowering.optional(3) == nil
      ? Array(0..<shape.rank) : shape.axes(lowering.ints(3, "list of axes"))
    guard numbers.count == 2 * axes.count else {
      throw .invalid("\(numbers.count) pads do not match \(axes.count) axes")
    }
    var before = [Int](repeating: 0, count: shape.rank)
    var after = before
    for (index, axis) in axes.enumerated() {
      (before[axis], after[axis]) = (numbers[index], numbers[index + axes.count])
    }
    return (before, after)
  }

  private static func padWithConstant(
    _ lowering: Lowering, _ input: Operand, _ before: [Int], _ after: [Int]
  ) throws(NodeError) -> Operand {
    var value = try lowering.attributes.float("value") ?? 0
    if lowering.optional(2) != nil { value = try lowering.scalar(2, "value") }
    guard input.isConstant, input.type != .float32 else {
      let layer = Pad(before: before, after: after, mode: .constant(Float(value)))
      return try lowering.apply(layer, input)
    }
    let zeros = Pad(before: before, after: after, mode: .constant(0))
    let padded = try lowering.rearrange(zeros, [input])[0]
    guard value != 0, let fill = lowering.optional(2)?.array, let array = padded.array else {
      return padded
    }
    return try replacingPadding(of: array, with: fill.cast(to: input.type), zeros, input, lowering)
  }

  /// An array padded with zeros, with another value instead of them; all bits of the value are
  /// kept.
  private static func replacingPadding(
    of array: NumericArray, with value: NumericArray, _ pad: Pad, _ input: Operand,
    _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    let ones = Operand(
      NumericArray(
        shape: input.shape, type: .bool,
        numbers: [Double](repeating: 1, count: input.shape.count)))
    let isInside = try lowering.rearrange(pad, [ones])[0].array?.integers ?? []
    let both = NumericArray.joined([array, value], zeroFirst: false)
    let offsets = isInside.indices.map { isInside[$0] == 0 ? array.count : $0 }
    return Operand(both.gathering(offsets, shape: array.shape))
  }
}
