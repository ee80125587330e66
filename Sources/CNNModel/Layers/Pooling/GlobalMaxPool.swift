/// Global max pooling: each channel becomes its maximum.
///
/// On a tie the first cell receives the gradient. As in ONNX (`GlobalMaxPool`).
///
/// Shapes: `[batch, channels, …]` → `[batch, channels, 1, …]`.
package struct GlobalMaxPool: SingleOutputLayer, WholeAxisLayer {
  package init() {}

  /// The maximum along all axes after the channels.
  private func reduction(_ input: Shape) -> Reduction {
    Reduction(.maximum, axes: Array(2..<max(2, input.rank)))
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input.rank > 2, input.extents.dropFirst(2).allSatisfy({ $0 > 0 }) else {
      throw ShapeError("\(kind) takes channels with cells, but what comes before it gives \(input)")
    }
    return try reduction(input).outputShapes(for: inputs)
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> { reduction(inputs[0].shape).compute(inputs, parameters, context) }

  package func backward(_ pass: BackwardPass) -> Gradients {
    reduction(pass.input.shape).backward(pass)
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    reduction(pass.input.shape).define(cell, in: pass)
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    reduction(first.shapes[0]).crossesKink(from: first, to: second)
  }

  package static let grammar = LayerGrammar(
    "global-maxpool", summary: "the maximum of each channel",
    help:
      "Each channel becomes one number, its maximum; that cell receives the gradient.")

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension GlobalMaxPool: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axes = Array(2..<max(2, call.shapes[0].rank)).python
    return switch dialect {
    case .pytorch: LayerCode("torch.amax(\(call.input), dim=\(axes), keepdim=True)")
    case .keras: LayerCode("ops.max(\(call.input), axis=\(axes), keepdims=True)")
    }
  }
}
