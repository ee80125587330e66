/// Sums of products of quantized numbers, as quantized numbers again.
///
/// `y = limit(round(x · factor) + zero point)`, each step in 32 bits as in ``Quantize``, where the
/// factor is that of the scales: `scale of the input · scale of the weights / scale of the output`,
/// computed in that order in 32 bits. That is how ONNX Runtime on x86 rounds the sums of
/// `QLinearConv` and `QLinearMatMul`. `gx = gy · factor` where y was not limited.
///
/// Shapes: any → the same; one factor for all, or for every index of an axis.
package struct Requantize: QuantizingLayer {
  package let quantization: Quantization
  let factors: [Float]
  let factorGrid: ScaleGrid
  var order: RoundingOrder { .roundingFirst }

  /// - Parameters:
  ///   - quantization: that of the output, with one scale.
  ///   - axis: the axis that has one factor for every index; `nil` for one factor.
  package init(_ quantization: Quantization, factors: [Float], axis: Int? = nil) {
    (self.quantization, self.factors) = (quantization, factors)
    factorGrid = ScaleGrid(axis: axis)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let count = try factorGrid.count(for: input)
    guard factors.count == count else {
      throw ShapeError("\(factors.count) factors do not fit \(input), which needs \(count)")
    }
    guard quantization.scales.count == 1, quantization.zeroPoints.count == 1 else {
      throw ShapeError("\(kind) takes one scale and one zero point")
    }
    return [input]
  }

  func multiple(_ x: Float, _ place: Int) -> Float { x * factors[place] }

  func defineMultiple(_ x: Expression, _ place: Int) -> Expression {
    .product([x, .constant(Double(factors[place]), "factor")])
  }

  func slope(_ place: Int) -> Float { factors[place] }

  func defineSlope(_ place: Int) -> Expression { .constant(Double(factors[place]), "factor") }

  package static let grammar = LayerGrammar(
    "requantize", summary: "sums of quantized numbers as quantized numbers again",
    help: """
      round(x · factor) + zero, limited to the type; ties go to the even integer. The gradient passes \
      as if nothing had been rounded, and stops where a number was limited.
      """,
    positional: [Quantization.typeArgument],
    options: [
      .init("factor", .numbers, "what sums are multiplied with (default: 1)"),
      .init("axis", .axis, "the axis that has one factor for every index"),
      Quantization.scaleArgument, Quantization.zeroArgument,
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let read = Quantization(line)
    self.init(
      Quantization(read.type, scales: read.scales, zeroPoints: read.zeroPoints),
      factors: (line.numbers("factor") ?? [1]).map(Float.init), axis: line.whole("axis"))
  }

  package var text: String {
    var words = [kind, quantization.type.rawValue]
    if factors != [1] { words += ["factor", factors.numberWords] }
    return (words + factorGrid.words + quantization.words).joined(separator: " ")
  }
}
