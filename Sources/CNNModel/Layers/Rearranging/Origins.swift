/// Where the cells of an output come from, when no number is computed: a cell of an input, or a
/// constant.
struct Origins {
  /// The shape of the output.
  let shape: Shape
  /// For each cell of the output in reading order the offset of what it repeats, in all inputs
  /// behind each other; below 0 for the constant.
  let offsets: [Int]

  /// - Precondition: there are as many offsets as the shape has places.
  init(_ shape: Shape, _ offsets: [Int]) {
    precondition(offsets.count == shape.count, "\(offsets.count) origins for \(shape)")
    (self.shape, self.offsets) = (shape, offsets)
  }

  /// The output, read from the inputs behind each other.
  func read<S: Scalar>(_ inputs: [S], filling: S) -> PlainArray<S> {
    PlainArray(shape: shape, elements: offsets.map { $0 < 0 ? filling : inputs[$0] })
  }

  /// The output, read from inputs of one integer type or booleans; `nil` where they are of several
  /// types. The constant is 0, or false.
  func read(_ inputs: [Value]) -> Value? {
    guard let type = inputs.first?.elementType, !type.isFloating,
      inputs.allSatisfy({ $0.elementType == type })
    else { return nil }
    let integers = inputs.flatMap { value in
      (0..<value.shape.count).map { value.integer(at: $0) }
    }
    let all = IntegerTensor(shape: [integers.count], elementType: .int64, wrapping: integers)
    return Value.integers(all.gathering(offsets, shape: shape)).cast(to: type)
  }

  /// Adds the gradient of the output to those of the inputs behind each other.
  func addGradient(_ gradient: Tensor, to inputs: inout [Float]) {
    for (cell, offset) in offsets.enumerated() where offset >= 0 {
      inputs[offset] += gradient[cell]
    }
  }

  /// The cells of the output that repeat one cell, in reading order.
  func copies(of offset: Int) -> [Position] {
    offsets.indices.filter { offsets[$0] == offset }.map(shape.position(at:))
  }
}

/// The inputs of a layer behind each other.
struct JoinedInputs {
  let shapes: [Shape]
  /// Where each begins, and the end of all.
  let starts: [Int]

  init(_ shapes: [Shape]) {
    self.shapes = shapes
    starts = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// The input that an offset lies in, and the cell.
  func cell(at offset: Int) -> (input: Int, position: Position) {
    let input = (starts.lastIndex { $0 <= offset && $0 < starts[starts.count - 1] }) ?? 0
    return (input, shapes[input].position(at: offset - starts[input]))
  }

  func offset(of position: Position, input: Int) -> Int {
    starts[input] + shapes[input].offset(of: position)
  }

  /// The parts that belong to each input.
  func split(_ elements: [Float]) -> [Tensor] {
    shapes.indices.map {
      Tensor(shape: shapes[$0], elements: Array(elements[starts[$0]..<starts[$0 + 1]]))
    }
  }
}
