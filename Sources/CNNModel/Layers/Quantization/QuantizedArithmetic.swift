/// Sum or product of two quantized values, as ONNX Runtime computes them on x86 (`QLinearAdd`,
/// `QLinearMul` of com.microsoft).
///
/// Sum: `y = limit(round((z − (f·za + g·zb) + f·a) + g·b))` with `f = scale a / scale y` and
/// `g = scale b / scale y`. Product: `y = limit(round((a − za)·(b − zb)·f + z))` with
/// `f = scale a · scale b / scale y`. The zero points are za, zb and z; each step is in 32 bits, ties
/// go to the even integer. The gradient passes as if nothing had been rounded, where y was not
/// limited.
///
/// Shapes: any two that broadcast to a common shape.
package struct QuantizedArithmetic: Broadcasting, QuantizedOutput {
  package enum Operation: String, Hashable, Sendable, CaseIterable { case sum, product }

  package let operation: Operation
  /// Those of the inputs; one scale each.
  private let inputs: [Quantization]
  package let quantization: Quantization

  /// - Precondition: there are two inputs, and every quantization has one scale.
  package init(
    _ operation: Operation, _ inputs: [Quantization], to quantization: Quantization
  ) {
    precondition(
      inputs.count == 2 && (inputs + [quantization]).allSatisfy { $0.scales.count == 1 },
      "one scale for each of two inputs and the output")
    (self.operation, self.inputs, self.quantization) = (operation, inputs, quantization)
  }

  var inputCount: ClosedRange<Int> { 2...2 }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [quantization.type] }

  private var scale: Float { quantization.scales[0] }
  private func zeroPoint(_ input: Int) -> Float { inputs[input].zeroPoints[0] }

  /// The factor of an input in a sum.
  private func share(_ input: Int) -> Float { inputs[input].scales[0] / scale }

  private var factor: Float { inputs[0].scales[0] * inputs[1].scales[0] / scale }

  /// What a sum begins with, so that the zero points cancel.
  private var start: Float {
    quantization.zeroPoints[0] - (share(0) * zeroPoint(0) + share(1) * zeroPoint(1))
  }

  /// The result before it is rounded.
  private func unrounded(_ a: Float, _ b: Float) -> Float {
    switch operation {
    case .sum: (start + share(0) * a) + share(1) * b
    case .product:
      (a - zeroPoint(0)) * (b - zeroPoint(1)) * factor + quantization.zeroPoints[0]
    }
  }

  private var plain: Quantization { Quantization(quantization.type, scales: [1]) }

  func value<S: Scalar>(_ x: [S]) -> S {
    S(plain.number(nearest: unrounded(Float(x[0]), Float(x[1])), 0, .roundingFirst))
  }

  func integer(_ x: [Int128]) -> Int128? { Int128(value(x.map { Float($0) })) }

  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? {
    guard plain.contains(unrounded(Float(x[0]), Float(x[1])), 0) else { return nil }
    switch operation {
    case .sum: return S(share(index))
    case .product: return S((Float(x[1 - index]) - zeroPoint(1 - index)) * factor)
    }
  }

  func define(_ x: [Term]) -> Expression {
    let constant = { (value: Float, name: String) in Expression.constant(Double(value), name) }
    func single(_ part: Expression) -> Expression { .function(.rounding(.float32), part) }
    let parts: Expression
    switch operation {
    case .sum:
      let products = x.indices.map { input in
        single(.product([.term(x[input]), constant(share(input), "factor")]))
      }
      parts = .sum([
        single(.sum([constant(start, "zero points"), products[0]])), products[1],
      ])
    case .product:
      let centered = x.indices.map {
        Expression.centered(x[$0], zeroPoint: Double(zeroPoint($0)))
      }
      let scaled = single(.product([single(.product(centered)), constant(factor, "factor")]))
      parts = .sum([scaled, constant(quantization.zeroPoints[0], "zero point")])
    }
    return plain.define(single(parts), 0, .roundingFirst)
  }

  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression {
    switch operation {
    case .sum: return .constant(Double(share(index)), "factor")
    case .product:
      let other = Expression.centered(x[1 - index], zeroPoint: Double(zeroPoint(1 - index)))
      return .product([other, .constant(Double(factor), "factor")])
    }
  }

  /// The gradient is not that of the steps.
  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    first.inputs != second.inputs
  }

  package static let grammar = LayerGrammar(
    "quantized", summary: "the sum or product of two layers of quantized numbers",
    help: """
      Computes with the real numbers that quantized ones stand for, and rounds to quantized numbers \
      of another scale. The gradient passes as if nothing had been rounded, and stops where a \
      number was limited.
      """,
    positional: [
      .init("operation", .choice(Operation.allCases.map(\.rawValue)), "what is computed"),
      .init("type", .choice(["int8", "uint8", "int16", "uint16"]), "the type of the numbers"),
    ],
    options: [
      .init("scales", .numbers, "those of both inputs and of the output (default: 1,1,1)"),
      .init("zeros", .wholes, "the numbers that stand for 0, likewise (default: 0,0,0)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let scales = line.numbers("scales") ?? [1, 1, 1]
    let zeros = line.wholes("zeros") ?? [0, 0, 0]
    guard scales.count == 3, zeros.count == 3 else {
      throw LineError(
        "quantized takes three scales and zeros, those of both inputs and of the output",
        column: line.keyword.column)
    }
    let type = line.choice("type").flatMap(ElementType.init) ?? .uint8
    let all = zip(scales, zeros).map {
      Quantization(type, scales: [Float($0)], zeroPoints: [Float($1)])
    }
    self.init(
      line.choice("operation").flatMap(Operation.init) ?? .sum, Array(all[..<2]), to: all[2])
  }

  package var text: String {
    let all = inputs + [quantization]
    var words = [kind, operation.rawValue, quantization.type.rawValue]
    if all.contains(where: { $0.scales != [1] }) {
      words += ["scales", all.map { $0.scales[0] }.numberWords]
    }
    if all.contains(where: { $0.zeroPoints != [0] }) {
      words += ["zeros", all.map { Int($0.zeroPoints[0]) }.words]
    }
    return words.joined(separator: " ")
  }
}
