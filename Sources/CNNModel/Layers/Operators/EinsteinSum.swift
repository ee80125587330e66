/// Einstein sum: products of cells of several values, summed over the axes that the output lacks.
///
/// `ij,jk->ik` is the matrix product `y[i, k] = Σⱼ a[i, j]·b[j, k]`; a letter that occurs twice in an
/// input takes its diagonal, and an ellipsis stands for any axes, which are broadcast. The gradient of
/// an input is the sum of the gradient times the other factors. As in ONNX (`Einsum`) and NumPy
/// (`einsum`).
///
/// Shapes: by the equation.
package struct EinsteinSum: SingleOutputLayer, WholeAxisLayer {
  let equation: SubscriptEquation

  /// - Throws: ``EquationError`` for text that is no equation.
  package init(_ text: String) throws(EquationError) { equation = try SubscriptEquation(text) }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let output = try EinsteinAxes(equation, inputs).output
    try output.checkSize("an output")
    return [output]
  }

  private func axes(_ shapes: [Shape]) -> EinsteinAxes {
    do { return try EinsteinAxes(equation, shapes) } catch {
      preconditionFailure("\(kind) of unchecked shapes \(shapes): \(error)")
    }
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let axes = axes(inputs.map(\.shape))
    let (outer, inner) = (
      inputs.indices.map(axes.outerOffsets), inputs.indices.map(axes.innerOffsets)
    )
    let terms = axes.innerOffsets(inputs.count).indices
    let y = (0..<axes.output.count).map { cell in
      terms.reduce(S(0)) { sum, term in
        sum
          + inputs.indices.reduce(S(1)) {
            $0 * inputs[$1].elements[outer[$1][cell] + inner[$1][term]]
          }
      }
    }
    return PlainArray(shape: axes.output, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let axes = axes(pass.shapes)
    let inputs = pass.forward.inputs
    let (outer, inner) = (
      inputs.indices.map(axes.outerOffsets), inputs.indices.map(axes.innerOffsets)
    )
    let terms = axes.innerOffsets(inputs.count).indices
    var gradients = inputs.map(\.zeros)
    for cell in 0..<axes.output.count {
      for term in terms {
        for index in inputs.indices {
          let others = inputs.indices.reduce(pass.gradient[cell]) {
            $1 == index ? $0 : $0 * inputs[$1][outer[$1][cell] + inner[$1][term]]
          }
          gradients[index][outer[index][cell] + inner[index][term]] += others
        }
      }
    }
    return Gradients(inputs: gradients)
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    inputs.count < 2
      ? 0 : Shape.saturatingProduct(axes(inputs).extents + [inputs.count - 1])
  }
}

extension EinsteinSum {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let axes = axes(pass.shapes)
    switch cell {
    case .output(_, let position):
      return .sum(
        axes.products(with: position, of: pass.shapes.count).map { offsets in
          .product(pass.shapes.indices.map { input($0, offsets[$0], pass) })
        })
    case .inputGradient(let index, let position):
      return .sum(
        axes.products(with: position, of: index).map { offsets in
          let others = pass.shapes.indices.filter { $0 != index }
          return .product(
            [gradient(offsets[pass.shapes.count], pass)]
              + others.map { input($0, offsets[$0], pass) })
        })
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func input(_ index: Int, _ offset: Int, _ pass: BackwardPass) -> Expression {
    let symbols = ["a", "b", "c"]
    let source = Term.Source.input(index, pass.shapes[index].position(at: offset))
    let symbol = pass.shapes.count > symbols.count ? "x" : symbols[index]
    return .term(Term(symbol, source, Double(pass.forward.inputs[index][offset])))
  }

  private func gradient(_ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.outputGradient(0, pass.gradient.shape.position(at: offset))
    return .term(Term("gy", source, Double(pass.gradient[offset])))
  }

  package static let grammar = LayerGrammar(
    "einsum", summary: "products of several layers, summed over the axes that the output lacks",
    help: """
      An Einstein sum by an equation such as ij,jk->ik, the matrix product: a letter for every axis \
      of every input and of the output; an ellipsis stands for any axes.
      """,
    positional: [.init("equation", .text, "the equation, without spaces")])

  package init(_ line: LayerLine) throws(LineError) {
    let text = line.text("equation") ?? ""
    do throws(EquationError) { equation = try SubscriptEquation(text) } catch {
      throw LineError(
        "the equation \"\(text)\" \(error.reason)", column: line.keyword.column,
        proposal: "write \"einsum ij,jk->ik\"")
    }
  }

  package var text: String { "\(kind) \(equation.text)" }
}

extension EinsteinSum: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode(
      "\(dialect.library).einsum(\"\(equation.text)\", \(call.inputs.joined(separator: ", ")))")
  }
}
