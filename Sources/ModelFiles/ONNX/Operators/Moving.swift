import CNNModel

extension Operator {
  /// The same numbers at other places.
  static let moving: [Operator] = [
    Operator("Transpose", .likeFirst, transpose),
    Operator("Concat", .likeFirst, concatenate),
    Operator("Split", .likeFirst, split),
    Operator("Slice", .likeFirst, slice),
    Operator("Gather", .likeFirst, gather),
    Operator("Pad", .likeFirst, pad),
    Operator("Expand", .likeFirst, expand),
    Operator("Tile", .likeFirst, tile),
    Operator("DepthToSpace", .likeFirst, depthToSpace),
    Operator("SpaceToDepth", .likeFirst, spaceToDepth),
  ]

  @Sendable
  private static func transpose(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let rank = input.shape.rank
    let numbers = try lowering.attributes.wholes("perm") ?? (0..<rank).reversed()
    let order = try input.shape.axes(numbers)
    guard order.count == rank else {
      throw .mistake("the order names \(order.count) axes of \(rank)")
    }
    return try lowering.move(Transpose(order: order), [input])
  }

  @Sendable
  private static func concatenate(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let operands = try lowering.allInputs()
    let axis = try operands[0].shape.axis(try lowering.attributes.whole("axis") ?? 1)
    return try lowering.move(Concatenation(axis: axis), operands)
  }

  @Sendable
  private static func split(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.whole("axis") ?? 0)
    let extent = input.shape[axis]
    var sizes = try lowering.wholes("split", orInput: 1) ?? []
    if sizes.isEmpty {
      let count = try lowering.attributes.whole("num_outputs") ?? lowering.node.outputs.count
      guard count > 0, count <= 1 << 16 else { throw .mistake("\(count) parts are asked for") }
      let size = (extent + count - 1) / count
      sizes = (0..<count).map { max(0, min(size, extent - $0 * size)) }
    }
    guard sizes.allSatisfy({ $0 >= 0 }), sizes.reduce(0, +) == extent else {
      throw .mistake("parts of \(sizes) are not the \(extent) of axis \(axis) of \(input.shape)")
    }
    return try lowering.move(Split(axis: axis, sizes: sizes), [input])
  }

  @Sendable
  private static func slice(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard let starts = try lowering.wholes("starts", orInput: 1),
      let ends = try lowering.wholes("ends", orInput: 2)
    else { throw .mistake("starts and ends are needed") }
    let numbers = try lowering.wholes("axes", orInput: 3) ?? Array(starts.indices)
    let axes = try input.shape.axes(numbers)
    let steps =
      try lowering.wholes("steps", orInput: 4) ?? [Int](repeating: 1, count: axes.count)
    guard [starts, ends, steps].allSatisfy({ $0.count == axes.count }) else {
      throw .mistake("starts, ends, axes and steps are not equally many")
    }
    guard !steps.contains(0) else { throw .mistake("a step of 0 goes nowhere") }
    return try lowering.move(
      Slice(axes: axes, starts: starts, ends: ends, steps: steps), [input])
  }

  @Sendable
  private static func gather(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.whole("axis") ?? 0)
    let numbers = try lowering.input(1)
    guard let array = numbers.array ?? numbers.given else {
      return [try lowering.apply(GatherByInput(axis: axis), input, numbers).typed(input.type)]
    }
    let indices = array.integers.map { Int(clamping: $0) }
    let extent = input.shape[axis]
    if let index = indices.first(where: { $0 < -extent || $0 >= extent }) {
      throw .mistake("index \(index) is not within the \(extent) of axis \(axis)")
    }
    let layer = Gather(
      axis: axis, indices: indices.map { $0 < 0 ? $0 + extent : $0 }, indicesShape: array.shape)
    return try lowering.move(layer, [input])
  }

  @Sendable
  private static func expand(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let wanted = try Shape(checking: try lowering.wholes(1, "shape"))
    _ = try Shape.common([input.shape, wanted])
    return try lowering.move(Expand(to: wanted.extents), [input])
  }

  /// Before version 6 the second input is how often, and the third is the axis.
  @Sendable
  private static func tile(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    var repeats = [Int](repeating: 1, count: input.shape.rank)
    if lowering.version < 6 {
      let axis = Attributes.bounded(Int64(try lowering.scalar(2, "axis")))
      repeats[try input.shape.axis(axis)] =
        Attributes.bounded(Int64(try lowering.scalar(1, "number of tiles")))
    } else {
      repeats = try lowering.wholes(1, "number of repeats")
    }
    guard repeats.count == input.shape.rank, repeats.allSatisfy({ $0 >= 0 }) else {
      throw .mistake("\(repeats) repeats do not go with \(input.shape)")
    }
    _ = try Shape(checking: repeats)
    _ = try Shape(checking: zip(repeats, input.shape.extents).map { min($0, 1 << 20) * $1 })
    return try lowering.move(Tile(repeats: repeats), [input])
  }

  private static func blockSize(_ lowering: Lowering) throws(NodeError) -> Int {
    guard let block = try lowering.attributes.whole("blocksize") else {
      throw .mistake("the block size is missing")
    }
    guard (1...1 << 15).contains(block) else { throw .mistake("a block size of \(block)") }
    return block
  }

  /// Whether the channels are in front of the block's rows and columns.
  private static func isChannelFirst(_ lowering: Lowering) throws(NodeError) -> Bool {
    let mode = try lowering.attributes.text("mode") ?? "DCR"
    guard ["DCR", "CRD"].contains(mode) else {
      throw .mistake("mode \(mode.quoted) is neither DCR nor CRD")
    }
    return mode == "CRD"
  }

  @Sendable
  private static func spaceToDepth(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let block = try blockSize(lowering)
    let input = try lowering.input(0)
    let image = input.shape
    guard try isChannelFirst(lowering) else {
      return try lowering.move(SpaceToDepth(block: block), [input])
    }
    guard image.rank == 4, image[2].isMultiple(of: block), image[3].isMultiple(of: block) else {
      throw .mistake("blocks of \(block) do not divide the rows and columns of \(image)")
    }
    let (rows, columns) = (image[2] / block, image[3] / block)
    let parts = try lowering.reshape(
      input, to: [image[0], image[1], rows, block, columns, block])
    let turned = try lowering.move(Transpose(order: [0, 1, 3, 5, 2, 4]), [parts])[0]
    return [
      try lowering.reshape(turned, to: [image[0], image[1] * block * block, rows, columns])
    ]
  }

  @Sendable
  private static func depthToSpace(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let block = try blockSize(lowering)
    let isChannelFirst = try isChannelFirst(lowering)
    return try lowering.move(
      DepthToSpace(block: block, mode: isChannelFirst ? .columnRowDepth : .depthColumnRow),
      [try lowering.input(0)])
  }
}

