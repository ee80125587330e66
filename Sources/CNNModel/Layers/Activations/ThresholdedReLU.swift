/// Thresholded rectifier: numbers above a threshold pass, all others become 0.
///
/// `y = x` for `x > a`, otherwise 0, as in ONNX (`ThresholdedRelu`).
///
/// Shapes: any → the same.
package struct ThresholdedReLU: Elementwise {
  /// The threshold.
  package let alpha: Double

  package init(alpha: Double = 1) { self.alpha = alpha }

  package var isRectifier: Bool { alpha >= 0 }
  func value<S: Scalar>(_ x: S) -> S { x > S(alpha) || x.isNaN ? x : 0 }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x <= S(alpha) ? 0 : 1 }
  func define(_ x: Term) -> Expression { isBelow(x) ? .constant(0, "x ≤ a") : .term(x) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    isBelow(x) ? .constant(0, "x ≤ a") : .constant(1, "x > a")
  }
  var kinks: [Double] { [alpha] }

  /// Compared in 32 bits, as in the passes.
  private func isBelow(_ x: Term) -> Bool { x.value <= Double(Float(alpha)) }

  package static let grammar = LayerGrammar(
    "thresholded-relu", summary: "numbers above a threshold pass, all others become 0",
    help: "Passes numbers above the threshold as they are; all others become 0.",
    positional: [.init("alpha", .number, "the threshold (default: 1)", isRequired: false)])

  package init(_ line: LayerLine) throws(LineError) { alpha = line.number("alpha") ?? 1 }

  package var text: String { alpha == 1 ? kind : "\(kind) \(alpha)" }
}

extension ThresholdedReLU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.Threshold(\(alpha), 0)", call.input)
    case .keras: LayerCode("ops.where(\(call.input) > \(alpha), \(call.input), 0.0)")
    }
  }
}
