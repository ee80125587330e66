import CNNModel

/// What is added to the scores of an attention: 0 where a query may see a key, −∞ elsewhere, and the
/// numbers of a mask.
struct AttentionMask {
  let lowering: Lowering
  /// `[batch, heads, cells, numbers]`
  let queries: Shape
  /// The number of keys.
  let keys: Int
  /// How many of the keys are from earlier.
  let pastCount: Int

  init(_ lowering: Lowering, queries: Shape, keys: Int, pastCount: Int) {
    (self.lowering, self.queries, self.keys) = (lowering, queries, keys)
    self.pastCount = pastCount
  }

  /// The sum of all parts; nil where every query sees every key.
  func addend() throws(NodeError) -> Operand? {
    let parts = [try given(), try causal(), try window(), try padding()].compactMap(\.self)
    guard var sum = parts.first else { return nil }
    for part in parts.dropFirst() { sum = try lowering.apply(Add(), sum, part) }
    return sum
  }

  /// The mask of the file: numbers, or true where a key is seen; keys beyond it are not seen.
  private func given() throws(NodeError) -> Operand? {
    guard var mask = lowering.optional(3) else { return nil }
    if mask.type == .bool { mask = try seen(where: mask) }
    let missing = keys - (mask.shape.extents.last ?? 0)
    guard missing > 0 else { return mask }
    let zeros = [Int](repeating: 0, count: mask.shape.rank)
    return try lowering.apply(
      Pad(before: zeros, after: zeros.dropLast() + [missing], mode: .constant(-.infinity)), mask)
  }

  /// With `is_causal` a query sees the keys up to its own.
  private func causal() throws(NodeError) -> Operand? {
    guard try lowering.attributes.flag("is_causal") else { return nil }
    return try bounded { distance, limit throws(NodeError) in
      try lowering.apply(Comparison(.lessOrEqual), distance, limit)
    }
  }

  /// How many keys before and behind its own a query sees.
  private func window() throws(NodeError) -> Operand? {
    let left = try lowering.attributes.int("left_window_size") ?? -1
    let right = try lowering.attributes.int("right_window_size") ?? -1
    guard left >= 0 || right >= 0 else { return nil }
    return try bounded { distance, limit throws(NodeError) in
      func shifted(_ count: Int) throws(NodeError) -> Operand {
        try lowering.apply(Add(), limit, Operand(scalar: Double(count)))
      }
      let end = try lowering.apply(
        Comparison(.lessOrEqual), distance, try shifted(right < 0 ? keys : right))
      let start = try lowering.apply(
        Comparison(.greaterOrEqual), distance, try shifted(left < 0 ? -keys - queries[2] : -left))
      return try lowering.apply(Logic(.and), end.typed(.bool), start.typed(.bool))
    }
  }

  /// What a condition on the distance from a query's own key to another leaves.
  private func bounded(
    _ condition: (_ distance: Operand, _ limit: Operand) throws(NodeError) -> Operand
  ) throws(NodeError) -> Operand {
    let (rows, columns) = (queries[2], keys)
    _ = try Lowering.generated([rows, columns])
    let distances = (0..<rows * columns).map { Double($0 % columns - $0 / columns) }
    let distance = Operand(
      NumericArray(shape: [rows, columns], type: .float32, numbers: distances))
    return try seen(where: try condition(distance, try ownKey()).typed(.bool))
  }

  /// The place of the first query's own key: behind the earlier ones.
  private func ownKey() throws(NodeError) -> Operand {
    guard lowering.optional(4) == nil, let counts = lowering.optional(6) else {
      return Operand(scalar: Double(pastCount))
    }
    let column = try lowering.reshape(counts, to: [counts.shape.count, 1, 1, 1])
    return try lowering.apply(
      Arithmetic(.subtract), column, Operand(scalar: Double(queries[2])))
  }

  /// Only the first keys of each sample are seen, as many as an input says.
  private func padding() throws(NodeError) -> Operand? {
    guard let counts = lowering.optional(6) else { return nil }
    guard counts.shape == [queries[0]] else {
      throw .invalid("\(counts.shape) numbers of keys do not match \(queries[0]) samples")
    }
    let column = try lowering.reshape(counts, to: [queries[0], 1, 1, 1])
    let places = try IndexingOperators.places(0..<keys, on: 3, of: 4)
    return try seen(where: try lowering.apply(Comparison(.less), places, column).typed(.bool))
  }

  /// 0 where a condition holds, −∞ elsewhere.
  private func seen(where condition: Operand) throws(NodeError) -> Operand {
    try lowering.apply(
      Select(), condition, Operand(scalar: 0), Operand(scalar: -.infinity)
    ).typed(.float32)
  }
}
