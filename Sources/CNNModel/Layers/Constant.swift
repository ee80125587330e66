/// A value that stands in the network itself: what an operator takes beside its image.
///
/// It is a parameter, so it is shown, saved and learnt as weights are: `gvalue = gy`.
///
/// Shapes: none → the given.
public struct Constant: Layer {
  public let shape: Shape

  public init(shape: Shape) { self.shape = shape }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.isEmpty else {
      throw ShapeError("\(kind) takes no input, but \(inputs.count) are given")
    }
    return [shape]
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    [ParameterDeclaration("value", .weight, shape, fanIn: max(1, shape.count), fanOut: 1)]
  }

  public func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(outputs: pass.parameters)
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: [], parameters: pass.gradients)
  }

  public func reference(_ pass: ReferencePass) -> [ReferenceTensor] { pass.parameters }

  public func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      return .term(Term("w", .parameter(0, position), Double(pass.parameters[0][position])))
    case .parameterGradient(_, let position):
      let gy = Double(pass.gradient[position])
      return .term(Term("gy", .outputGradient(0, position), gy))
    case .inputGradient: preconditionFailure("\(kind) has no inputs")
    }
  }

  public static let grammar = LayerGrammar(
    "constant", summary: "a value that stands in the network itself",
    help: """
      A tensor that is learnt and that other layers read, such as what is added to an image or \
      multiplied with it. Its shape has the batch in front, 1 for all samples alike.
      """,
    positional: [.init("shape", .extents, "its shape, such as 1x3x1x1")])

  public init(_ line: LayerLine) throws(LineError) { shape = line.shape("shape") ?? [] }

  public var text: String { "\(kind) \(shape.extentsText)" }
}
