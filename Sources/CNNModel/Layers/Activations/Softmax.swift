/// Softmax: turns the numbers along an axis into probabilities, which add up to 1.
///
/// `y_i = e^(x_i − m) / Σ_j e^(x_j − m)`, where the maximum `m` keeps the exponentials finite;
/// `gx_i = y_i · (gy_i − Σ_j gy_j·y_j)`.
///
/// Shapes: any → the same.
package struct Softmax: SingleOutputLayer, SoftmaxPasses {
  /// The axis along which the probabilities add up to 1: 0 is the batch, 1 the channels or units;
  /// negative ones count from the end.
  package let axis: Int

  package init(axis: Int = 1) { self.axis = axis }

  var isLogarithm: Bool { false }

  package func scores(of input: Scores, for shapes: [Shape]) -> Scores {
    .probabilities(axis: checked(axis, of: shapes[0]))
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    var y = x.elements
    for line in x.shape.lines(along: checked(axis, of: x.shape)) {
      let largest = line.reduce(-S.infinity) { max($0, x.elements[$1]) }
      for place in line { y[place] = S.exponential(x.elements[place] - largest) }
      let sum = line.reduce(0) { $0 + y[$1] }
      for place in line { y[place] /= sum }
    }
    return PlainArray(shape: x.shape, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let (y, gy) = (pass.output, pass.gradient)
    var gx = y.zeros
    for line in y.shape.lines(along: checked(axis, of: y.shape)) {
      let sum = line.reduce(0) { $0 + gy[$1] * y[$1] }
      for place in line { gx[place] = y[place] * (gy[place] - sum) }
    }
    return Gradients(inputs: [gx])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position): return defineOutput(position, pass.input)
    case .inputGradient(_, let position): return defineGradient(position, pass)
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func defineOutput(_ position: Position, _ x: Tensor) -> Expression {
    let axis = checked(axis, of: x.shape)
    let line = x.shape.line(along: axis, through: position)
    let largest = line.map { Double(x[$0]) }.max() ?? 0
    let powers = line.map { place in
      let term = Term("x", .input(0, place), Double(x[place]))
      return Expression.function(
        .exponential, .difference(.term(term), .constant(largest, "largest")))
    }
    return .quotient(powers[position[axis]], .named("sum", .sum(powers)))
  }

  private func defineGradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    func term(_ symbol: String, _ place: Position) -> Expression {
      symbol == "y"
        ? .term(Term("y", .output(0, place), Double(pass.output[place])))
        : .term(Term("gy", .outputGradient(0, place), Double(pass.gradient[place])))
    }
    let shape = pass.output.shape
    let line = shape.line(along: checked(axis, of: shape), through: position)
    let sum = line.map { Expression.product([term("gy", $0), term("y", $0)]) }
    return .product([
      term("y", position), .difference(term("gy", position), .named("Σ gy·y", .sum(sum))),
    ])
  }

  package static let grammar = LayerGrammar(
    "softmax", summary: "turns numbers into probabilities, which add up to 1",
    help: """
      Each number's exponential, divided by the sum of all exponentials along the axis. The maximum \
      is subtracted first, which keeps the exponentials finite and does not change the result.
      """,
    options: [axisArgument])
}

extension Softmax: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("Softmax").with("dim", axis),
      keras: PythonCall("Softmax").with("axis", axis))
  }
}
