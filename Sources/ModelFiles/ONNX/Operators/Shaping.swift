import CNNModel

extension Operator {
  /// The same numbers under another shape.
  static let shaping: [Operator] = [
    Operator("Flatten", .likeFirst, flatten),
    Operator("Reshape", .likeFirst, reshape),
    Operator("Squeeze", .likeFirst, squeeze),
    Operator("Unsqueeze", .likeFirst, unsqueeze),
  ]

  @Sendable
  private static func flatten(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.whole("axis") ?? 1, isEnd: true)
    if !input.isKnown { return [try lowering.apply(Flatten(axis: axis), input)] }
    let extents = input.shape.extents
    let matrix = Shape([extents[..<axis].reduce(1, *), extents[axis...].reduce(1, *)])
    return [try lowering.reshape(input, to: matrix)]
  }

  @Sendable
  private static func reshape(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard var extents = try lowering.wholes("shape", orInput: 1) else {
      throw .mistake("the shape is missing")
    }
    let keepsZero = try lowering.attributes.flag("allowzero")
    for (axis, extent) in extents.enumerated() where extent == 0 && !keepsZero {
      guard axis < input.shape.rank else {
        throw .mistake("extent 0 on axis \(axis) means that of \(input.shape), which has none")
      }
      extents[axis] = input.shape[axis]
    }
    if let open = extents.firstIndex(of: -1) {
      extents[open] = 1
      let rest = try Shape(checking: extents).count
      guard rest > 0, input.shape.count.isMultiple(of: rest) else {
        throw .mistake("\(input.shape.count) numbers cannot have the shape \(extents)")
      }
      extents[open] = input.shape.count / rest
    }
    let shape = try Shape(checking: extents)
    guard shape.count == input.shape.count else {
      throw .mistake(
        "\(input.shape) has \(input.shape.count) numbers, but \(shape) takes \(shape.count)")
    }
    return [try lowering.reshape(input, to: shape)]
  }

  @Sendable
  private static func squeeze(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let extents = input.shape.extents
    let given = try lowering.wholes("axes", orInput: 1)
    let axes =
      try given.map { numbers throws(NodeError) in try input.shape.axes(numbers) }
      ?? extents.indices.filter { extents[$0] == 1 }
    if let axis = axes.first(where: { extents[$0] != 1 }) {
      throw .mistake("axis \(axis) of \(input.shape) is not 1, so it cannot be left out")
    }
    let kept = extents.indices.filter { !axes.contains($0) }.map { extents[$0] }
    return [try lowering.reshape(input, to: Shape(kept))]
  }

  @Sendable
  private static func unsqueeze(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard let numbers = try lowering.wholes("axes", orInput: 1) else {
      throw .mistake("the axes are missing")
    }
    guard numbers.count <= 32 else { throw .mistake("\(numbers.count) axes are too many") }
    let rank = input.shape.rank + numbers.count
    let axes = try Shape([Int](repeating: 1, count: rank)).axes(numbers)
    var rest = input.shape.extents[...]
    let extents = (0..<rank).map { axes.contains($0) ? 1 : rest.popFirst() ?? 1 }
    return [try lowering.reshape(input, to: Shape(extents))]
  }
}

extension Lowering {
  /// The same numbers under another shape; known ones of every type keep their bits.
  ///
  /// - Precondition: both shapes have the same number of elements.
  func reshape(_ operand: Operand, to shape: Shape) throws(NodeError) -> Operand {
    if let array = operand.array { return Operand(array.reshaped(to: shape)) }
    return try apply(Reshape(operand.shape, to: shape), operand)
  }
}

extension Reshape {
  /// From one shape to another; a first extent that stays is taken from what comes in, so that it
  /// may be a batch.
  init(_ from: Shape, to shape: Shape) {
    let isEmpty = shape.extents.contains(0)
    var extents = shape.extents
    if !isEmpty, let first = extents.first, first == from.extents.first { extents[0] = 0 }
    self.init(to: extents, allowZero: isEmpty)
  }
}
