/// The source of every cell of an output that copies cells: an input cell, or a constant.
struct Origins {
  /// The shape of the output.
  let shape: Shape
  /// For each output cell in row-major order the offset of the copied cell in the concatenated
  /// inputs; negative for the constant.
  let offsets: [Int]

  /// - Precondition: there are as many offsets as the shape has elements.
  init(_ shape: Shape, _ offsets: [Int]) {
    precondition(offsets.count == shape.count, "\(offsets.count) origins for \(shape)")
    (self.shape, self.offsets) = (shape, offsets)
  }

  /// The output, copied from the concatenated inputs.
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

  /// Adds the gradient of the output to those of the concatenated inputs.
  func addGradient(_ gradient: Tensor, to inputs: inout [Float]) {
    for (cell, offset) in offsets.enumerated() where offset >= 0 {
      inputs[offset] += gradient[cell]
    }
  }

  /// The output cells that copy the cell at an offset, in row-major order.
  func copies(of offset: Int) -> [Position] {
    offsets.indices.filter { offsets[$0] == offset }.map(shape.position(at:))
  }

  /// The definitions of a layer that copies cells of its first input alone.
  ///
  /// - Parameters:
  ///   - number: the number of the input at an offset.
  ///   - missing: what a cell without origin is.
  func define(
    _ cell: CellReference, in pass: BackwardPass, missing: Expression,
    _ number: (_ offset: Int) -> Double
  ) -> Expression {
    switch cell {
    case .output(_, let position):
      let offset = offsets[shape.offset(of: position)]
      guard offset >= 0 else { return missing }
      let place = pass.input.shape.position(at: offset)
      return .sum([.term(Term("x", .input(0, place), number(offset)))])
    case .inputGradient(0, let position):
      let copies = copies(of: pass.input.shape.offset(of: position))
      return .sum(
        copies.map { .term(Term("gy", .outputGradient(0, $0), Double(pass.gradient[$0]))) })
    case .inputGradient: return .sum([])
    case .parameterGradient: preconditionFailure("a layer that copies cells has no parameters")
    }
  }
}

/// The offsets of a layer's inputs when they are concatenated.
struct JoinedInputs {
  let shapes: [Shape]
  /// The offset at which each input begins, and the end of the last one.
  let starts: [Int]

  init(_ shapes: [Shape]) {
    self.shapes = shapes
    starts = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// The input and the cell at an offset.
  func cell(at offset: Int) -> (input: Int, position: Position) {
    let input = (starts.lastIndex { $0 <= offset && $0 < starts[starts.count - 1] }) ?? 0
    return (input, shapes[input].position(at: offset - starts[input]))
  }

  func offset(of position: Position, input: Int) -> Int {
    starts[input] + shapes[input].offset(of: position)
  }

  /// The part of each input.
  func split(_ elements: [Float]) -> [Tensor] {
    shapes.indices.map {
      Tensor(shape: shapes[$0], elements: Array(elements[starts[$0]..<starts[$0 + 1]]))
    }
  }
}
