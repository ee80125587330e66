/// Quantization with a scale that the numbers of each pass determine.
///
/// With `least = min(0, min x)` and `greatest = max(0, max x)` the scale is
/// `(greatest − least) / 255`, the zero point `round(limit(−least / scale))`, and
/// `y = limit(round(x / scale) + zero point)` as unsigned bytes, each step in 32 bits. Of zeros
/// alone the scale is 1. The outputs are y, the scale and the zero point, as in ONNX
/// (`DynamicQuantizeLinear`). `gx = gy / scale`: scale and zero point count as constants.
///
/// Shapes: any → the same, a number, a number.
package struct DynamicQuantize: WholeAxisLayer {
  package init() {}

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [try single(inputs), [], []]
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [.uint8, .float32, .uint8] }

  /// The quantization of some numbers.
  private func quantization(of x: some Sequence<Float>) -> Quantization {
    let least = x.reduce(0) { min($0, $1) }
    let greatest = x.reduce(0) { max($0, $1) }
    let scale = greatest == least ? 1 : (greatest - least) / 255
    let zeroPoint = Quantization(.uint8, scales: [1]).number(
      nearest: -least / scale, 0, .roundingFirst)
    return Quantization(.uint8, scales: [scale], zeroPoints: [zeroPoint])
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let quantization = quantization(of: pass.input.elements)
    let y = pass.input.map { x in Quantize(quantization).number(x, 0) }
    return ForwardResult(outputs: [
      y, Tensor(shape: [], elements: quantization.scales),
      Tensor(shape: [], elements: quantization.zeroPoints),
    ])
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let input = Tensor(shape: pass.input.shape, elements: pass.input.elements.map { Float($0) })
    return forward(ForwardPass(inputs: [input])).outputs.map(ReferenceTensor.init)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let quantize = Quantize(quantization(of: pass.input.elements))
    var gradient = pass.gradient
    gradient.transform { $1 * quantize.passingSlope(pass.input[$0], 0) }
    return Gradients(inputs: [gradient])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let quantization = quantization(of: pass.input.elements)
    switch cell {
    case .output(0, let position):
      let x = Term("x", .input(0, position), Double(pass.input[position]))
      let scale = Term("scale", .output(1, []), Double(quantization.scales[0]))
      return quantization.define(
        .function(.rounding(.float32), .quotient(.term(x), .term(scale))), 0, .roundingFirst)
    case .output(1, _): return defineScale(pass)
    case .output: return defineZeroPoint(quantization, pass)
    case .inputGradient(_, let position):
      let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[position]))
      let passes = Quantize(quantization).passingSlope(pass.input[position], 0) != 0
      let scale = Expression.constant(Double(quantization.scales[0]), "scale")
      return passes
        ? .product([.term(gy), .named("slope", .quotient(.constant(1), scale))])
        : .product([.term(gy), .constant(0, "limited")])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  /// 0 and the smallest or largest number, in this order.
  private func extremes(_ pass: BackwardPass, isSmallest: Bool) -> [Expression] {
    let cells = pass.input.elements.indices.filter { !pass.input[$0].isNaN }
    guard let winner = cells.winner(of: pass.input.elements, isSmallest: isSmallest) else {
      return [.constant(0)]
    }
    let source = Term.Source.input(0, pass.input.shape.position(at: winner))
    return [.constant(0), .term(Term("x", source, Double(pass.input[winner])))]
  }

  private func defineScale(_ pass: BackwardPass) -> Expression {
    let greatest = Expression.maximum(extremes(pass, isSmallest: false))
    let least = Expression.minimum(extremes(pass, isSmallest: true))
    guard greatest.value != least.value else { return .constant(1, "all are 0") }
    let range = Expression.difference(.named("greatest", greatest), .named("least", least))
    return .function(
      .rounding(.float32), .quotient(.function(.rounding(.float32), range), .constant(255)))
  }

  private func defineZeroPoint(_ quantization: Quantization, _ pass: BackwardPass) -> Expression {
    let least = Expression.minimum(extremes(pass, isSmallest: true))
    let scale = Term("scale", .output(1, []), Double(quantization.scales[0]))
    let negative = Expression.product([.constant(-1), .named("least", least)])
    return Quantization(.uint8, scales: [1]).define(
      .function(.rounding(.float32), .quotient(negative, .term(scale))), 0, .roundingFirst)
  }

  /// The gradient is not that of the steps.
  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    first.input != second.input
  }

  package static let grammar = LayerGrammar(
    "dynamic-quantize", summary: "real numbers as bytes, by a scale that they determine themselves",
    help: """
      The scale makes the range of the numbers, 0 included, that of an unsigned byte. Outputs are the \
      bytes, the scale and the byte that stands for 0. The gradient passes to the numbers as if \
      nothing had been rounded.
      """)

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}
