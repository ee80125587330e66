import CNNModel

/// Sequences of tensors, whose lengths and positions are known while reading.
enum SequenceOperators {
  static let all: [Operator] = [
    Operator("SequenceConstruct", .explicit) { lowering throws(NodeError) in
      [Operand(sequence: try lowering.allInputs())]
    },
    Operator("SequenceEmpty", .explicit) { lowering throws(NodeError) in
      [Operand(sequence: [], type: try lowering.type("dtype") ?? .float32)]
    },
    Operator("SequenceLength", .explicit, sequences: true) { lowering throws(NodeError) in
      [Operand(NumericArray(shape: [], int64s: [Int64(try lowering.sequence(0).count)]))]
    },
    Operator("SequenceAt", .explicit, sequences: true) { lowering throws(NodeError) in
      let elements = try lowering.sequence(0)
      return [elements[try position(lowering, 1, in: elements.indices)]]
    },
    Operator("SequenceInsert", .explicit, sequences: true, insert),
    Operator("SequenceErase", .explicit, sequences: true, erase),
    Operator("SplitToSequence", .explicit, split),
    Operator("ConcatFromSequence", .explicit, sequences: true, concatenate),
  ]

  @Sendable
  private static func insert(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    var elements = try lowering.sequence(0)
    let element = try lowering.input(1)
    guard element.isTensor else { throw .invalid("what it inserts is not a tensor") }
    var place = elements.count
    if lowering.optional(2) != nil {
      place = try position(lowering, 2, in: 0..<elements.count + 1, length: elements.count)
    }
    elements.insert(element, at: place)
    return [Operand(sequence: elements)]
  }

  @Sendable
  private static func erase(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    var elements = try lowering.sequence(0)
    guard !elements.isEmpty else { throw .invalid("it erases from an empty sequence") }
    var place = elements.count - 1
    if lowering.optional(1) != nil { place = try position(lowering, 1, in: elements.indices) }
    elements.remove(at: place)
    return [Operand(sequence: elements, type: try lowering.input(0).type)]
  }

  /// A constant position, which counts from the end where it is negative.
  ///
  /// - Parameters:
  ///   - allowed: the positions.
  ///   - length: of the sequence; that of `allowed` unless given.
  private static func position(
    _ lowering: Lowering, _ index: Int, in allowed: Range<Int>, length: Int? = nil
  ) throws(NodeError) -> Int {
    let length = length ?? allowed.count
    let given = try lowering.scalar(index, "position")
    let place = Int(clamping: Int128(truncating: given < 0 ? given + Double(length) : given))
    guard allowed.contains(place) else {
      throw .invalid("position \(given) is not in a sequence of length \(length)")
    }
    return place
  }

  /// Pieces along an axis (SplitToSequence-11): of one length, of a length each, or slices.
  @Sendable
  private static func split(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? 0)
    let sizes = try sizes(lowering, extent: input.shape[axis])
    try checkLength(sizes.count)
    guard !sizes.isEmpty else { return [Operand(sequence: [], type: input.type)] }
    let pieces = try lowering.rearrange(Split(axis: axis, sizes: sizes), [input])
      .map { $0.typed(input.type) }
    let keeps = try lowering.attributes.flag("keepdims", default: true)
    guard !keeps, lowering.optional(1) == nil else { return [Operand(sequence: pieces)] }
    var slices: [Operand] = []
    for piece in pieces {
      slices.append(try lowering.reshape(piece, to: piece.shape.removing(axis: axis)))
    }
    return [Operand(sequence: slices)]
  }

  private static func checkLength(_ count: Int) throws(NodeError) {
    guard count > ExpandedNodes.most else { return }
    throw .unsupported("a sequence of \(count) tensors is too long")
  }

  private static func sizes(_ lowering: Lowering, extent: Int) throws(NodeError) -> [Int] {
    guard lowering.optional(1) != nil else {
      try checkLength(extent)
      return [Int](repeating: 1, count: extent)
    }
    let given = try lowering.determined(1, "split")
    guard given.shape.rank == 0 else {
      let sizes = try lowering.ints(1, "split")
      guard sizes.allSatisfy({ $0 >= 0 }), sizes.reduce(0, { $0 &+ $1 }) == extent else {
        throw .invalid("pieces of \(sizes) do not make an extent of \(extent)")
      }
      return sizes
    }
    let size = Int(clamping: Int128(truncating: try lowering.scalar(1, "split")))
    guard size > 0 else { throw .invalid("a piece of \(size) is not positive") }
    try checkLength(extent / size)
    let rest = extent % size
    return [Int](repeating: size, count: extent / size) + (rest > 0 ? [rest] : [])
  }

  /// All elements along an axis, which is a new one for `new_axis` (ConcatFromSequence-11).
  @Sendable
  private static func concatenate(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    var elements = try lowering.sequence(0)
    guard let first = elements.first else {
      throw .invalid("an empty sequence cannot be concatenated")
    }
    guard let given = try lowering.attributes.int("axis") else {
      throw .invalid("the axis is missing")
    }
    let isNew = try lowering.attributes.flag("new_axis")
    let rank = first.shape.rank + (isNew ? 1 : 0)
    let axis = try Shape([Int](repeating: 1, count: rank)).axis(given)
    if isNew {
      for (index, element) in elements.enumerated() {
        guard element.shape == first.shape else {
          throw .invalid("\(element.shape) cannot be stacked on \(first.shape)")
        }
        elements[index] = try lowering.reshape(element, to: element.shape.inserting(1, at: axis))
      }
    }
    guard elements.count > 1 else { return [elements[0]] }
    return [try lowering.rearrange(Concatenation(axis: axis), elements)[0].typed(first.type)]
  }
}

/// Optional values, of which is known while reading whether they are there.
enum OptionalOperators {
  static let all: [Operator] = [
    Operator("Optional", .explicit, sequences: true) { lowering throws(NodeError) in
      if let value = lowering.optional(0) { return [value] }
      return [.absent(.float32)]
    },
    Operator("OptionalHasElement", .explicit, sequences: true) { lowering throws(NodeError) in
      var isThere = lowering.optional(0) != nil
      if case .absent? = lowering.optional(0)?.content { isThere = false }
      return [Operand(NumericArray(shape: [], type: .bool, numbers: [isThere ? 1 : 0]))]
    },
    Operator("OptionalGetElement", .explicit, sequences: true) { lowering throws(NodeError) in
      let value = try lowering.input(0)
      if case .absent = value.content { throw .invalid("the optional value is not there") }
      return [value]
    },
  ]
}

extension Lowering {
  /// The elements of a required input that is a sequence.
  fileprivate func sequence(_ index: Int) throws(NodeError) -> [Operand] {
    guard let elements = try input(index).sequence else {
      throw .invalid("its input \(index + 1) is not a sequence")
    }
    return elements
  }
}

extension Shape {
  fileprivate func inserting(_ extent: Int, at axis: Int) -> Shape {
    var extents = extents
    extents.insert(extent, at: axis)
    return Shape(extents)
  }
}
