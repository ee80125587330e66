/// Log-softmax: the logarithms of the probabilities that a softmax gives.
///
/// `y_i = x_i − m − ln Σ_j e^(x_j − m)` with `m` the maximum; `gx_i = gy_i − e^(y_i) · Σ_j gy_j`.
/// As in PyTorch (`LogSoftmax`) and ONNX (`LogSoftmax`, operator set 13 and later).
///
/// Shapes: any → the same.
package struct LogSoftmax: SingleOutputLayer, SoftmaxPasses {
  /// The axis that is normalized; negative ones count from the end.
  package let axis: Int

  package init(axis: Int = 1) { self.axis = axis }

  var isLogarithm: Bool { true }

  package func scores(of input: Scores, for shapes: [Shape]) -> Scores {
    .logProbabilities(axis: checked(axis, of: shapes[0]))
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    var y = x.elements
    for line in x.shape.lines(along: checked(axis, of: x.shape)) {
      let largest = line.reduce(-S.infinity) { max($0, x.elements[$1]) }
      let sum = line.reduce(0) { $0 + S.exponential(x.elements[$1] - largest) }
      let logarithm = S.logarithm(sum)
      for place in line { y[place] = x.elements[place] - largest - logarithm }
    }
    return PlainArray(shape: x.shape, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let (y, gy) = (pass.output, pass.gradient)
    var gx = y.zeros
    for line in y.shape.lines(along: checked(axis, of: y.shape)) {
      let sum = line.reduce(0) { $0 + gy[$1] }
      for place in line { gx[place] = gy[place] - Float.exponential(y[place]) * sum }
    }
    return Gradients(inputs: [gx])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let shape = pass.input.shape
    let axis = checked(axis, of: shape)
    switch cell {
    case .output(_, let position):
      return defineOutput(position, shape.line(along: axis, through: position), pass.input)
    case .inputGradient(_, let position):
      let sum = shape.line(along: axis, through: position).map {
        Expression.term(Term("gy", .outputGradient(0, $0), Double(pass.gradient[$0])))
      }
      let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[position]))
      let y = Term("y", .output(0, position), Double(pass.output[position]))
      let share = Expression.function(.exponential, .term(y))
      return .difference(.term(gy), .product([share, .named("Σ gy", .sum(sum))]))
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func defineOutput(_ cell: Position, _ line: [Position], _ x: Tensor) -> Expression {
    let largest = line.map { Double(x[$0]) }.max() ?? 0
    func reduced(_ place: Position) -> Expression {
      .difference(
        .term(Term("x", .input(0, place), Double(x[place]))), .constant(largest, "largest"))
    }
    let powers = line.map { Expression.function(.exponential, reduced($0)) }
    return .difference(
      reduced(cell), .function(.logarithm, .named("sum of powers", .sum(powers))))
  }

  package static let grammar = LayerGrammar(
    "log-softmax", summary: "the logarithms of the softmax probabilities",
    help: """
      Each number minus the logarithm of the sum of all exponentials along the axis: the logarithm \
      of a softmax, without underflow of small probabilities.
      """,
    options: [axisArgument])
}

extension LogSoftmax: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.LogSoftmax(dim=\(axis))", call.input)
    case .keras: LayerCode("ops.log_softmax(\(call.input), axis=\(axis))")
    }
  }
}
