import CNNModel

// MARK: Shapes

extension ATenLowering {
  static let shaping: [Row] = [
    ("view", reshape("size")), ("reshape", reshape("shape")), ("_unsafe_view", reshape("size")),
    ("flatten", reshapeToResult), ("unflatten", reshapeToResult), ("squeeze", reshapeToResult),
    (
      "unsqueeze",
      { (call) throws(NodeError) in
        try call.add(
          "Unsqueeze", [call.input(), call.constant("axes", [call.integer("dim") ?? 0])])
      }
    ),
    (
      "permute",
      { (call) throws(NodeError) in
        let rank = try call.shape().count
        let axes = try call.integers("dims")?.map { $0 < 0 ? $0 + rank : $0 } ?? []
        try call.add("Transpose", [call.input()], [.ints("perm", axes)])
      }
    ),
    ("transpose", swap), ("t", swap), ("cat", concatenate), ("stack", stack), ("slice", slice),
    (
      "select",
      { (call) throws(NodeError) in
        let index = NumericArray(shape: [], int64s: [Int64(call.integer("index") ?? 0)])
        let name = call.builder.constant("\(call.outputs[0])_index", index)
        try call.add("Gather", [call.input(), name], [.int("axis", call.integer("dim") ?? 0)])
      }
    ),
    ("split", split), ("chunk", split), ("split_with_sizes", split), ("unbind", unbind),
    (
      "expand",
      { (call) throws(NodeError) in
        let extents = try call.integers("size")?.map { $0 == -1 ? 1 : $0 } ?? []
        try call.add("Expand", [call.input(), call.constant("extents", extents)])
      }
    ),
    (
      "repeat",
      { (call) throws(NodeError) in
        let repeats = try call.integers("repeats") ?? []
        guard repeats.count == (try call.shape().count) else {
          throw .unsupported("a repetition along further axes is not supported")
        }
        try call.add("Tile", [call.input(), call.constant("repeats", repeats)])
      }
    ),
    ("pad", pad), ("constant_pad_nd", pad),
  ]

