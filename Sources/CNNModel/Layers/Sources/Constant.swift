/// A constant of the network, such as an operand of an operator.
///
/// It is displayed and saved as weights are. A learned one is a parameter, trained by
/// `gvalue = gy`; the numbers of any other stay as they are, as in PyTorch's buffers. Integers and
/// booleans are kept as such, beside the 32-bit floats that they are displayed and saved as.
///
/// Shapes: none → the given one.
package struct Constant: Layer {
  package let shape: Shape
  /// Whether it is a parameter.
  package let isLearned: Bool
  /// The numbers where they are integers or booleans.
  private let exact: Value?

  package init(shape: Shape, isLearned: Bool) {
    (self.shape, self.isLearned, exact) = (shape, isLearned, nil)
  }

  /// A constant with the numbers of a value, which are not learned.
  package init(_ value: Value) {
    (shape, isLearned) = (value.shape, false)
    exact = value.elementType.isFloating ? nil : value
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [exact?.elementType ?? .float32] }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.isEmpty else {
      throw ShapeError("\(kind) takes no input, but \(inputs.count) are given")
    }
    return [shape]
  }

  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    guard isLearned else { return [] }
    return [ParameterDeclaration("value", .weight, shape, fanIn: max(1, shape.count), fanOut: 1)]
  }

  package func statistics(for inputs: [Shape]) -> [StatisticDeclaration] {
    isLearned ? [] : [StatisticDeclaration("value", shape, initial: 0)]
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    var result = ForwardResult(
      outputs: pass.parameters + pass.statistics, statistics: pass.statistics)
    // Other numbers may have been read from a file since.
    if let exact, exact.tensor == result.outputs[0] { result.exactOutputs[0] = exact }
    return result
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: [], parameters: isLearned ? pass.gradients : [])
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    pass.parameters + pass.statistics
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      guard isLearned else {
        return .term(
          Term("c", .statistic(0, position), Double(pass.forward.statistics[0][position])))
      }
      return .term(Term("w", .parameter(0, position), Double(pass.parameters[0][position])))
    case .parameterGradient(_, let position):
      let gy = Double(pass.gradient[position])
      return .term(Term("gy", .outputGradient(0, position), gy))
    case .inputGradient: preconditionFailure("\(kind) has no inputs")
    }
  }

  package static let grammar = LayerGrammar(
    "constant", summary: "a constant of the network",
    help: """
      A tensor that other layers read, such as an addend or a factor of an image. It is learned \
      unless it is fixed. Its shape includes the batch axis, with extent 1 for the same numbers in \
      all samples.
      """,
    positional: [.init("shape", .extents, "its shape, such as 1x3x1x1")],
    options: [.init("fixed", .flag, "its numbers are not learned, as in an exponent")])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(shape: line.shape("shape") ?? [], isLearned: !line.has("fixed"))
  }

  package var text: String { "\(kind) \(shape.extentsText)" + (isLearned ? "" : " fixed") }
}

extension Constant: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch:
      LayerCode(
        holding: isLearned
          ? "nn.Parameter(torch.zeros(\(shape.python)))"
          : "nn.Buffer(torch.zeros(\(shape.python)))", call.module)
    case .keras:
      LayerCode(
        "ops.zeros(\(shape.python))", note: "with the file's numbers in place of the zeros")
    }
  }
}

extension Constant: ONNXExportable {
  /// Its own numbers, which no operator has to compute.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    isLearned ? .parameter(0) : .statistic(0)
  }
}
