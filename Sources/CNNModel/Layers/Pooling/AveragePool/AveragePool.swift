/// Average pooling: each output cell is the mean of a window of its channel.
///
/// `y = Σ window / divisor`. The divisor is the number of window cells in the image or its padding
/// (not beyond the padding, where `ceil` adds a last partial window); with `exclude-pad` only those
/// in the image; with `divisor` it is that number. As in PyTorch (`AvgPool2d`) and ONNX
/// (`AveragePool`).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, rows′, columns′]` by the window
/// rule, rounded up with `ceil`.
package struct AveragePool: SingleOutputLayer, WeightedSum, WindowLayer {
  package let countsPadding: Bool
  package let divisor: Int?
  let rule: WindowRule

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let window = try window(for: inputs)
    return [Shape(inputs[0].extents.prefix(2) + window.outputs)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    average(inputs[0], by: rule.checkedWindow(over: inputs[0].shape))
  }

  /// - Parameter window: where cells are read; the shares are those of the layer's own.
  func average<S: Scalar>(_ x: PlainArray<S>, by window: SpatialWindow) -> PlainArray<S> {
    let shape = checkedOutputShapes(for: [x.shape])[0]
    let y = Loops.averagePool(
      x.elements, planes: shape[0] * shape[1], window,
      shares: shares(rule.checkedWindow(over: x.shape)))
    return PlainArray(shape: shape, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    backward(pass, by: rule.checkedWindow(over: pass.input.shape))
  }

  func backward(_ pass: BackwardPass, by window: SpatialWindow) -> Gradients {
    let gx = Loops.averagePoolGradient(
      pass.gradient.elements, planes: pass.input.shape[0] * pass.input.shape[1], window,
      shares: shares(rule.checkedWindow(over: pass.input.shape)))
    return Gradients(inputs: [Tensor(shape: pass.input.shape, elements: gx)])
  }

  /// The factor of each window position, in reading order.
  func shares<S: Scalar>(_ window: SpatialWindow) -> [S] {
    if let divisor { return [S](repeating: 1 / S(divisor), count: window.outputPlane) }
    let counts = window.axes.reduce([1]) { products, axis in
      let cells = (0..<axis.outputs).map { self.cells(axis, $0) }
      return products.flatMap { product in cells.map { product * $0 } }
    }
    return counts.map { 1 / S(max(1, $0)) }
  }

  private func divisor(_ window: SpatialWindow, _ output: [Int]) -> Int {
    divisor ?? max(1, zip(window.axes, output).reduce(1) { $0 * cells($1.0, $1.1) })
  }

  private func cells(_ window: AxisWindow, _ output: Int) -> Int {
    let places = (0..<window.kernel).map { window.place(output: output, tap: $0) }
    let end = window.extent + (countsPadding ? window.after : 0)
    return places.count { $0 < end && (countsPadding || $0 >= 0) }
  }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let window = rule.checkedWindow(over: shapes[0])
    let share = 1 / Double(divisor(window, output.spatial))
    return window.taps(at: output).map { tap in
      Tap(
        cell: tap.cell.map { Position(output[0], output[1], $0) },
        outside: Position(output[0], output[1], tap.place), share: share)
    }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    let window = rule.checkedWindow(over: shapes[0])
    return window.readers(of: cell).map { reader in
      Reach(
        cell: Position(cell[0], cell[1], reader.output),
        share: 1 / Double(divisor(window, reader.output)))
    }
  }
}

extension AveragePool {
  package static let grammar = LayerGrammar(
    "avgpool", summary: "the mean of each window",
    help: """
      Each output cell is the mean of a window; its gradient is divided equally among the cells. \
      Padding counts as zeros, except with exclude-pad.
      """,
    positional: [WindowRule.poolKernelArgument],
    options: WindowRule.poolArguments + [
      .init("exclude-pad", .flag, "divide by the number of cells in the image only"),
      .init("divisor", .whole(atLeast: 1), "divide by this number"),
    ])

  /// - Parameters:
  ///   - stride: the kernel size by default.
  ///   - ceiling: whether a last partial window is included.
  ///   - countsPadding: whether padding cells count in the mean.
  ///   - divisor: the divisor of the sum instead of the number of cells.
  package init(
    kernel: PerAxis, stride: PerAxis? = nil, padding: Padding = .valid, dilation: PerAxis = .one,
    ceiling: Bool = false, countsPadding: Bool = true, divisor: Int? = nil
  ) {
    rule = WindowRule(
      kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation,
      ceiling: ceiling)
    (self.countsPadding, self.divisor) = (countsPadding, divisor)
  }

  package init(_ line: LayerLine) throws(LineError) {
    let kernel = line.perAxis("kernel") ?? .one
    rule = WindowRule(line, kernel: kernel, stride: kernel)
    countsPadding = !line.has("exclude-pad")
    divisor = line.whole("divisor")
  }

  package var text: String {
    var words = [kind, rule.kernel.plain] + rule.words(defaultStride: rule.kernel)
    if !countsPadding { words.append("exclude-pad") }
    if let divisor { words += ["divisor", "\(divisor)"] }
    return words.joined(separator: " ")
  }
}

extension AveragePool: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    let window = rule.checkedWindow(over: inputs[0])
    let counts = window.axes.map { axis in (0..<axis.outputs).map { cells(axis, $0) } }
    return .meanPool(window, shares: WindowShares(counts: counts, divisor: divisor))
  }
}
