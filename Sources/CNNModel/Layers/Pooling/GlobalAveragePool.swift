/// Global average pooling: each channel becomes the mean of all of its cells.
///
/// Shapes: `[batch, channels, …]` → `[batch, channels, 1, …]`. As in ONNX
/// (`GlobalAveragePool`).
package struct GlobalAveragePool: SingleOutputLayer, WeightedSum, WholeAxisLayer {
  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs)
    guard !image.extents.dropFirst(2).contains(0) else {
      throw ShapeError("\(kind) of an image without cells")
    }
    return [pooled(image)]
  }

  private func pooled(_ image: Shape) -> Shape {
    Shape(image.extents.prefix(2) + PerAxis.one.over(image.rank - 2).numbers)
  }

  /// The cells of a channel.
  private func plane(_ image: Shape) -> Int { image.extents.dropFirst(2).reduce(1, *) }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let shape = inputs[0].shape
    let plane = plane(shape)
    let sums = Loops.channelSums(inputs[0].elements, channels: shape[0] * shape[1], plane: plane)
    return PlainArray(shape: pooled(shape), elements: sums.map { $0 * (1 / S(plane)) })
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let shape = pass.input.shape
    let plane = plane(shape)
    let share = 1 / Float(plane)
    let gx = (0..<shape.count).map { pass.gradient[$0 / plane] * share }
    return Gradients(inputs: [Tensor(shape: shape, elements: gx)])
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let extents = inputs[0].extents.dropFirst(2)
    return [
      "\(PerAxis.one.over(extents.count)): the mean of "
        + "\(extents.map(String.init).joined(separator: "·")) cells"
    ]
  }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let share = 1 / Double(plane(shapes[0]))
    return SpatialWindow.places(in: Array(shapes[0].extents.dropFirst(2))).map {
      Tap(cell: Position(output[0], output[1], $0), share: share)
    }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    let origin = cell.spatial.map { _ in 0 }
    return [
      Reach(cell: Position(cell[0], cell[1], origin), share: 1 / Double(plane(shapes[0])))
    ]
  }

  package static let grammar = LayerGrammar(
    "global-avgpool", summary: "the mean of each channel",
    help:
      "Each channel becomes one number, the mean of its cells; the gradient is shared equally.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension GlobalAveragePool: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .channelMean
  }
}

extension GlobalAveragePool: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("AdaptiveAvgPool2d", 1),
      keras: PythonCall("GlobalAveragePooling2D").with("keepdims", true))
  }
}
