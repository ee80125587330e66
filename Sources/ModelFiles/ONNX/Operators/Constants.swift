import CNNModel

extension Operator {
  /// What a graph knows of itself, and what passes through.
  static let constants: [Operator] = [
    Operator("Constant", .own, constant),
    Operator("ConstantOfShape", .own, filled),
    Operator("Shape", .own, shapeOf),
    Operator("Size", .own) { lowering throws(NodeError) in
      [whole(try lowering.input(0).shape.count)]
    },
    Operator("Identity") { lowering throws(NodeError) in [try lowering.input(0)] },
    Operator("Dropout", .own, dropout),
    Operator("Cast", .own) { lowering throws(NodeError) in
      let code = try lowering.attributes.whole("to") ?? 0
      guard let type = ElementType(modelCode: Int32(clamping: code)) else {
        throw .unsupported("a cast to \(ElementType.modelName(Int32(clamping: code)))")
      }
      return [try cast(lowering, try lowering.input(0), to: type)]
    },
    Operator("CastLike", .own) { lowering throws(NodeError) in
      [try cast(lowering, try lowering.input(0), to: try lowering.input(1).type)]
    },
  ]

  static func whole(_ number: Int) -> Operand {
    Operand(NumericArray(shape: [], int64s: [Int64(number)]))
  }

  @Sendable
  private static func constant(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let attributes = lowering.attributes
    if let array = try attributes.array("value") { return [Operand(array)] }
    if let number = try attributes.number("value_float") {
      return [Operand(NumericArray(shape: [], type: .float32, numbers: [number]))]
    }
    if let numbers = try attributes.numbers("value_floats") {
      return [Operand(NumericArray(Tensor(shape: [numbers.count], elements: numbers)))]
    }
    if let number = try attributes.whole("value_int") { return [whole(number)] }
    if let numbers = try attributes.wholes("value_ints") {
      return [
        Operand(NumericArray(shape: [numbers.count], int64s: numbers.map { Int64($0) }))
      ]
    }
    throw .unsupported("a constant that is no tensor of numbers")
  }

  @Sendable
  private static func filled(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let shape = try Shape(checking: try lowering.wholes(0, "shape"))
    guard shape.count <= Lowering.largestConstant else {
      throw .unsupported("a constant of \(shape) is too large")
    }
    let value =
      try lowering.attributes.array("value")
      ?? NumericArray(shape: [1], type: .float32, numbers: [0])
    guard value.count == 1 else { throw .mistake("value is \(value.shape), not one number") }
    return [Operand(value.picking([Int](repeating: 0, count: shape.count), shape: shape))]
  }

  @Sendable
  private static func shapeOf(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let extents = try lowering.input(0).shape.extents
    func place(_ number: Int) -> Int {
      max(0, min(extents.count, number < 0 ? number + extents.count : number))
    }
    let start = place(try lowering.attributes.whole("start") ?? 0)
    let end = place(try lowering.attributes.whole("end") ?? extents.count)
    let part = start < end ? Array(extents[start..<end]) : []
    return [Operand(NumericArray(shape: [part.count], int64s: part.map { Int64($0) }))]
  }

  /// Outside of training nothing happens, and no number is dropped.
  @Sendable
  private static func dropout(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    var ratio = try lowering.attributes.number("ratio") ?? 0.5
    if lowering.optional(1) != nil { ratio = try lowering.scalar(1, "ratio") }
    let isTraining =
      lowering.optional(2) == nil ? false : try lowering.scalar(2, "training mode") != 0
    guard !isTraining || ratio == 0 else {
      throw .unsupported("dropout in training draws numbers that a file cannot say")
    }
    guard ratio >= 0, ratio < 1 else { throw .mistake("a ratio of \(ratio) is not below 1") }
    var output = input
    if !input.isKnown { output = try lowering.apply("dropout \(ratio)", input) }
    guard lowering.outputCount > 1 else { return [output.typed(input.type)] }
    let kept = NumericArray(
      shape: input.shape, type: lowering.version < 10 ? input.type : .bool,
      numbers: [Double](repeating: 1, count: input.shape.count))
    return [output.typed(input.type), Operand(kept)]
  }

  /// What flows is cut off after the point for an integer type, and 1 unless 0 for a truth value.
  private static func cast(
    _ lowering: Lowering, _ input: Operand, to type: ElementType
  ) throws(NodeError) -> Operand {
    if input.isKnown { return input.typed(type) }
    if type.isInteger, input.type.isFloating {
      return try lowering.apply(Truncation(), input).typed(type)
    }
    if type == .bool, input.type != .bool {
      let zero = Operand(NumericArray(shape: [], type: .float32, numbers: [0]))
      let isZero = try lowering.apply(Comparison(.equal), input, zero)
      return try lowering.apply(Logic(.not), isZero).typed(type)
    }
    return input.typed(type)
  }
}

extension Shape {
  /// A shape of extents that come out of a file.
  ///
  /// - Throws: where one is below 0, or there are more than 2³⁰ elements.
  init(checking extents: [Int]) throws(NodeError) {
    if let extent = extents.first(where: { $0 < 0 }) {
      throw .mistake("an extent of \(extent) is below 0")
    }
    let shape = Shape(extents)
    do { try shape.checkSize("an array") } catch { throw .mistake(error.description) }
    self = shape
  }
}