  /// To a list of extents; an open one keeps that of its axis.
  private static func reshape(_ argument: String) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      guard let extents = call.extents(argument) else {
        throw .invalid("its \(argument) is no list of extents")
      }
      let shape = call.constant("shape", extents.map { $0 ?? 0 })
      try call.add("Reshape", [call.input(), shape])
    }
  }

  /// To the shape that the file says the value has; an open extent is the one that is left.
  @Sendable
  private static func reshapeToResult(_ call: ATenCall) throws(NodeError) {
    let shape = call.resultShape
    guard shape.count(where: { $0 < 0 }) < 2 else {
      throw .unsupported("a value with several open extents is not supported")
    }
    let name = call.constant("shape", shape)
    try call.add("Reshape", [call.input(), name])
  }

  @Sendable
  private static func swap(_ call: ATenCall) throws(NodeError) {
    let rank = try call.shape().count
    func place(_ name: String, _ otherwise: Int) -> Int {
      let axis = call.integer(name) ?? otherwise
      return axis < 0 ? axis + rank : axis
    }
    let (first, second) = (place("dim0", 0), place("dim1", 1))
    var axes = Array(0..<rank)
    guard axes.indices.contains(first), axes.indices.contains(second) else {
      throw .invalid("its axes \(first) and \(second) are not among \(rank)")
    }
    axes.swapAt(first, second)
    try call.add("Transpose", [call.input()], [.ints("perm", axes)])
  }

  @Sendable
  private static func concatenate(_ call: ATenCall) throws(NodeError) {
    try call.add("Concat", call.list("tensors"), [.int("axis", call.integer("dim") ?? 0)])
  }

  @Sendable
  private static func stack(_ call: ATenCall) throws(NodeError) {
    let axis = call.integer("dim") ?? 0
    let axes = call.constant("axes", [axis])
    var parts: [String] = []
    for (index, tensor) in try call.list("tensors").enumerated() {
      parts.append(call.addBefore("part\(index)", "Unsqueeze", [tensor, axes]))
    }
    call.add("Concat", parts, [.int("axis", axis)])
  }

  @Sendable
  private static func slice(_ call: ATenCall) throws(NodeError) {
    let start = call.constant("start", [call.integer("start") ?? 0])
    let end = call.constant("end", [min(call.integer("end") ?? .max, Int(Int32.max))])
    let axis = call.constant("axis", [call.integer("dim") ?? 0])
    let step = call.constant("step", [call.integer("step") ?? 1])
    try call.add("Slice", [call.input(), start, end, axis, step])
  }

  @Sendable
  private static func split(_ call: ATenCall) throws(NodeError) {
    let shape = try call.shape()
    let axis = call.integer("dim") ?? 0
    let place = axis < 0 ? axis + shape.count : axis
    guard shape.indices.contains(place), shape[place] > 0 else {
      throw .unsupported("a splitting of an open axis is not supported")
    }
    let sizes = try sizes(call, shape[place])
    guard sizes.count == call.outputs.count else {
      throw .invalid("it gives \(call.outputs.count) values, but its sizes are \(sizes)")
    }
    try call.add("Split", [call.input(), call.constant("sizes", sizes)], [.int("axis", place)])
  }

  /// The slices along an axis, without it.
  @Sendable
  private static func unbind(_ call: ATenCall) throws(NodeError) {
    let shape = try call.shape()
    let axis = call.integer("dim") ?? 0
    let place = axis < 0 ? axis + shape.count : axis
    guard shape.indices.contains(place), shape[place] == call.outputs.count else {
      throw .invalid("it gives \(call.outputs.count) values of axis \(axis) of \(shape)")
    }
    let sizes = call.constant("sizes", call.outputs.map { _ in 1 })
    let parts = call.outputs.map { "\($0)_part" }
    call.builder.add(
      "Split", [try call.input(), sizes], name: "\(call.outputs[0])_parts", [.int("axis", place)],
      outputs: parts)
    let axes = call.constant("axes", [place])
    for (part, output) in zip(parts, call.outputs) {
      call.builder.add("Squeeze", [part, axes], name: output)
    }
  }

  /// The extents of the parts: a list, one for all but the last, or a number of parts.
  private static func sizes(_ call: ATenCall, _ extent: Int) throws(NodeError) -> [Int] {
    if let list = try call.integers("split_sizes"), !list.isEmpty { return list }
    let listed = try call.integers("split_size") ?? []
    if listed.count > 1 { return listed }
    let chunks = call.integer("chunks").map { (extent - 1) / max(1, $0) + 1 }
    guard let size = listed.first ?? chunks, size > 0 else { throw .invalid("it has no sizes") }
    let whole = extent / size
    guard whole <= call.outputs.count else { throw .invalid("it has too many parts") }
    return [Int](repeating: size, count: whole) + (extent % size > 0 ? [extent % size] : [])
  }

  /// The list begins with both sides of the last axis.
  @Sendable
  private static func pad(_ call: ATenCall) throws(NodeError) {
    let amounts = try call.integers("pad") ?? []
    let rank = try call.shape().count
    guard amounts.count.isMultiple(of: 2), amounts.count / 2 <= rank else {
      throw .invalid("its pad has \(amounts.count) numbers for \(rank) axes")
    }
    var (before, after) = ([Int](repeating: 0, count: rank), [Int](repeating: 0, count: rank))
    for index in 0..<amounts.count / 2 {
      before[rank - 1 - index] = amounts[2 * index]
      after[rank - 1 - index] = amounts[2 * index + 1]
    }
    let modes = ["reflect": "reflect", "replicate": "edge", "circular": "wrap"]
    let mode = call.text("mode").flatMap { modes[$0] } ?? "constant"
    let pads = call.constant("pads", before + after)
    let value = call.constant("value", call.number("value") ?? 0)
    try call.add("Pad", [call.input(), pads, value], [.string("mode", mode)])
  }
}

// MARK: Reductions

extension ATenLowering {
  static let reductions: [Row] = [
    ("mean", reduce("ReduceMean")), ("sum", reduce("ReduceSum")), ("amax", reduce("ReduceMax")),
    ("amin", reduce("ReduceMin")),
    (
      "argmax",
      { (call) throws(NodeError) in
        guard let axis = call.integer("dim") else {
          throw .unsupported("the largest of all cells is not supported")
        }
        let keeps = call.flag("keepdim") == true ? 1 : 0
        try call.add("ArgMax", [call.input()], [.int("axis", axis), .int("keepdims", keeps)])
      }
    ),
  ]

  private static func reduce(_ kind: String) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      let keeps: [ProtoAttribute] = [.int("keepdims", call.flag("keepdim") == true ? 1 : 0)]
      guard let axes = try call.integers("dim"), !axes.isEmpty else {
        return try call.add(kind, [call.input()], keeps)
      }
      try call.add(kind, [call.input(), call.constant("axes", axes)], keeps)
    }
  }
}
