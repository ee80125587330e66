/// Sigmoid linear unit ("swish"): every number times its sigmoid.
///
/// `y = x·s` with `s = 1/(1 + e^(−a·x))`, slope `s·(1 + a·x·(1 − s))`; `a` is 1 in PyTorch (`SiLU`) and
/// free in ONNX (`Swish`, `QuickGelu`). Source: S. Elfwing et al., "Sigmoid-weighted linear units",
/// 2017.
///
/// Shapes: any → the same.
package struct SiLU: Elementwise {
  /// The factor within the sigmoid.
  package let alpha: Double

  package init(alpha: Double = 1) { self.alpha = alpha }

  package var function: ActivationFunction? { alpha == 1 ? .silu : nil }
  func value<S: Scalar>(_ x: S) -> S { x * logistic(S(alpha) * x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    let s = logistic(S(alpha) * x)
    return s * (1 + S(alpha) * x * (1 - s))
  }
  func define(_ x: Term) -> Expression { .product([.term(x), share(x)]) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    let s = share(x)
    let rest = Expression.product([scaled(x), .difference(.constant(1), s)])
    return .product([s, .sum([.constant(1), rest])])
  }

  private func share(_ x: Term) -> Expression { .logistic(scaled(x)) }

  private func scaled(_ x: Term) -> Expression {
    alpha == 1 ? .term(x) : .product([.constant(alpha, "a"), .term(x)])
  }

  package static let grammar = LayerGrammar(
    "silu", summary: "every number times its sigmoid",
    help: "x/(1 + exp(−a·x)), also called swish: a smooth rectifier that dips below 0.",
    positional: [
      .init("alpha", .number, "a, the factor within the sigmoid (default: 1)", isRequired: false)
    ])

  package init(_ line: LayerLine) throws(LineError) { alpha = line.number("alpha") ?? 1 }

  package var text: String { alpha == 1 ? kind : "\(kind) \(alpha)" }
}

extension SiLU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard alpha != 1 else {
      return call.function(dialect, pytorch: PythonCall("SiLU"), keras: "silu")
    }
    let name = dialect == .pytorch ? "torch.sigmoid" : "ops.sigmoid"
    return LayerCode("\(call.input) * \(name)(\(alpha) * \(call.input))")
  }
}
