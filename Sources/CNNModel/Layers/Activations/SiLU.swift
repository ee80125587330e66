/// Sigmoid linear unit ("swish"): every number times its sigmoid.
///
/// `y = x·s` with `s = 1/(1 + e^−x)`, slope `s·(1 + x·(1 − s))`, as in PyTorch (`SiLU`). Source:
/// S. Elfwing et al., "Sigmoid-weighted linear units", 2017.
///
/// Shapes: any → the same.
package struct SiLU: Elementwise {
  package var function: ActivationFunction? { .silu }
  func value<S: Scalar>(_ x: S) -> S { x * logistic(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    let s = logistic(x)
    return s * (1 + x * (1 - s))
  }
  func define(_ x: Term) -> Expression { .product([.term(x), .logistic(.term(x))]) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    let s = Expression.logistic(.term(x))
    let rest = Expression.product([.term(x), .difference(.constant(1), s)])
    return .product([s, .sum([.constant(1), rest])])
  }

  package static let grammar = LayerGrammar(
    "silu", summary: "every number times its sigmoid",
    help: "x/(1 + exp(−x)), also called swish: a smooth rectifier that dips below 0.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension SiLU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("SiLU"), keras: "silu")
  }
}
