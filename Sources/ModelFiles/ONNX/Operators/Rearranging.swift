import CNNModel

/// Operators that only rearrange, repeat or drop elements.
enum RearrangingOperators {
  /// The same elements in another order or selection.
  static let all: [Operator] = [
    Operator("Transpose", .likeFirst, transpose),
    Operator("Concat", .likeFirst, concatenate),
    Operator("Split", .likeFirst, split),
    Operator("Slice", .likeFirst, slice),
    Operator("Gather", .likeFirst, gather),
    Operator("Pad", .likeFirst, PadOperator.pad),
    Operator("CenterCropPad", .likeFirst, PadOperator.centerCropPad),
    Operator("Col2Im", .likeFirst, FoldOperator.fold),
    Operator("Expand", .likeFirst, expand),
    Operator("Tile", .likeFirst, tile),
    Operator("DepthToSpace", .likeFirst, depthToSpace),
    Operator("SpaceToDepth", .likeFirst, spaceToDepth),
  ]

  @Sendable
  private static func transpose(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let rank = input.shape.rank
    let numbers = try lowering.attributes.ints("perm") ?? (0..<rank).reversed()
    let order = try input.shape.axes(numbers)
    guard order.count == rank else {
      throw .invalid("perm has \(order.count) axes, but the input has \(rank)")
    }
    return try lowering.rearrange(Transpose(order: order), [input])
  }

  @Sendable
  private static func concatenate(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let operands = try lowering.allInputs()
    let axis = try operands[0].shape.axis(try lowering.attributes.int("axis") ?? 1)
    return try lowering.rearrange(Concatenation(axis: axis), operands)
  }

  @Sendable
  private static func split(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? 0)
    let extent = input.shape[axis]
    let sizes = try splitSizes(lowering, extent)
    guard sizes.allSatisfy({ $0 >= 0 }), sizes.reduce(0, +) == extent else {
      throw .invalid(
        "sizes \(sizes) do not add up to the \(extent) of axis \(axis) of \(input.shape)")
    }
    return try lowering.rearrange(Split(axis: axis, sizes: sizes), [input])
  }

  /// The extents of the outputs; equal ones, the last of which may be smaller, unless given.
  private static func splitSizes(
    _ lowering: Lowering, _ extent: Int
  ) throws(NodeError) -> [Int] {
    if let sizes = try lowering.ints("split", orInput: 1), !sizes.isEmpty { return sizes }
    let count = try lowering.attributes.int("num_outputs") ?? lowering.node.outputs.count
    guard count > 0, count <= 1 << 16 else { throw .invalid("\(count) outputs are not possible") }
    let size = (extent + count - 1) / count
    return (0..<count).map { max(0, min(size, extent - $0 * size)) }
  }

  @Sendable
  private static func slice(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard let starts = try lowering.ints("starts", orInput: 1),
      let ends = try lowering.ints("ends", orInput: 2)
    else { throw .invalid("starts and ends are missing") }
    let numbers = try lowering.ints("axes", orInput: 3) ?? Array(starts.indices)
    let axes = try input.shape.axes(numbers)
    let steps =
      try lowering.ints("steps", orInput: 4) ?? [Int](repeating: 1, count: axes.count)
    guard [starts, ends, steps].allSatisfy({ $0.count == axes.count }) else {
      throw .invalid("starts, ends, axes and steps differ in length")
    }
    guard !steps.contains(0) else { throw .invalid("a step of 0 is not allowed") }
    return try lowering.rearrange(
      Slice(axes: axes, starts: starts, ends: ends, steps: steps), [input])
  }

  @Sendable
  private static func gather(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? 0)
    let numbers = try lowering.input(1)
    guard let array = numbers.array ?? numbers.given else {
      return [try lowering.apply(GatherByInput(axis: axis), input, numbers).typed(input.type)]
    }
    let indices = array.integers.map { Int(clamping: $0) }
    let extent = input.shape[axis]
    if let index = indices.first(where: { $0 < -extent || $0 >= extent }) {
      throw .invalid("index \(index) is out of range for the \(extent) of axis \(axis)")
    }
    let layer = Gather(
      axis: axis, indices: indices.map { $0 < 0 ? $0 + extent : $0 }, indicesShape: array.shape)
    return try lowering.rearrange(layer, [input])
  }

  @Sendable
  private static func expand(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let wanted = try Shape(checking: try lowering.ints(1, "shape"))
    _ = try Shape.broadcast([input.shape, wanted])
    return try lowering.rearrange(Expand(to: wanted.extents), [input])
  }

  /// Before version 6 the second input is the number of tiles, and the third is the axis.
  @Sendable
  private static func tile(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    var repeats = [Int](repeating: 1, count: input.shape.rank)
    if lowering.version < 6 {
      let axis = Attributes.clamped(Int64(try lowering.scalar(2, "axis")))
      repeats[try input.shape.axis(axis)] =
        Attributes.clamped(Int64(try lowering.scalar(1, "number of tiles")))
    } else {
      repeats = try lowering.ints(1, "number of repeats")
    }
    guard repeats.count == input.shape.rank, repeats.allSatisfy({ $0 >= 0 }) else {
      throw .invalid("repeats \(repeats) do not match \(input.shape)")
    }
    _ = try Shape(checking: repeats)
    _ = try Shape(checking: zip(repeats, input.shape.extents).map { min($0, 1 << 20) * $1 })
    return try lowering.rearrange(Tile(repeats: repeats), [input])
  }

  private static func blockSize(_ lowering: Lowering) throws(NodeError) -> Int {
    guard let block = try lowering.attributes.int("blocksize") else {
      throw .invalid("blocksize is missing")
    }
    guard (1...1 << 15).contains(block) else {
      throw .invalid("a blocksize of \(block) is not supported")
    }
    return block
  }

  /// Whether channels come before rows and columns of the block (CRD).
  private static func isChannelFirst(_ lowering: Lowering) throws(NodeError) -> Bool {
    let mode = try lowering.attributes.string("mode") ?? "DCR"
    guard ["DCR", "CRD"].contains(mode) else {
      throw .invalid("mode \(mode.quoted) is neither DCR nor CRD")
    }
    return mode == "CRD"
  }

  @Sendable
  private static func spaceToDepth(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let block = try blockSize(lowering)
    let input = try lowering.input(0)
    let image = input.shape
    guard try isChannelFirst(lowering) else {
      return try lowering.rearrange(SpaceToDepth(block: block), [input])
    }
    guard image.rank == 4, image[2].isMultiple(of: block), image[3].isMultiple(of: block) else {
      throw .invalid("blocks of \(block) do not divide the rows and columns of \(image)")
    }
    let (rows, columns) = (image[2] / block, image[3] / block)
    let parts = try lowering.reshape(
      input, to: [image[0], image[1], rows, block, columns, block])
    let transposed = try lowering.rearrange(Transpose(order: [0, 1, 3, 5, 2, 4]), [parts])[0]
    return [
      try lowering.reshape(transposed, to: [image[0], image[1] * block * block, rows, columns])
    ]
  }

  @Sendable
  private static func depthToSpace(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let block = try blockSize(lowering)
    let isChannelFirst = try isChannelFirst(lowering)
    return try lowering.rearrange(
      DepthToSpace(block: block, mode: isChannelFirst ? .columnRowDepth : .depthColumnRow),
      [try lowering.input(0)])
  }
}
