/// The place where a value enters the network.
///
/// Shapes: none → `[batch, …]` as given, or the given shape alone where it has no batch.
public struct Input: Layer {
  /// The shape of one sample.
  public let sample: Shape
  /// Whether the batch stands in front of it.
  public let hasBatch: Bool

  public var isSource: Bool { true }

  public init(sample: Shape) { (self.sample, hasBatch) = (sample, true) }

  /// A value that is the same for all samples, or whose first axis is no batch.
  public init(whole shape: Shape) { (sample, hasBatch) = (shape, false) }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [hasBatch ? sample.batched(1) : sample]
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
    positional: [.init("shape", .shape, "channels×rows×columns, or a number of units")],
    options: [.init("whole", .flag, "the shape is all there is: no batch stands in front of it")])

  public init(_ line: LayerLine) throws(LineError) {
    sample = line.shape("shape") ?? [1]
    hasBatch = !line.has("whole")
  }

  public var text: String { "\(kind) \(sample.extentsText)" + (hasBatch ? "" : " whole") }
}
