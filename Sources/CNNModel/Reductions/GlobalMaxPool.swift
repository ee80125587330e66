/// Global max pooling: each channel becomes the largest of all of its cells.
///
/// Of equal cells the first gets the gradient. As in ONNX (`GlobalMaxPool`).
///
/// Shapes: `[batch, channels, …]` → `[batch, channels, 1, …]`.
public struct GlobalMaxPool: SingleOutputLayer {
  public init() {}

  /// It is a largest along all axes behind the channels.
  private func reduction(_ input: Shape) -> Reduction {
    Reduction(.maximum, axes: Array(2..<max(2, input.rank)))
  }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input.rank > 2, input.extents.dropFirst(2).allSatisfy({ $0 > 0 }) else {
      throw ShapeError("\(kind) takes channels with cells, but what comes before it gives \(input)")
    }
    return try reduction(input).outputShapes(for: inputs)
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> { reduction(inputs[0].shape).compute(inputs, parameters, context) }

  public func backward(_ pass: BackwardPass) -> Gradients {
    reduction(pass.input.shape).backward(pass)
  }

  public func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    reduction(pass.input.shape).define(cell, in: pass)
  }

  public func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    reduction(first.shapes[0]).crossesKink(from: first, to: second)
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { nil }

  public static let grammar = LayerGrammar(
    "global-maxpool", summary: "the largest of each channel",
    help:
      "Each channel becomes one number, its largest cell; backwards that cell gets the gradient.")

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
