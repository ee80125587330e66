/// Scaled exponential linear unit: preserves mean 0 and variance 1 from layer to layer.
///
/// `y = λ·x` for `x > 0`, otherwise `y = λ·a·(eˣ − 1)`, by default with λ = 1.0507… and a =
/// 1.6732…, as in PyTorch (`SELU`) and ONNX (`Selu`, where λ is called gamma). Source: G. Klambauer
/// et al., "Self-normalizing neural networks", 2017.
///
/// Shapes: any → the same.
package struct SELU: Elementwise {
  package let alpha: Double
  /// λ
  package let scale: Double

  private static let usual = (alpha: 1.673_263_242_354_377_2, scale: 1.050_700_987_355_480_5)

  package init(alpha: Double? = nil, scale: Double? = nil) {
    (self.alpha, self.scale) = (alpha ?? Self.usual.alpha, scale ?? Self.usual.scale)
  }

  private var depth: Double { scale * alpha }

  func value<S: Scalar>(_ x: S) -> S {
    x > 0 || x.isNaN ? S(scale) * x : S(depth) * S.exponentialMinusOne(x)
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x <= 0 ? S(depth) * S.exponential(x) : S(scale) }
  func define(_ x: Term) -> Expression {
    guard x.value <= 0 else { return .product([.constant(scale, "λ"), .term(x)]) }
    return .product([.constant(depth, "λ·a"), .function(.exponentialMinusOne, .term(x))])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    guard x.value <= 0 else { return .constant(scale, "λ") }
    return .product([.constant(depth, "λ·a"), .function(.exponential, .term(x))])
  }
  var kinks: [Double] { [0] }

  package static let grammar = LayerGrammar(
    "selu", summary: "preserves mean 0 and variance 1 from layer to layer",
    help: "An exponential linear unit, scaled so that numbers neither grow nor shrink with depth.",
    options: [
      .init("alpha", .number, "a (default: 1.6732…)"),
      .init("scale", .number, "λ (default: 1.0507…)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(alpha: line.number("alpha"), scale: line.number("scale"))
  }

  package var text: String {
    var words = [kind]
    if alpha != Self.usual.alpha { words += ["alpha", "\(alpha)"] }
    if scale != Self.usual.scale { words += ["scale", "\(scale)"] }
    return words.joined(separator: " ")
  }
}

extension SELU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("SELU"), keras: "selu")
  }
}
