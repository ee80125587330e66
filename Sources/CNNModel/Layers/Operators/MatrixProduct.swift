/// Matrix product, batched over leading axes.
///
/// `y[…, i, j] = Σ_k a[…, i, k] · b[…, k, j]`; leading axes broadcast to a common shape. A first
/// input of rank 1 is a single row, a second input of rank 1 a single column, and the result lacks
/// that axis. `ga = gy · bᵀ`, `gb = aᵀ · gy`. As in ONNX (`MatMul`) and NumPy (`matmul`).
/// Shapes: `[…, m, k]`, `[…, k, n]` → `[…, m, n]`.
package struct MatrixProduct: SingleOutputLayer, WholeAxisLayer {
  package init() {}

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(kind) from A, B\"")
    }
    guard let stacks = MatrixStacks(inputs[0], inputs[1]) else {
      throw ShapeError(
        "\(kind) takes matrices m×k and k×n with axes in front that are equal or 1, "
          + "but gets \(inputs[0]) and \(inputs[1])")
    }
    return [stacks.output]
  }

  private func stacks(_ shapes: [Shape]) -> MatrixStacks {
    guard let stacks = MatrixStacks(shapes[0], shapes[1]) else {
      preconditionFailure("\(kind) of unchecked shapes \(shapes)")
    }
    return stacks
  }

  /// The type of both inputs where they are integers; else 32-bit floats.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] {
    let type = ElementType.common(inputs[...])
    return [type.isInteger ? type : .float32]
  }

  /// Integers of one type are multiplied exactly, and the sums wrap around to it.
  package func forward(_ pass: ForwardPass) -> ForwardResult {
    guard case .integers(let a)? = pass.exactInputs[0],
      case .integers(let b)? = pass.exactInputs[1],
      a.elementType == b.elementType
    else {
      return ForwardResult(
        compute(pass.inputs.map(PlainArray.init), [], pass.context).tensor)
    }
    let stacks = stacks(pass.shapes)
    var y = [Int128](repeating: 0, count: stacks.output.count)
    for matrix in 0..<stacks.count {
      stacks.products(matrix) { y[$0.output] &+= a[$0.first] &* b[$0.second] }
    }
    return ForwardResult(values: [Value(shape: stacks.output, a.elementType, y)])
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let stacks = stacks(inputs.map(\.shape))
    let (a, b) = (inputs[0].elements, inputs[1].elements)
    var y = [S](repeating: 0, count: stacks.output.count)
    for matrix in 0..<stacks.count {
      stacks.products(matrix) { y[$0.output] += a[$0.first] * b[$0.second] }
    }
    return PlainArray(shape: stacks.output, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let stacks = stacks(pass.shapes)
    let (a, b) = (pass.forward.inputs[0].elements, pass.forward.inputs[1].elements)
    let gy = pass.gradient.elements
    var ga = [Float](repeating: 0, count: a.count)
    var gb = [Float](repeating: 0, count: b.count)
    for matrix in 0..<stacks.count {
      stacks.products(matrix) {
        ga[$0.first] += gy[$0.output] * b[$0.second]
        gb[$0.second] += gy[$0.output] * a[$0.first]
      }
    }
    return Gradients(
      inputs: zip(pass.shapes, [ga, gb]).map { Tensor(shape: $0, elements: $1) })
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    let stacks = stacks(inputs)
    return stacks.count * stacks.rows * stacks.inner * stacks.columns
  }
}

extension MatrixProduct {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let stacks = stacks(pass.shapes)
    switch cell {
    case .output(_, let position):
      let offset = pass.output.shape.offset(of: position)
      return .sum(
        stacks.products(ofOutput: offset).map {
          .product([input(0, $0.first, pass), input(1, $0.second, pass)])
        }
      ).stored(as: pass.forward.integerType(of: self))
    case .inputGradient(0, let position):
      return .sum(
        stacks.products(ofFirst: pass.shapes[0].offset(of: position)).map {
          .product([gradient($0.output, pass), input(1, $0.second, pass)])
        })
    case .inputGradient(_, let position):
      return .sum(
        stacks.products(ofSecond: pass.shapes[1].offset(of: position)).map {
          .product([gradient($0.output, pass), input(0, $0.first, pass)])
        })
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func input(_ index: Int, _ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.input(index, pass.shapes[index].position(at: offset))
    let number = pass.forward.value(index).double(at: offset)
    return .term(Term(index == 0 ? "a" : "b", source, number))
  }

  private func gradient(_ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.outputGradient(0, pass.gradient.shape.position(at: offset))
    return .term(Term("gy", source, Double(pass.gradient[offset])))
  }

  package static let grammar = LayerGrammar(
    "matmul", summary: "the matrix product of two layers",
    help: """
      Multiplies matrices: rows of the first with columns of the second. Leading axes are batches of \
      matrices; an extent of 1 is repeated.
      """)

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension MatrixProduct: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode("\(dialect.library).matmul(\(call.inputs.joined(separator: ", ")))")
  }
}
