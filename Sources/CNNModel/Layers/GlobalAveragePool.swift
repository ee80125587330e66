/// Global average pooling: each channel becomes the mean of all of its cells.
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, 1, 1]`. As in ONNX
/// (`GlobalAveragePool`).
public struct GlobalAveragePool: SingleOutputLayer, WeightedSum {
  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs)
    guard image[2] > 0, image[3] > 0 else { throw ShapeError("\(kind) of an image without cells") }
    return [[image[0], image[1], 1, 1]]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let shape = inputs[0].shape
    let plane = shape[2] * shape[3]
    let sums = Kernels.channelSums(inputs[0].elements, channels: shape[0] * shape[1], plane: plane)
    return PlainArray(
      shape: [shape[0], shape[1], 1, 1], elements: sums.map { $0 * (1 / S(plane)) })
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    let shape = pass.input.shape
    let plane = shape[2] * shape[3]
    let share = 1 / Float(plane)
    let gx = (0..<shape.count).map { pass.gradient[$0 / plane] * share }
    return Gradients(inputs: [Tensor(shape: shape, elements: gx)])
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    ["1×1: the mean of \(inputs[0][2])·\(inputs[0][3]) cells"]
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { nil }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let (rows, columns) = (shapes[0][2], shapes[0][3])
    return (0..<rows * columns).map {
      Tap(
        cell: [output[0], output[1], $0 / columns, $0 % columns],
        share: 1 / Double(rows * columns))
    }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    [Reach(cell: [cell[0], cell[1], 0, 0], share: 1 / Double(shapes[0][2] * shapes[0][3]))]
  }

  public static let grammar = LayerGrammar(
    "global-avgpool", summary: "the mean of each channel",
    help:
      "Each channel becomes one number, the mean of its cells; backwards all get the same share.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
