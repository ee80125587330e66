/// Exponential: e raised to the power of every number.
///
/// `y = eˣ`, slope `y`.
///
/// Shapes: any → the same.
package struct Exponential: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { S.exponential(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { y }
  func define(_ x: Term) -> Expression { .function(.exponential, .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .term(y)
  }

  package static let grammar = LayerGrammar(
    "exp", summary: "e raised to the power of every number",
    help: "exp(x); its slope is the result itself.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Exponential: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.exp", "ops.exp")
  }
}
