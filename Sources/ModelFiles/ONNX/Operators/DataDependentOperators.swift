import CNNModel

/// Operators whose outputs have as many cells as they find in their inputs.
enum DataDependentOperators {
  static let all: [Operator] = [
    Operator("NonZero", .always(.int64), nonZero),
    Operator("Compress", .likeFirst, compress),
    Operator("Unique", .explicit, unique),
    Operator("NonMaxSuppression", .always(.int64), nonMaxSuppression),
  ]

  @Sendable
  private static func nonZero(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let value = try lowering.sampleValue(0, "input")
    let count = (0..<value.shape.count).count { value.double(at: $0) != 0 }
    return [try lowering.apply(NonZero(count: count), try lowering.input(0))]
  }

  /// A constant condition is a list of indices.
  @Sendable
  private static func compress(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (input, condition) = (try lowering.input(0), try lowering.input(1))
    let axis = try lowering.attributes.int("axis").map { number throws(NodeError) in
      try input.shape.axis(number)
    }
    let value = try lowering.sampleValue(1, "condition")
    let extent = axis.map { input.shape[$0] } ?? input.shape.count
    let indices = (0..<value.shape.count).filter { value.double(at: $0) != 0 }
    guard value.shape.rank == 1, value.shape.count <= extent else {
      throw .invalid("a condition of \(value.shape) does not fit \(extent) cells")
    }
    guard condition.isConstant else {
      return [try lowering.apply(Compress(axis: axis, count: indices.count), input, condition)]
    }
    let whole = axis == nil ? try lowering.reshape(input, to: [input.shape.count]) : input
    return try lowering.rearrange(Gather(axis: axis ?? 0, indices: indices), [whole])
  }

  /// The distinct values are gathered at their first occurrences.
  @Sendable
  private static func unique(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try lowering.attributes.int("axis").map { number throws(NodeError) in
      try input.shape.axis(number)
    }
    guard input.shape.count <= 1 << 22 else {
      throw .unsupported("\(input.shape.count) numbers are too many to be sorted")
    }
    let isSorted = try lowering.attributes.flag("sorted", default: true)
    let value = try lowering.sampleValue(0, "input")
    let count = Unique(axis: axis, isSorted: isSorted, count: 0).count(in: value)
    let layer = Unique(axis: axis, isSorted: isSorted, count: count)
    let places = try lowering.outputs(of: layer, [input]).map { $0.typed(.int64) }
    let whole = axis == nil ? try lowering.reshape(input, to: [input.shape.count]) : input
    return [try values(lowering, whole, at: places[0], axis: axis ?? 0)] + places
  }

  private static func values(
    _ lowering: Lowering, _ input: Operand, at places: Operand, axis: Int
  ) throws(NodeError) -> Operand {
    guard let indices = places.array else {
      return try lowering.apply(GatherByInput(axis: axis), input, places).typed(input.type)
    }
    let layer = Gather(axis: axis, indices: indices.integers.map { Int(clamping: $0) })
    return try lowering.rearrange(layer, [input])[0]
  }

  @Sendable
  private static func nonMaxSuppression(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (boxes, scores) = (try lowering.input(0), try lowering.input(1))
    func number(_ index: Int, _ role: String) throws(NodeError) -> Double? {
      try lowering.optional(index) == nil ? nil : lowering.scalar(index, role)
    }
    func layer(count: Int, _ settings: (limit: Int, overlap: Double, score: Double?))
      throws(NodeError) -> NonMaxSuppression
    {
      NonMaxSuppression(
        count: count, limit: settings.limit, overlap: settings.overlap, score: settings.score,
        hasCenters: try lowering.attributes.flag("center_point_box"))
    }
    let limit = try number(2, "largest number of boxes") ?? 0
    let settings = (
      limit: Int(max(0, min(limit, 0x1p30))), overlap: try number(3, "IoU threshold") ?? 0,
      score: try number(4, "score threshold")
    )
    let open = try layer(count: 0, settings)
    _ = try open.check([boxes.shape, scores.shape], .init(parameters: []))
    let values = [
      try lowering.sampleValue(0, "boxes"), try lowering.sampleValue(1, "scores"),
    ]
    guard open.comparisons(values[1]) <= 1 << 28 else {
      throw .unsupported("its boxes are too many to be compared with each other")
    }
    let complete = try layer(count: open.count(in: values), settings)
    return [try lowering.apply(complete, boxes, scores)]
  }
}