// MARK: Padding

extension Operator {
  @Sendable
  private static func pad(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let rank = input.shape.rank
    let old = try lowering.attributes.wholes("paddings")
    guard let numbers = try old == nil ? lowering.wholes("pads", orInput: 1) : old else {
      throw .mistake("the pads are missing")
    }
    var axes = Array(0..<rank)
    if lowering.optional(3) != nil {
      axes = try input.shape.axes(try lowering.wholes(3, "list of axes"))
    }
    guard numbers.count == 2 * axes.count else {
      throw .mistake("\(numbers.count) pads do not go with \(axes.count) axes")
    }
    var (before, after) = ([Int](repeating: 0, count: rank), [Int](repeating: 0, count: rank))
    for (index, axis) in axes.enumerated() {
      (before[axis], after[axis]) = (numbers[index], numbers[index + axes.count])
    }
    let mode = try lowering.attributes.text("mode") ?? "constant"
    guard mode == "constant" else {
      guard let fill = fills[mode] else { throw .mistake("there is no mode \(mode.quoted)") }
      return try lowering.move(Pad(before: before, after: after, mode: fill), [input])
    }
    return try padWithConstant(lowering, input, before, after)
  }

  private static let fills: [String: Pad.Mode] = [
    "reflect": .reflect, "edge": .edge, "wrap": .wrap,
  ]

  private static func padWithConstant(
    _ lowering: Lowering, _ input: Operand, _ before: [Int], _ after: [Int]
  ) throws(NodeError) -> [Operand] {
    var value = try lowering.attributes.number("value") ?? 0
    if lowering.optional(2) != nil { value = try lowering.scalar(2, "value") }
    guard input.isKnown, input.type != .float32 else {
      return [
        try lowering.apply(Pad(before: before, after: after, mode: .constant(Float(value))), input)
      ]
    }
    // The places that are padded are chosen, so that all bits of the value are kept.
    let zeros = Pad(before: before, after: after, mode: .constant(0))
    let moved = try lowering.move(zeros, [input])[0]
    guard value != 0, let array = lowering.optional(2)?.array, let kept = moved.array else {
      return [moved]
    }
    let ones = Operand(
      NumericArray(
        shape: input.shape, type: .bool,
        numbers: [Double](repeating: 1, count: input.shape.count)))
    let inside = try lowering.move(zeros, [ones])[0].array?.integers ?? []
    let both = NumericArray.joined([kept, array.cast(to: input.type)], zeroFirst: false)
    let offsets = inside.indices.map { inside[$0] == 0 ? kept.count : $0 }
    return [Operand(both.picking(offsets, shape: kept.shape))]
  }
}
