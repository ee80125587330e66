/// Matrix product of integers with zero points, batched over leading axes.
///
/// `y[…, i, j] = Σ_k (a[…, i, k] − za[i]) · (b[…, k, j] − zb[j])`, exact, as 32-bit integers that
/// wrap around. A zero point that is one number for all may be an input: that of a the third, that
/// of b the fourth. As in ONNX (`MatMulInteger`). The gradients are those of a matrix product of the
/// numbers minus their zero points; the zero points have none.
///
/// Shapes: `[…, m, k]`, `[…, k, n]` → `[…, m, n]`, as of ``MatrixProduct``.
package struct IntegerProduct: ExactLayer, WholeAxisLayer {
  let zeroPoints: ZeroPoints

  /// - Parameters:
  ///   - first: the zero points of the first input: one for all, or one for every row.
  ///   - second: those of the second input: one for all, or one for every column.
  package init(first: [Int] = [0], second: [Int] = [0]) {
    zeroPoints = ZeroPoints(first: first, second: second)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard (2...4).contains(inputs.count) else {
      throw ShapeError(
        "\(kind) takes 2 to 4 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from A, B\"")
    }
    if let other = inputs.dropFirst(2).first(where: { $0.count != 1 }) {
      throw ShapeError("\(kind) takes one zero point, but gets \(other)")
    }
    let output = try MatrixProduct().outputShapes(for: Array(inputs[..<2]))
    let stacks = stacks(inputs)
    try zeroPoints.check(rows: stacks.rows, columns: stacks.columns)
    return output
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [.int32] }

  private func stacks(_ shapes: [Shape]) -> MatrixStacks {
    guard let stacks = MatrixStacks(shapes[0], shapes[1]) else {
      preconditionFailure("\(kind) of unchecked shapes \(shapes)")
    }
    return stacks
  }

  /// The zero point of a cell of the first or second input.
  private func zeroPoint(_ input: Int, _ offset: Int, _ stacks: MatrixStacks, _ given: [Double])
    -> Double
  {
    if input < given.count { return given[input] }
    return input == 0
      ? Double(zeroPoints.first.zeroPoint(offset / max(1, stacks.inner) % max(1, stacks.rows)))
      : Double(zeroPoints.second.zeroPoint(offset % max(1, stacks.columns)))
  }

  /// The numbers of both inputs minus their zero points.
  private func centered<S: Scalar>(_ inputs: [[S]], _ stacks: MatrixStacks) -> [[S]] {
    let given = inputs.dropFirst(2).map { Double($0[0]) }
    return (0..<2).map { input in
      inputs[input].indices.map { offset in
        inputs[input][offset] - S(zeroPoint(input, offset, stacks, given))
      }
    }
  }

  private func sums(_ inputs: [[Double]], _ stacks: MatrixStacks) -> [Double] {
    let operands = centered(inputs, stacks)
    return (0..<stacks.count).flatMap { matrix in
      let start = stacks.starts(matrix)
      return Loops.rowsTimes(
        Array(operands[0][start.first..<start.first + stacks.rows * stacks.inner]),
        Array(operands[1][start.second..<start.second + stacks.inner * stacks.columns]),
        rows: stacks.rows, inner: stacks.inner, columns: stacks.columns)
    }
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let stacks = stacks(pass.shapes)
    let sums = sums(pass.inputs.map { $0.elements.map(Double.init) }, stacks)
    return ForwardResult(values: [.integers(IntegerTensor(sums: sums, shape: stacks.output))])
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let stacks = stacks(pass.shapes)
    return [
      ReferenceTensor(
        shape: stacks.output, elements: sums(pass.inputs.map(\.elements), stacks))
    ]
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let operands = centered(pass.forward.inputs.map(\.elements), stacks(pass.shapes))
    var product = pass
    product.forward.exactInputs = [:]
    product.forward.inputs = zip(pass.shapes, operands).map { Tensor(shape: $0, elements: $1) }
    let gradients = MatrixProduct().backward(product).inputs
    return Gradients(inputs: gradients + pass.forward.inputs.dropFirst(2).map(\.zeros))
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    MatrixProduct().multiplyAccumulates(for: inputs)
  }
}

/// Definitions.
extension IntegerProduct {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let stacks = stacks(pass.shapes)
    switch cell {
    case .output(_, let position):
      return .sum(
        stacks.products(ofOutput: stacks.output.offset(of: position)).map {
          .product([operand(0, $0.first, stacks, pass), operand(1, $0.second, stacks, pass)])
        })
    case .inputGradient(0, let position):
      return .sum(
        stacks.products(ofFirst: pass.shapes[0].offset(of: position)).map {
          .product([gradient($0.output, pass), operand(1, $0.second, stacks, pass)])
        })
    case .inputGradient(1, let position):
      return .sum(
        stacks.products(ofSecond: pass.shapes[1].offset(of: position)).map {
          .product([gradient($0.output, pass), operand(0, $0.first, stacks, pass)])
        })
    case .inputGradient: return .sum([])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func operand(
    _ input: Int, _ offset: Int, _ stacks: MatrixStacks, _ pass: BackwardPass
  ) -> Expression {
    let tensor = pass.forward.inputs[input]
    let source = Term.Source.input(input, tensor.shape.position(at: offset))
    let given = pass.forward.inputs.dropFirst(2).map { Double($0[0]) }
    return .centered(
      Term(input == 0 ? "a" : "b", source, Double(tensor[offset])),
      zeroPoint: zeroPoint(input, offset, stacks, given))
  }

  private func gradient(_ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.outputGradient(0, pass.gradient.shape.position(at: offset))
    return .term(Term("gy", source, Double(pass.gradient[offset])))
  }

  package static let grammar = LayerGrammar(
    "integer-matmul", summary: "the matrix product of two layers of integers",
    help: """
      The exact sum of the products of integers minus what stands for 0, which a third and a fourth \
      layer may give. Sums are 32-bit integers.
      """,
    options: [ZeroPoints.zeroArgument, ZeroPoints.weightArgument])

  package init(_ line: LayerLine) throws(LineError) { zeroPoints = ZeroPoints(line) }

  package var text: String { ([kind] + zeroPoints.words).joined(separator: " ") }
}
