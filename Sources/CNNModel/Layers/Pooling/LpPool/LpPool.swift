/// Lp pooling: each output cell is the p-norm of a window of its channel.
///
/// `y = (Σ |x|ᵖ)^(1/p)`; `gx = gy · sign(x) · (|x|/y)^(p−1)`, 0 where y is 0. Padding counts as 0. As
/// in ONNX (`LpPool`).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, rows′, columns′]` by the window
/// rule, rounded up with `ceil`.
package struct LpPool: SingleOutputLayer, WindowLayer {
  /// p
  package let order: Int
  let rule: WindowRule

  /// - Parameter stride: the kernel size by default.
  package init(
    kernel: PerAxis, stride: PerAxis? = nil, padding: Padding = .valid, dilation: PerAxis = .one,
    ceiling: Bool = false, p: Int = 2
  ) {
    rule = WindowRule(
      kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation,
      ceiling: ceiling)
    order = p
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let window = try window(for: inputs)
    guard (1...largestWhole).contains(order) else { throw ShapeError("\(kind) with p = \(order)") }
    return [Shape(inputs[0].extents.prefix(2) + window.outputs)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    norms(of: inputs[0], by: rule.checkedWindow(over: inputs[0].shape))
  }

  func norms<S: Scalar>(of x: PlainArray<S>, by window: SpatialWindow) -> PlainArray<S> {
    let (lines, step, size) = (window.connectedLines(), window.lineStep, window.outputPlane)
    var y: [S] = []
    for plane in 0..<x.shape[0] * x.shape[1] {
      var sums = [Double](repeating: 0, count: size)
      let start = plane * window.imagePlane
      for line in lines {
        line.forEachCell(step: step) { output, cell in
          sums[output] += Double.power(
            Double(x.elements[start + cell].magnitude), Double(order))
        }
      }
      y += sums.map { S(root($0)) }
    }
    return PlainArray(shape: checkedOutputShapes(for: [x.shape])[0], elements: y)
  }

  private func root(_ sum: Double) -> Double {
    order == 2 ? sum.squareRoot() : Double.power(sum, 1 / Double(order))
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    backward(pass, by: rule.checkedWindow(over: pass.input.shape))
  }

  func backward(_ pass: BackwardPass, by window: SpatialWindow) -> Gradients {
    let x = pass.input
    let (lines, step) = (window.connectedLines(), window.lineStep)
    var gx = x.zeros
    for plane in 0..<x.shape[0] * x.shape[1] {
      let (to, from) = (plane * window.imagePlane, plane * window.outputPlane)
      for line in lines.reversed() {
        line.forEachCell(step: step) { output, cell in
          guard pass.output[from + output] != 0 else { return }
          gx[to + cell] +=
            pass.gradient[from + output] * slope(x[to + cell], pass.output[from + output])
        }
      }
    }
    return Gradients(inputs: [gx])
  }

  private func slope(_ x: Float, _ y: Float) -> Float {
    let ratio = Float.power(x.magnitude / y, Float(order - 1))
    return x > 0 ? ratio : x < 0 ? -ratio : 0 * ratio
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    order == 1
      && zip(first.input.elements, second.input.elements).contains { $0 != $1 && $0 * $1 <= 0 }
  }
}

extension LpPool {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let window = rule.checkedWindow(over: pass.input.shape)
    switch cell {
    case .output(_, let position):
      let cells = window.taps(at: position).compactMap(\.cell)
      return norm(
        cells.map { x(Position(position[0], position[1], $0), pass) })
    case .inputGradient(_, let position):
      return .sum(
        window.readers(of: position).compactMap { reader in
          defineShare(
            Position(position[0], position[1], reader.output),
            of: position, pass)
        })
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func x(_ position: Position, _ pass: BackwardPass) -> Expression {
    .term(Term("x", .input(0, position), Double(pass.input[position])))
  }

  private func magnitude(_ x: Expression) -> Expression {
    .maximum([x, .product([.constant(-1), x])])
  }

  private func norm(_ x: [Expression]) -> Expression {
    let p = Expression.constant(Double(order), "p")
    switch order {
    case 1: return .sum(x.map(magnitude))
    case 2: return .function(.squareRoot, .sum(x.map { .function(.square, $0) }))
    default:
      return .power(
        .sum(x.map { .power(magnitude($0), p) }), .constant(1 / Double(order), "1/p"))
    }
  }

  private func defineShare(
    _ output: Position, of cell: Position, _ pass: BackwardPass
  ) -> Expression? {
    let y = Term("y", .output(0, output), Double(pass.output[output]))
    guard y.value != 0 else { return nil }
    let gy = Term("gy", .outputGradient(0, output), Double(pass.gradient[output]))
    let x = x(cell, pass)
    let ratio = Expression.power(
      .quotient(magnitude(x), .term(y)), .constant(Double(order - 1), "p − 1"))
    return .product([.term(gy), .function(.sign, x), ratio])
  }

  package static let grammar = LayerGrammar(
    "lppool", summary: "the p-norm of each window",
    help: """
      Each output cell is the p-norm of a window, (Σ |x|ᵖ)^(1/p): with p = 1 the \
      sum of magnitudes, with p = 2 the root of the sum of squares.
      """,
    positional: [WindowRule.poolKernelArgument],
    options: WindowRule.poolArguments + [
      .init("p", .whole(atLeast: 1), "the order of the norm (default: 2)")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let kernel = line.perAxis("kernel") ?? .one
    rule = WindowRule(line, kernel: kernel, stride: kernel)
    order = line.whole("p") ?? 2
  }

  package var text: String {
    let words = [kind, rule.kernel.plain] + rule.words(defaultStride: rule.kernel)
    return (words + (order == 2 ? [] : ["p", "\(order)"])).joined(separator: " ")
  }
}
