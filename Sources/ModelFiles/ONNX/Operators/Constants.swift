import CNNModel

/// Constants, shapes, casts, and what is the identity outside training.
enum ConstantOperators {
  /// Constants, shapes, and what passes values through.
  static let all: [Operator] = [
    Operator("Constant", .explicit, constant),
    Operator("ConstantOfShape", .explicit, constantOfShape),
    Operator("Shape", .explicit, shapeOf),
    Operator("Size", .explicit) { lowering throws(NodeError) in
      [scalar(try lowering.input(0).shape.count)]
    },
    Operator("Identity", sequences: true) { lowering throws(NodeError) in [try lowering.input(0)] },
    Operator("Dropout", .explicit, dropout),
    Operator("Cast", .explicit) { lowering throws(NodeError) in
      guard let type = try lowering.type("to") else {
        throw .invalid("the type to cast to is missing")
      }
      return [try lowering.cast(try lowering.input(0), to: type)]
    },
    Operator("CastLike", .explicit) { lowering throws(NodeError) in
      [try lowering.cast(try lowering.input(0), to: try lowering.input(1).type)]
    },
  ]

  private static func scalar(_ number: Int) -> Operand {
    Operand(NumericArray(shape: [], int64s: [Int64(number)]))
  }

  private static func list(_ numbers: [Int]) -> Operand {
    Operand(NumericArray(shape: [numbers.count], int64s: numbers.map { Int64($0) }))
  }

  @Sendable
  private static func constant(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let attributes = lowering.attributes
    if let array = try attributes.tensor("value") { return [Operand(array)] }
    if let number = try attributes.float("value_float") { return [Operand(scalar: number)] }
    if let numbers = try attributes.floats("value_floats") {
      return [Operand(NumericArray(Tensor(shape: [numbers.count], elements: numbers)))]
    }
    if let number = try attributes.int("value_int") { return [scalar(number)] }
    if let numbers = try attributes.ints("value_ints") { return [list(numbers)] }
    throw .unsupported("its value is not a tensor of numbers")
  }

  @Sendable
  private static func constantOfShape(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let shape = try Shape(checking: try lowering.ints(0, "shape"))
    guard shape.count <= Lowering.largestConstant else {
      throw .unsupported(Lowering.excess(shape))
    }
    let value =
      try lowering.attributes.tensor("value")
      ?? NumericArray(shape: [1], type: .float32, numbers: [0])
    guard value.count == 1 else { throw .invalid("value is \(value.shape), not one number") }
    return [Operand(value.gathering([Int](repeating: 0, count: shape.count), shape: shape))]
  }

  @Sendable
  private static func shapeOf(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let extents = try lowering.input(0).shape.extents
    func bound(_ number: Int) -> Int {
      max(0, min(extents.count, number < 0 ? number + extents.count : number))
    }
    let start = bound(try lowering.attributes.int("start") ?? 0)
    let end = bound(try lowering.attributes.int("end") ?? extents.count)
    let part = start < end ? Array(extents[start..<end]) : []
    return [list(part)]
  }

  /// In evaluation mode dropout is the identity, and its mask is all true.
  @Sendable
  private static func dropout(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    var ratio = try lowering.attributes.float("ratio") ?? 0.5
    if lowering.optional(1) != nil { ratio = try lowering.scalar(1, "ratio") }
    guard try !isTraining(lowering) || ratio == 0 else {
      throw .unsupported("it is in training mode, which is random")
    }
    guard ratio >= 0, ratio < 1 else { throw .invalid("a ratio of \(ratio) is not in [0, 1)") }
    var output = input
    if !input.isConstant { output = try lowering.apply("dropout \(ratio)", input) }
    guard lowering.outputCount > 1 else { return [output.typed(input.type)] }
    let mask = NumericArray(
      shape: input.shape, type: lowering.version < 10 ? input.type : .bool,
      numbers: [Double](repeating: 1, count: input.shape.count))
    return [output.typed(input.type), Operand(mask)]
  }

  private static func isTraining(_ lowering: Lowering) throws(NodeError) -> Bool {
    guard lowering.optional(2) != nil else { return false }
    return try lowering.scalar(2, "training mode") != 0
  }
}

extension Lowering {
  /// A value as another type; one of 32 or 64 bits that is computed stays as it is, in 32 bits.
  func cast(_ input: Operand, to type: ElementType) throws(NodeError) -> Operand {
    let rounds = type.floatFormat != nil
    guard type != input.type, rounds || !(input.isConstant || type.isFloating) else {
      return input.typed(type)
    }
    let mode = try attributes.string("round_mode") ?? "up"
    guard type != .float8e8m0 || mode == "up" else {
      throw .unsupported("it rounds to powers of two by the mode \(mode.quoted)")
    }
    let saturates = try attributes.flag("saturate", default: true)
    return try apply(Cast(to: type, saturates: saturates), input).typed(type)
  }
}
