/// Cumulation: every cell becomes the sum or the product of the cells before it along an axis, itself
/// included.
///
/// `y[i] = Σ x[j]` or `Π x[j]` over `j ≤ i`, with `exclusive` over `j < i`, with `reverse` from the
/// other end. As in ONNX (`CumSum`, `CumProd`) and PyTorch (`cumsum`, `cumprod`).
///
/// Shapes: any → the same.
package struct Cumulation: SingleOutputLayer {
  package enum Operation: String, Hashable, Sendable, CaseIterable { case sum, product }

  package let operation: Operation
  /// Negative ones count from the end.
  package let axis: Int
  package let isExclusive: Bool
  package let isReversed: Bool

  package init(
    _ operation: Operation, axis: Int, isExclusive: Bool = false, isReversed: Bool = false
  ) {
    (self.operation, self.axis) = (operation, axis)
    (self.isExclusive, self.isReversed) = (isExclusive, isReversed)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    _ = try resolved(axis, of: input)
    return [input]
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { inputs }

  /// The lines along the axis, each in the order of cumulation.
  private func lines(_ shape: Shape) -> [[Int]] {
    let lines = shape.lines(along: checked(axis, of: shape))
    return isReversed ? lines.map { $0.reversed() } : lines
  }

  private func cumulated<N>(
    _ x: [N], _ shape: Shape, from start: N, _ combine: (N, N) -> N
  ) -> [N] {
    var y = x
    for line in lines(shape) {
      var total = start
      for cell in line {
        let next = combine(total, x[cell])
        y[cell] = isExclusive ? total : next
        total = next
      }
    }
    return y
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let (x, shape) = (inputs[0].elements, inputs[0].shape)
    let y = operation == .sum ? cumulated(x, shape, from: 0, +) : cumulated(x, shape, from: 1, *)
    return PlainArray(shape: shape, elements: y)
  }

  /// Floats, and beside them integers of the input's type.
  package func forward(_ pass: ForwardPass) -> ForwardResult {
    var result = ForwardResult(compute([PlainArray(pass.input)], [], pass.context).tensor)
    let value = pass.value(0)
    guard value.elementType.isInteger else { return result }
    let x = (0..<value.shape.count).map { value.integer(at: $0) }
    let y =
      operation == .sum
      ? cumulated(x, value.shape, from: 0, &+) : cumulated(x, value.shape, from: 1, &*)
    result.exactOutputs[0] = .integers(
      IntegerTensor(shape: value.shape, elementType: value.elementType, wrapping: y))
    return result
  }

  /// The gradient of cell j is `g[j]`, times the product of the cells before it for a product, with
  /// `g[j] = gy[j] + g[j + 1]` for a sum and `g[j] = gy[j] + x[j + 1]·g[j + 1]` for a product.
  package func backward(_ pass: BackwardPass) -> Gradients {
    var gx = pass.input.zeros
    for line in lines(pass.input.shape) {
      let x = operation == .sum ? line.map { _ in 1 } : line.map { pass.input[$0] }
      var (total, factor) = (Float(0), Float(1))
      for (index, cell) in line.enumerated().reversed() {
        let reader = isExclusive ? index + 1 : index
        total = factor * total + (reader < line.count ? pass.gradient[line[reader]] : 0)
        factor = x[index]
        gx[cell] = total
      }
      var before: Float = 1
      for (index, cell) in line.enumerated() {
        gx[cell] *= before
        before *= x[index]
      }
    }
    return Gradients(inputs: [gx])
  }
}

extension Cumulation {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      return combined(summed(in: position, pass.input.shape).map { term($0, pass) })
        .stored(as: pass.forward.integerType(of: self))
    case .inputGradient(_, let position):
      let shape = pass.input.shape
      let shares = shape.line(along: checked(axis, of: shape), through: position)
        .compactMap { output -> Expression? in
          let cells = summed(in: output, shape)
          guard cells.contains(position) else { return nil }
          let gy = Term("gy", .outputGradient(0, output), Double(pass.gradient[output]))
          let others = operation == .sum ? [] : cells.filter { $0 != position }
          return others.isEmpty
            ? .term(gy) : .product([.term(gy)] + others.map { term($0, pass) })
        }
      return .sum(shares)
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func combined(_ parts: [Expression]) -> Expression {
    operation == .sum ? .sum(parts) : .product(parts)
  }

  /// The cells that an output cell combines.
  private func summed(in output: Position, _ shape: Shape) -> [Position] {
    let axis = checked(axis, of: shape)
    let (line, place) = (shape.line(along: axis, through: output), output[axis])
    let cells = isReversed ? line[place...] : line[...place]
    return cells.filter { !isExclusive || $0 != output }
  }

  private func term(_ position: Position, _ pass: BackwardPass) -> Expression {
    let value = pass.forward.value(0).double(at: pass.input.shape.offset(of: position))
    return .term(Term("x", .input(0, position), value))
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { inputs[0].axis(self.axis) == axis ? nil : outputs }

  package static let grammar = LayerGrammar(
    "cumulate", summary: "the sum or product of all cells before each along an axis",
    help: """
      Every cell becomes the sum or product of the cells from the beginning of the axis to it. A \
      cell's gradient comes from all outputs behind it.
      """,
    positional: [
      .init("operation", .choice(Operation.allCases.map(\.rawValue)), "what is computed")
    ],
    options: [
      .init("axis", .axis, "the axis, negative from the end (default: 0)"),
      .init("exclusive", .flag, "without the cell itself"),
      .init("reverse", .flag, "from the end of the axis"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      line.choice("operation").flatMap(Operation.init) ?? .sum, axis: line.whole("axis") ?? 0,
      isExclusive: line.has("exclusive"), isReversed: line.has("reverse"))
  }

  package var text: String {
    var words = [kind, operation.rawValue]
    if axis != 0 { words += ["axis", "\(axis)"] }
    if isExclusive { words.append("exclusive") }
    if isReversed { words.append("reverse") }
    return words.joined(separator: " ")
  }
}

extension Cumulation: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard !isExclusive, !isReversed else { return .unknown(text, call) }
    let name = "\(dialect.library).\(operation == .sum ? "cumsum" : "cumprod")"
    let axisName = dialect == .pytorch ? "dim" : "axis"
    return LayerCode("\(name)(\(call.input), \(axisName)=\(axis))")
  }
}
