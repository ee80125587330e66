import CNNModel

/// Attention by layers of arithmetic: `softmax(Q·Kᵀ·scale + mask) · V` for every head.
///
/// Inputs are `[batch, heads, cells, numbers]`, or `[batch, cells, heads·numbers]` with the numbers of
/// heads as attributes. Earlier keys and values are put in front; where there are fewer heads of keys
/// than of queries, each serves several. As in ONNX (`Attention`).
struct AttentionLowering {
  private let lowering: Lowering
  private let isFlat: Bool
  private let query: Operand
  private let key: Operand
  private let value: Operand
  private let pastCount: Int

  init(_ lowering: Lowering) throws(NodeError) {
    self.lowering = lowering
    let heads = [
      try lowering.attributes.int("q_num_heads"), try lowering.attributes.int("kv_num_heads"),
    ]
    let inputs = [try lowering.input(0), try lowering.input(1), try lowering.input(2)]
    guard inputs[0].type != .bfloat16 else {
      throw .unsupported("it rounds every step to bfloat16")
    }
    isFlat = inputs[0].shape.rank == 3
    query = try Self.heads(of: inputs[0], heads[0], lowering)
    let newKey = try Self.heads(of: inputs[1], heads[1], lowering)
    let newValue = try Self.heads(of: inputs[2], heads[1], lowering)
    pastCount = lowering.optional(4)?.shape.extents.dropLast().last ?? 0
    key = try Self.joined(lowering.optional(4), newKey, lowering)
    value = try Self.joined(lowering.optional(5), newValue, lowering)
    guard query.shape[3] == key.shape[3], key.shape[2] == value.shape[2],
      key.shape[1] == value.shape[1], key.shape[1] > 0,
      query.shape[1].isMultiple(of: key.shape[1])
    else {
      throw .invalid(
        "queries of \(query.shape), keys of \(key.shape) and values of \(value.shape) do not fit")
    }
  }

  /// `[batch, cells, heads·numbers]` as `[batch, heads, cells, numbers]`.
  private static func heads(
    of operand: Operand, _ count: Int?, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    let shape = operand.shape
    guard shape.rank == 3 else {
      guard shape.rank == 4 else { throw .invalid("\(shape) has not three or four axes") }
      return operand
    }
    guard let count, count > 0, shape[2].isMultiple(of: count) else {
      throw .invalid("the \(shape[2]) numbers of \(shape) cannot be divided among the heads")
    }
    let split = try lowering.reshape(
      operand, to: [shape[0], shape[1], count, shape[2] / count])
    return try lowering.rearrange(Transpose(order: [0, 2, 1, 3]), [split])[0]
  }

  private static func joined(
    _ past: Operand?, _ new: Operand, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    guard let past else { return new }
    return try lowering.rearrange(Concatenation(axis: 2), [past, new])[0].typed(new.type)
  }

  /// The result, all keys, all values, and the scores in the form that the file asks for.
  func outputs() throws(NodeError) -> [Operand] {
    let cap = try lowering.attributes.float("softcap") ?? 0
    let mask = try AttentionMask(
      lowering, queries: query.shape, keys: key.shape[2], pastCount: pastCount
    ).addend()
    let plain = try scores()
    let capped = try cap <= 0 ? plain : self.capped(plain, cap)
    let masked =
      try mask.map { mask throws(NodeError) in
        try lowering.apply(Add(), capped, mask)
      } ?? capped
    let shares = try shares(of: masked, mask)
    let mode = try lowering.attributes.int("qk_matmul_output_mode") ?? 0
    guard (0...3).contains(mode) else { throw .invalid("unknown qk_matmul_output_mode \(mode)") }
    let shown = [plain, capped, masked, shares][mode]
    let result = try result(of: shares)
    return [result, key, value, shown].map { $0.typed(query.type) }
  }

  /// Queries and keys are each multiplied by the square root of the scale, as the specification does.
  private func scores() throws(NodeError) -> Operand {
    let scale =
      try lowering.attributes.float("scale") ?? 1 / Double(max(1, query.shape[3])).squareRoot()
    guard scale >= 0 else { throw .invalid("a scale of \(scale) is negative") }
    let factor = Operand(scalar: scale.squareRoot())
    let turned = try lowering.rearrange(Transpose(order: [0, 1, 3, 2]), [try shared(key)])[0]
    return try lowering.apply(
      MatrixProduct(), try lowering.apply(Arithmetic(.multiply), query, factor),
      try lowering.apply(Arithmetic(.multiply), turned, factor))
  }

  /// One head of keys or values for each head of queries.
  private func shared(_ operand: Operand) throws(NodeError) -> Operand {
    let shape = operand.shape
    let uses = query.shape[1] / shape[1]
    guard uses > 1 else { return operand }
    let column = try lowering.reshape(operand, to: [shape[0], shape[1], 1, shape[2], shape[3]])
    let repeated = Expand(to: [shape[0], shape[1], uses, shape[2], shape[3]])
    let copies = try lowering.rearrange(repeated, [column])[0]
    return try lowering.reshape(copies, to: [shape[0], query.shape[1], shape[2], shape[3]])
  }

  /// `cap · tanh(scores / cap)`
  private func capped(_ scores: Operand, _ cap: Double) throws(NodeError) -> Operand {
    let ratio = try lowering.apply(Arithmetic(.divide), scores, Operand(scalar: cap))
    let bounded = try lowering.apply(Tanh(), ratio)
    return try lowering.apply(Arithmetic(.multiply), bounded, Operand(scalar: cap))
  }

  /// The softmax of the scores; 0 in rows where the mask leaves nothing.
  private func shares(of scores: Operand, _ mask: Operand?) throws(NodeError) -> Operand {
    let shares = try lowering.apply(Softmax(axis: -1), scores)
    guard let mask else { return shares }
    if let array = mask.array, !array.hasRow(of: -.infinity) { return shares }
    let largest = try lowering.apply(Reduction(.maximum, axes: [-1]), mask)
    let isEmpty = try lowering.apply(
      Comparison(.equal), largest, Operand(scalar: -.infinity)
    ).typed(.bool)
    return try lowering.apply(Select(), isEmpty, Operand(scalar: 0), shares)
  }

  private func result(of shares: Operand) throws(NodeError) -> Operand {
    let product = try lowering.apply(MatrixProduct(), shares, try shared(value))
    guard isFlat else { return product }
    let turned = try lowering.rearrange(Transpose(order: [0, 2, 1, 3]), [product])[0]
    let shape = turned.shape
    return try lowering.reshape(turned, to: [shape[0], shape[1], shape[2] * shape[3]])
  }
}

extension NumericArray {
  /// Whether one of the rows has no other number.
  fileprivate func hasRow(of number: Double) -> Bool {
    guard let length = shape.extents.last, length > 0 else { return true }
    let numbers = doubles
    return stride(from: 0, to: numbers.count, by: length).contains { start in
      numbers[start..<start + length].allSatisfy { $0 == number }
    }
  }
}
