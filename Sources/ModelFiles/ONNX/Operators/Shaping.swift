import CNNModel

/// Operators that change shapes alone.
enum ShapingOperators {
  /// The same elements under another shape.
  static let all: [Operator] = [
    Operator("Flatten", .likeFirst, flatten),
    Operator("Reshape", .likeFirst, reshape),
    Operator("Squeeze", .likeFirst, squeeze),
    Operator("Unsqueeze", .likeFirst, unsqueeze),
  ]

  @Sendable
  private static func flatten(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? 1, isEnd: true)
    if !input.isConstant { return [try lowering.apply(Flatten(axis: axis), input)] }
    return [try lowering.reshape(input, to: input.shape.matrix(at: axis))]
  }

  @Sendable
  private static func reshape(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard let requested = try lowering.ints("shape", orInput: 1) else {
      throw .invalid("the shape is missing")
    }
    let keepsZero = try lowering.attributes.flag("allowzero")
    let copied = keepsZero ? requested : try replacingZeros(in: requested, input.shape)
    let shape = try Shape(checking: try replacingOpenExtent(in: copied, input.shape))
    guard shape.count == input.shape.count else {
      throw .invalid(
        "\(input.shape) has \(input.shape.count) elements, but \(shape) takes \(shape.count)")
    }
    return [try lowering.reshape(input, to: shape)]
  }

  /// An extent of 0 copies that of the input.
  private static func replacingZeros(
    in extents: [Int], _ input: Shape
  ) throws(NodeError) -> [Int] {
    var result = extents
    for (axis, extent) in extents.enumerated() where extent == 0 {
      guard axis < input.rank else {
        throw .invalid("extent 0 on axis \(axis) copies that of \(input), which has no such axis")
      }
      result[axis] = input[axis]
    }
    return result
  }

  /// An extent of −1 follows from the number of elements.
  private static func replacingOpenExtent(
    in extents: [Int], _ input: Shape
  ) throws(NodeError) -> [Int] {
    guard let open = extents.firstIndex(of: -1) else { return extents }
    var result = extents
    result[open] = 1
    let rest = try Shape(checking: result).count
    guard rest > 0, input.count.isMultiple(of: rest) else {
      throw .invalid("\(input.count) elements cannot have the shape \(extents)")
    }
    result[open] = input.count / rest
    return result
  }

  @Sendable
  private static func squeeze(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let extents = input.shape.extents
    let given = try lowering.ints("axes", orInput: 1)
    let axes =
      try given.map { numbers throws(NodeError) in try input.shape.axes(numbers) }
      ?? extents.indices.filter { extents[$0] == 1 }
    if let axis = axes.first(where: { extents[$0] != 1 }) {
      throw .invalid("axis \(axis) of \(input.shape) is not 1, so it cannot be squeezed")
    }
    let kept = extents.indices.filter { !axes.contains($0) }.map { extents[$0] }
    return [try lowering.reshape(input, to: Shape(kept))]
  }

  @Sendable
  private static func unsqueeze(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard let numbers = try lowering.ints("axes", orInput: 1) else {
      throw .invalid("the axes are missing")
    }
    guard numbers.count <= 32 else { throw .invalid("\(numbers.count) axes are too many") }
    let rank = input.shape.rank + numbers.count
    let axes = try Shape([Int](repeating: 1, count: rank)).axes(numbers)
    var rest = input.shape.extents[...]
    let extents = (0..<rank).map { axes.contains($0) ? 1 : rest.popFirst() ?? 1 }
    return [try lowering.reshape(input, to: Shape(extents))]
  }
}
