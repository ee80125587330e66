/// Flattening: the cells of all channels in one row, in reading order.
///
/// Shapes: `[batch, a, b, …]` → `[batch, a·b·…]`. No number changes.
public struct Flatten: SingleOutputLayer, WeightedSum {
  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    return [[input[0], input.sample.count]]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let shape = inputs[0].shape
    return PlainArray(shape: [shape[0], shape.sample.count], elements: inputs[0].elements)
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: [pass.gradient.reshaped(to: pass.input.shape)])
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let extents = inputs[0].extents.dropFirst()
    return ["\(extents.reduce(1, *)) = " + extents.map(String.init).joined(separator: "·")]
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { nil }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let cell = shapes[0].sample.position(at: output[1])
    return [Tap(cell: Position([output[0]] + cell.indices))]
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    [Reach(cell: [cell[0], shapes[0].sample.offset(of: cell.sample)])]
  }

  public static let grammar = LayerGrammar(
    "flatten", summary: "all cells in one row",
    help: "Puts the cells of all channels into one row, channel by channel, row by row.")

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
