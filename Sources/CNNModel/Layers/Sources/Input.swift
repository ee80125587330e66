/// An input of the network.
///
/// Shapes: none → `[batch, …]` as given, or the given shape alone where it has no batch.
package struct Input: Layer {
  /// The shape of one sample.
  package let sample: Shape
  /// Whether it has a batch axis.
  package let hasBatch: Bool

  package var isSource: Bool { true }

  package init(sample: Shape) { (self.sample, hasBatch) = (sample, true) }

  /// An input that is the same for all samples, or whose first axis is not a batch.
  package init(whole shape: Shape) { (sample, hasBatch) = (shape, false) }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [hasBatch ? sample.batched(1) : sample]
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(outputs: pass.inputs)
  }

  package func backward(_ pass: BackwardPass) -> Gradients { Gradients(inputs: pass.gradients) }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] { pass.inputs }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      return .term(Term("x", .input(0, position), Double(pass.input[position])))
    case .inputGradient(_, let position):
      let gy = Double(pass.gradient[position])
      return .term(Term("gy", .outputGradient(0, position), gy))
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  package static let grammar = LayerGrammar(
    "input", summary: "where the image enters",
    help: "The first line of a network: the shape of its image as channels×rows×columns.",
    positional: [.init("shape", .shape, "channels×rows×columns, or another shape of a sample")],
    options: [.init("whole", .flag, "the shape is the whole tensor, without a batch axis")])

  package init(_ line: LayerLine) throws(LineError) {
    sample = line.shape("shape") ?? [1]
    hasBatch = !line.has("whole")
  }

  package var text: String { "\(kind) \(sample.extentsText)" + (hasBatch ? "" : " whole") }
}
