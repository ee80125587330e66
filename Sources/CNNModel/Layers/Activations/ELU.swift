/// Exponential linear unit: negative numbers approach −a.
///
/// `y = x` for `x > 0`, otherwise `y = a·(eˣ − 1)` by `expm1`, as in PyTorch (`ELU`). Source: D. Clevert
/// et al., "Fast and accurate deep network learning by exponential linear units", 2015.
///
/// Shapes: any → the same.
package struct ELU: Elementwise {
  package let alpha: Double

  func value<S: Scalar>(_ x: S) -> S {
    x > 0 || x.isNaN ? x : S(alpha) * S.exponentialMinusOne(x)
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x <= 0 ? S(alpha) * S.exponential(x) : 1 }
  func define(_ x: Term) -> Expression {
    guard x.value <= 0 else { return .term(x) }
    return .product([.constant(alpha, "a"), .function(.exponentialMinusOne, .term(x))])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    guard x.value <= 0 else { return .constant(1, "x > 0") }
    return .product([.constant(alpha, "a"), .function(.exponential, .term(x))])
  }
  var kinks: [Double] { alpha == 1 ? [] : [0] }

  package static let grammar = LayerGrammar(
    "elu", summary: "negative numbers approach −a",
    help: "Passes what is positive; what is negative becomes a·(exp(x) − 1).",
    positional: [.init("alpha", .number, "a (default: 1)", isRequired: false)])

  package init(alpha: Double = 1) { self.alpha = alpha }

  package init(_ line: LayerLine) throws(LineError) { alpha = line.number("alpha") ?? 1 }

  package var text: String { alpha == 1 ? kind : "\(kind) \(alpha)" }
}

extension ELU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("ELU").with("alpha", alpha, unless: 1),
      keras: PythonCall("ELU").with("alpha", alpha, unless: 1))
  }
}
