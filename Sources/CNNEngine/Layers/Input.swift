/// The place where a value enters the network.
///
/// Shapes: none → `[batch, …]` as given.
public struct Input: Layer {
  /// The shape of one sample.
  public let sample: Shape

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [sample.batched(1)]
  }

  public func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(outputs: pass.inputs)
  }

  public func backward(_ pass: BackwardPass) -> Gradients { Gradients(inputs: pass.gradients) }

  public func reference(_ pass: ReferencePass) -> [ReferenceTensor] { pass.inputs }

  public func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      return .term(Term("x", .input(0, position), Double(pass.input[position])))
    case .inputGradient(_, let position):
      let gy = Double(pass.gradient[position])
      return .term(Term("gy", .outputGradient(0, position), gy))
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  public static let grammar = LayerGrammar(
    "input", summary: "where the image enters",
    help: "The first line of a network: the shape of its image as channels×rows×columns.",
    positional: [.init("shape", .shape, "channels×rows×columns, or a number of units")])

  public init(_ line: LayerLine) throws(LineError) { sample = line.shape("shape") ?? [1] }

  public init(sample: Shape) { self.sample = sample }

  public var text: String { "\(kind) \(sample.plain)" }
}
