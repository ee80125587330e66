/// Continuously differentiable exponential linear unit: negative numbers approach −a without a jump
/// in the slope.
///
/// `y = x` for `x > 0`, otherwise `y = a·(e^(x/a) − 1)` by `expm1`, as in PyTorch (`CELU`). Source:
/// J. Barron, 2017.
///
/// Shapes: any → the same.
package struct CELU: Elementwise {
  package let alpha: Double

  func value<S: Scalar>(_ x: S) -> S {
    x > 0 || x.isNaN ? x : S(alpha) * S.exponentialMinusOne(x / S(alpha))
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x <= 0 ? S.exponential(x / S(alpha)) : 1 }
  func define(_ x: Term) -> Expression {
    guard x.value <= 0 else { return .term(x) }
    return .product([.constant(alpha, "a"), .function(.exponentialMinusOne, ratio(x))])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    x.value <= 0 ? .function(.exponential, ratio(x)) : .constant(1, "x > 0")
  }

  private func ratio(_ x: Term) -> Expression { .quotient(.term(x), .constant(alpha, "a")) }

  package static let grammar = LayerGrammar(
    "celu", summary: "negative numbers approach −a smoothly",
    help: "Passes what is positive; what is negative becomes a·(exp(x/a) − 1).",
    positional: [.init("alpha", .number, "a (default: 1)", isRequired: false)])

  /// - Precondition: `alpha` is not 0.
  package init(alpha: Double = 1) {
    precondition(alpha != 0, "celu with 0")
    self.alpha = alpha
  }

  package init(_ line: LayerLine) throws(LineError) {
    alpha = line.number("alpha") ?? 1
    guard alpha > 0 else {
      throw LineError("celu needs an alpha above 0, not \(alpha)", column: line.keyword.column)
    }
  }

  package var text: String { alpha == 1 ? kind : "\(kind) \(alpha)" }
}

extension CELU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.operation(
      dialect, pytorch: PythonCall("CELU").with("alpha", alpha, unless: 1),
      keras: PythonCall("ops.celu", call.input).with("alpha", alpha, unless: 1))
  }
}
