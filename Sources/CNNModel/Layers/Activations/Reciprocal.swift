/// Reciprocal: 1 divided by every number.
///
/// `y = 1/x`, slope `−y²`.
///
/// Shapes: any → the same.
package struct Reciprocal: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { 1 / x }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { -y * y }
  func define(_ x: Term) -> Expression { .quotient(.constant(1), .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .product([.constant(-1), .term(y), .term(y)])
  }

  package static let grammar = LayerGrammar(
    "reciprocal", summary: "1 divided by every number",
    help: "1/x: infinite at 0; its slope is −1/x².")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Reciprocal: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.reciprocal", "ops.reciprocal")
  }
}
