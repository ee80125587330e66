import CNNModel

/// Operators that read or write cells which indices name.
enum IndexingOperators {
  /// Gathering, scattering, and what is selected by a constant list.
  static let all: [Operator] = [
    Operator("GatherElements") { lowering throws(NodeError) in
      let axis = try axis(lowering, of: try lowering.input(0).shape)
      return try moved(lowering, GatherElements(axis: axis))
    },
    Operator("GatherND") { lowering throws(NodeError) in
      let batchAxes = try lowering.attributes.int("batch_dims") ?? 0
      guard batchAxes >= 0 else { throw .invalid("batch_dims of \(batchAxes) is negative") }
      return try moved(lowering, GatherSlices(batchAxes: batchAxes))
    },
    Operator("ReverseSequence") { lowering throws(NodeError) in
      let layer = ReverseSequence(
        batchAxis: try lowering.attributes.int("batch_axis") ?? 1,
        timeAxis: try lowering.attributes.int("time_axis") ?? 0)
      return try moved(lowering, layer)
    },
    Operator("Scatter", .likeFirst, scatterElements),
    Operator("ScatterElements", .likeFirst, scatterElements),
    Operator("ScatterND") { lowering throws(NodeError) in
      try written(lowering, ScatterSlices(reduction: try reduction(lowering)))
    },
    Operator("TensorScatter", .likeFirst, writeToCache),
    Operator("OneHot", .explicit, oneHot),
  ]

  private static func axis(
    _ lowering: Lowering, of shape: Shape, default choice: Int = 0
  ) throws(NodeError) -> Int {
    try shape.axis(try lowering.attributes.int("axis") ?? choice)
  }

  /// A layer that copies cells of the first input to places that the second one names.
  private static func moved(
    _ lowering: Lowering, _ layer: any Layer
  ) throws(NodeError) -> [Operand] {
    try lowering.rearrange(
      layer, [try lowering.input(0), try lowering.input(1)], indices: [1])
  }

  @Sendable
  private static func scatterElements(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let layer = ScatterElements(
      axis: try axis(lowering, of: try lowering.input(0).shape),
      reduction: try reduction(lowering))
    return try written(lowering, layer)
  }

  /// A layer that writes the third input to places of the first that the second one names.
  private static func written(
    _ lowering: Lowering, _ layer: any Layer
  ) throws(NodeError) -> [Operand] {
    let operands = [try lowering.input(0), try lowering.input(1), try lowering.input(2)]
    guard try reduction(lowering) == .replace else {
      return try lowering.outputs(of: layer, operands)
    }
    return try lowering.rearrange(layer, operands, indices: [1])
  }

  private static func reduction(_ lowering: Lowering) throws(NodeError) -> ScatterReduction {
    let name = try lowering.attributes.string("reduction") ?? "none"
    let reductions: [String: ScatterReduction] = [
      "none": .replace, "add": .add, "mul": .multiply, "min": .minimum, "max": .maximum,
    ]
    guard let reduction = reductions[name] else {
      throw .invalid("unknown reduction \(name.quoted)")
    }
    return reduction
  }

  /// Updates are written to a cache along an axis, each sample's from its own place on.
  @Sendable
  private static func writeToCache(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (cache, update) = (try lowering.input(0), try lowering.input(1))
    let axis = try axis(lowering, of: cache.shape, default: -2)
    guard update.shape.rank == cache.shape.rank, axis > 0 else {
      throw .invalid("an update of \(update.shape) does not fit a cache of \(cache.shape)")
    }
    let isCircular = try lowering.attributes.string("mode") == "circular"
    let starts =
      lowering.optional(2) == nil
      ? [Int](repeating: 0, count: cache.shape[0]) : try lowering.ints(2, "list of places")
    guard starts.count == update.shape[0] else {
      throw .invalid("\(starts.count) places do not match \(update.shape[0]) samples")
    }
    let extent = max(1, cache.shape[axis])
    let indices = (0..<update.shape.count).map { offset in
      let position = update.shape.position(at: offset)
      let place = starts[position[0]] + position[axis]
      return Int64(isCircular ? place % extent : place)
    }
    return try lowering.rearrange(
      ScatterElements(axis: axis),
      [cache, Operand(NumericArray(shape: update.shape, int64s: indices)), update], indices: [1])
  }

  /// `on` where the position on a new axis is the index, counted from either end, else `off`.
  @Sendable
  private static func oneHot(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (indices, values) = (try lowering.input(0), try lowering.input(2))
    let depth = Attributes.clamped(
      Int64(clamping: Int128(truncating: try lowering.scalar(1, "depth"))))
    guard depth >= 0, depth <= 1 << 30, values.shape == [2] else {
      throw .invalid("a depth of \(depth) with values of \(values.shape) is not possible")
    }
    let axis = try Shape(indices.shape.extents + [1])
      .axis(try lowering.attributes.int("axis") ?? -1)
    var extents = indices.shape.extents
    extents.insert(1, at: axis)
    let column = try lowering.reshape(indices, to: Shape(extents))
    let isPlace = try lowering.apply(
      Logic(.or), try equals(lowering, column, places(0..<depth, on: axis, of: extents.count)),
      try equals(lowering, column, places(-depth..<0, on: axis, of: extents.count)))
    let (off, on) = (try element(0, of: values, lowering), try element(1, of: values, lowering))
    return [try lowering.apply(Select(), isPlace, on, off).typed(values.type)]
  }

  private static func equals(
    _ lowering: Lowering, _ first: Operand, _ second: Operand
  ) throws(NodeError) -> Operand {
    try lowering.apply(Comparison(.equal), first, second).typed(.bool)
  }

  private static func element(
    _ index: Int, of list: Operand, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    try lowering.rearrange(Gather(axis: 0, indices: [index], indicesShape: []), [list])[0]
  }

  /// Consecutive numbers along one of several axes.
  static func places(_ range: Range<Int>, on axis: Int, of rank: Int) -> Operand {
    let shape = Shape([Int](repeating: 1, count: rank)).replacing(axis: axis, with: range.count)
    return Operand(NumericArray(shape: shape, int64s: range.map { Int64($0) }))
  }
}
