/// Max pooling: each output cell is the maximum of a window of its channel.
///
/// Padding is never the maximum; a window of padding alone gives −∞. On a tie the first cell in
/// reading order is the maximum, and it alone receives the gradient. As in PyTorch (`MaxPool1d`,
/// `MaxPool2d`, `MaxPool3d`) and ONNX (`MaxPool`).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, rows′, columns′]` by the window
/// rule, rounded up with `ceil`.
///
/// With `indices` a second output of the same shape has the index of each maximum in the whole
/// input, in row-major or column-major order; −1 where there is none. It has no gradient.
package struct MaxPool: WindowLayer {
  /// The order in which the cells of a channel are counted.
  package enum Indices: String, Hashable, Sendable, CaseIterable {
    case byRow = "rows"
    case byColumn = "columns"
  }

  /// The order of the indices in the second output; `nil` without one.
  package let indices: Indices?
  let rule: WindowRule
  var emptyWindow: String { "−∞" }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let window = try window(for: inputs)
    let output = Shape(inputs[0].extents.prefix(2) + window.outputs)
    return indices == nil ? [output] : [output, output]
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { Array([.float32, .int64].prefix(count)) }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let window = rule.checkedWindow(over: pass.input.shape)
    return ForwardResult(outputs: compute(PlainArray(pass.input), window).map(\.tensor))
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    compute(PlainArray(pass.input), rule.checkedWindow(over: pass.input.shape)).map(\.reference)
  }

  func compute<S: Scalar>(_ x: PlainArray<S>, _ window: SpatialWindow) -> [PlainArray<S>] {
    let winners = Loops.winners(x.elements, planes: x.shape[0] * x.shape[1], window)
    let shape = Shape(x.shape.extents.prefix(2) + window.outputs)
    let y = winners.enumerated().map { index, winner in
      winner < 0 ? -S.infinity : x.elements[index / window.outputPlane * window.imagePlane + winner]
    }
    guard indices != nil else { return [PlainArray(shape: shape, elements: y)] }
    let places = winners.enumerated().map { index, winner in
      S(place(of: winner, plane: index / window.outputPlane, window))
    }
    return [PlainArray(shape: shape, elements: y), PlainArray(shape: shape, elements: places)]
  }

  /// The index of a maximum in the whole input; −1 for none.
  func place(of winner: Int, plane: Int, _ window: SpatialWindow) -> Int {
    guard winner >= 0 else { return -1 }
    let start = plane * window.imagePlane
    guard indices == .byColumn else { return start + winner }
    let cell = Shape(window.extents).position(at: winner)
    return start + zip(cell.indices, window.extents).reversed().reduce(0) { $0 * $1.1 + $1.0 }
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    backward(pass, by: rule.checkedWindow(over: pass.input.shape))
  }

  func backward(_ pass: BackwardPass, by window: SpatialWindow) -> Gradients {
    let x = pass.input
    let winners = Loops.winners(x.elements, planes: x.shape[0] * x.shape[1], window)
    var gx = x.zeros
    for (index, winner) in winners.enumerated() where winner >= 0 {
      let plane = index / window.outputPlane
      gx[plane * window.imagePlane + winner] += pass.gradient[index]
    }
    return Gradients(inputs: [gx])
  }

  /// Whether the position of a maximum differs.
  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let window = rule.checkedWindow(over: first.shapes[0])
    let planes = first.shapes[0][0] * first.shapes[0][1]
    return Loops.winners(first.input.elements, planes: planes, window)
      != Loops.winners(second.input.elements, planes: planes, window)
  }
}

extension MaxPool {
  package static let grammar = LayerGrammar(
    "maxpool", summary: "the maximum of each window",
    help: """
      Each output cell is the maximum of a window; that cell receives the whole gradient. On a tie \
      it is the first cell in reading order.
      """,
    positional: [WindowRule.poolKernelArgument],
    options: WindowRule.poolArguments + [
      .init(
        "indices", .choice(Indices.allCases.map(\.rawValue)),
        "a second output: the indices of the maxima, counted by rows or by columns")
    ])

  /// - Parameters:
  ///   - stride: the kernel size by default.
  ///   - ceiling: whether a last partial window is included.
  ///   - indices: the order of the indices in a second output; `nil` for none.
  package init(
    kernel: PerAxis, stride: PerAxis? = nil, padding: Padding = .valid, dilation: PerAxis = .one,
    ceiling: Bool = false, indices: Indices? = nil
  ) {
    rule = WindowRule(
      kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation,
      ceiling: ceiling)
    self.indices = indices
  }

  package init(_ line: LayerLine) throws(LineError) {
    let kernel = line.perAxis("kernel") ?? .one
    rule = WindowRule(line, kernel: kernel, stride: kernel)
    indices = line.choice("indices").flatMap(Indices.init)
  }

  package var text: String {
    let words = [kind, rule.kernel.plain] + rule.words(defaultStride: rule.kernel)
    return (words + (indices.map { ["indices", $0.rawValue] } ?? [])).joined(separator: " ")
  }
}

extension MaxPool: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    indices == nil ? .maximumPool(rule.checkedWindow(over: inputs[0])) : nil
  }
}
