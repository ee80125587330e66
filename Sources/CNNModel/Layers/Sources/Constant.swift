/// A constant of the network, such as an operand of an operator.
///
/// It is a parameter, so it is displayed, saved and trained as weights are: `gvalue = gy`.
///
/// Shapes: none → the given one.
package struct Constant: Layer {
  package let shape: Shape

  package init(shape: Shape) { self.shape = shape }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.isEmpty else {
      throw ShapeError("\(kind) takes no input, but \(inputs.count) are given")
    }
    return [shape]
  }

  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    [ParameterDeclaration("value", .weight, shape, fanIn: max(1, shape.count), fanOut: 1)]
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(outputs: pass.parameters)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: [], parameters: pass.gradients)
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] { pass.parameters }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
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
      A learned tensor that other layers read, such as an addend or a factor of an image. Its shape \
      includes the batch axis, with extent 1 for the same numbers in all samples.
      """,
    positional: [.init("shape", .extents, "its shape, such as 1x3x1x1")])

  package init(_ line: LayerLine) throws(LineError) { shape = line.shape("shape") ?? [] }

  package var text: String { "\(kind) \(shape.extentsText)" }
}

extension Constant: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch:
      LayerCode(holding: "nn.Parameter(torch.zeros(\(shape.python)))", call.module)
    case .keras:
      LayerCode(
        "ops.zeros(\(shape.python))", note: "with the file's numbers in place of the zeros")
    }
  }
}
