/// Quantization: real numbers as numbers of a type with few bits.
///
/// `y = limit(round(x / scale) + zero point)`, each step in 32 bits: the quotient is rounded to the
/// nearest integer, ties to even, and the sum limited to the type; or to the nearest number of an
/// 8-bit or 4-bit floating-point type. Optionally it is rounded after the zero point was added. As
/// in ONNX (`QuantizeLinear`) and, with the layer that turns back, PyTorch (`fake_quantize`). `gx =
/// gy / scale` where y was not limited.
///
/// Shapes: any → the same; one scale for all, for every index of an axis, or for every block.
package struct Quantize: QuantizingLayer {
  package let quantization: Quantization
  let order: RoundingOrder

  package init(_ quantization: Quantization, order: RoundingOrder = .roundingFirst) {
    (self.quantization, self.order) = (quantization, order)
  }

  var factorGrid: ScaleGrid { quantization.grid }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    try quantization.check(input)
    return [input]
  }

  func multiple(_ x: Float, _ place: Int) -> Float { x / quantization.scales[place] }

  func defineMultiple(_ x: Expression, _ place: Int) -> Expression {
    .quotient(x, .constant(Double(quantization.scales[place]), "scale"))
  }

  func slope(_ place: Int) -> Float { 1 / quantization.scales[place] }

  func defineSlope(_ place: Int) -> Expression {
    .quotient(.constant(1), .constant(Double(quantization.scales[place]), "scale"))
  }

  package static let grammar = LayerGrammar(
    "quantize", summary: "real numbers as integers of few bits",
    help: """
      round(x / scale) + zero, limited to the type; ties go to the even integer. The gradient passes \
      as if nothing had been rounded, and stops where a number was limited.
      """,
    positional: [Quantization.typeArgument],
    options: [
      Quantization.scaleArgument, Quantization.zeroArgument, Quantization.axisArgument,
      Quantization.blockArgument,
      .init("zero-first", .flag, "round after adding the zero point"),
      .init("no-saturate", .flag, "numbers beyond a floating-point type are not limited to it"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    quantization = Quantization(line)
    order =
      line.has("no-saturate")
      ? .unlimited : line.has("zero-first") ? .zeroPointFirst : .roundingFirst
  }

  package var text: String {
    var words = [kind, quantization.type.rawValue] + quantization.words
    if order == .zeroPointFirst { words.append("zero-first") }
    if order == .unlimited { words.append("no-saturate") }
    return words.joined(separator: " ")
  }
}

extension Quantize: OperationLayer, ElementwiseOperation {
  package var function: ActivationFunction? { nil }

  func operation(for inputs: [Shape]) -> LayerOperation? {
    quantization.grid == .whole ? .elementwise(self) : nil
  }

  package func apply(to x: Span<Float>, into y: inout MutableSpan<Float>) {
    for index in x.indices { y[index] = number(x[index], 0) }
  }

  package func multiplyBySlopes(
    _ gradients: inout MutableSpan<Float>, at x: Span<Float>, _ y: Span<Float>
  ) {
    for index in x.indices { gradients[index] *= passingSlope(x[index], 0) }
  }
}
