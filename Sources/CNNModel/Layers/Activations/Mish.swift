/// Mish: every number times the hyperbolic tangent of its softplus.
///
/// `y = x · tanh(ln(1 + eˣ))`; its slope is `t + x·(1 − t²)·s` with `t` that hyperbolic tangent and
/// `s` the sigmoid, as in PyTorch (`Mish`). Source: D. Misra, "Mish", 2019.
///
/// Shapes: any → the same.
package struct Mish: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { x * S.hyperbolicTangent(softplus(x)) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    let t = S.hyperbolicTangent(softplus(x))
    return t + x * (1 - t * t) * logistic(x)
  }
  func define(_ x: Term) -> Expression { .product([.term(x), share(x)]) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    let flatness = Expression.difference(.constant(1), .product([share(x), share(x)]))
    return .sum([share(x), .product([.term(x), flatness, .logistic(.term(x))])])
  }

  private func share(_ x: Term) -> Expression { .function(.hyperbolicTangent, .softplus(.term(x))) }

  package static let grammar = LayerGrammar(
    "mish", summary: "every number times the tanh of its softplus",
    help: "x·tanh(ln(1 + exp(x))): a smooth rectifier that dips below 0 before it rises.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Mish: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Mish"), keras: "mish")
  }
}
