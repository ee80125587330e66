import CNNModel

/// Attention and what transformers do with positions.
enum AttentionOperators {
  static let all: [Operator] = [
    Operator("Attention", .explicit) { lowering throws(NodeError) in
      try AttentionLowering(lowering).outputs()
    },
    Operator("RotaryEmbedding", .likeFirst, rotate),
  ]

  /// Pairs of numbers are turned by an angle for each place: `(a·cos − b·sin, a·sin + b·cos)`.
  @Sendable
  private static func rotate(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let isFlat = input.shape.rank == 3
    let heads = try lowering.attributes.int("num_heads") ?? 0
    guard isFlat || input.shape.rank == 4,
      !isFlat || (heads > 0 && input.shape[2].isMultiple(of: heads))
    else { throw .invalid("\(input.shape) cannot be divided among \(heads) heads") }
    let places =
      isFlat
      ? try lowering.reshape(
        input, to: [input.shape[0], input.shape[1], heads, input.shape[2] / heads])
      : try lowering.rearrange(Transpose(order: [0, 2, 1, 3]), [input])[0]
    let turned = try Rotation(lowering, places.shape).turned(places)
    if isFlat { return [try lowering.reshape(turned, to: input.shape)] }
    return try lowering.rearrange(Transpose(order: [0, 2, 1, 3]), [turned])
  }
}

/// The rotation of pairs of numbers on the last axis of `[batch, places, heads, numbers]`.
private struct Rotation {
  private let lowering: Lowering
  /// How many numbers are turned.
  private let size: Int
  private let isInterleaved: Bool

  init(_ lowering: Lowering, _ shape: Shape) throws(NodeError) {
    self.lowering = lowering
    let given = try lowering.attributes.int("rotary_embedding_dim") ?? 0
    size = given == 0 ? shape[3] : given
    isInterleaved = try lowering.attributes.flag("interleaved")
    guard size > 0, size <= shape[3], size.isMultiple(of: 2) else {
      throw .invalid("\(size) of the \(shape[3]) numbers cannot be turned in pairs")
    }
  }

  func turned(_ input: Operand) throws(NodeError) -> Operand {
    let (a, b) = (try part(input, isSecond: false), try part(input, isSecond: true))
    let (cosine, sine) = (try angles(1), try angles(2))
    let first = try combine(.subtract, try product(a, cosine), try product(b, sine))
    let second = try lowering.apply(Add(), try product(a, sine), try product(b, cosine))
    let turned = try joined(first, second)
    guard size < input.shape[3] else { return turned }
    let rest = Slice(axes: [3], starts: [size], ends: [input.shape[3]])
    return try lowering.rearrange(
      Concatenation(axis: 3), [turned, try lowering.rearrange(rest, [input])[0]])[0]
  }

  /// The first or the second numbers of all pairs.
  private func part(_ input: Operand, isSecond: Bool) throws(NodeError) -> Operand {
    let layer =
      isInterleaved
      ? Slice(axes: [3], starts: [isSecond ? 1 : 0], ends: [size], steps: [2])
      : Slice(
        axes: [3], starts: [isSecond ? size / 2 : 0], ends: [isSecond ? size : size / 2])
    return try lowering.rearrange(layer, [input])[0]
  }

  private func joined(_ first: Operand, _ second: Operand) throws(NodeError) -> Operand {
    guard isInterleaved else {
      return try lowering.rearrange(Concatenation(axis: 3), [first, second])[0]
    }
    let column = Shape(first.shape.extents + [1])
    let pairs = try lowering.rearrange(
      Concatenation(axis: 4),
      [try lowering.reshape(first, to: column), try lowering.reshape(second, to: column)])[0]
    return try lowering.reshape(pairs, to: first.shape.replacing(axis: 3, with: size))
  }

  /// The cosines or sines of all places, selected by the positions where they are given.
  private func angles(_ index: Int) throws(NodeError) -> Operand {
    var table = try lowering.input(index)
    if let positions = lowering.optional(3) {
      table = try lowering.rearrange(
        GatherByInput(axis: 0), [table, positions], indices: [1])[0].typed(table.type)
    }
    guard table.shape.rank == 3, table.shape[2] == size / 2 else {
      throw .invalid("a table of \(table.shape) does not fit \(size / 2) pairs")
    }
    return try lowering.reshape(table, to: [table.shape[0], table.shape[1], 1, table.shape[2]])
  }

  private func product(_ first: Operand, _ second: Operand) throws(NodeError) -> Operand {
    try combine(.multiply, first, second)
  }

  private func combine(
    _ operation: Arithmetic.Operation, _ first: Operand, _ second: Operand
  ) throws(NodeError) -> Operand { try lowering.apply(Arithmetic(operation), first, second) }
}
