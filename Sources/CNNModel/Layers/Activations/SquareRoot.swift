/// Square root of every number.
///
/// `y = √x`, slope `1/(2·y)`; NaN below 0.
///
/// Shapes: any → the same.
package struct SquareRoot: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { x.squareRoot() }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { 1 / (2 * y) }
  func define(_ x: Term) -> Expression { .function(.squareRoot, .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .quotient(.constant(1), .product([.constant(2), .term(y)]))
  }

  package static let grammar = LayerGrammar(
    "sqrt", summary: "the square root of every number",
    help: "√x: NaN below 0; its slope is 1/(2·√x).")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension SquareRoot: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.sqrt", "ops.sqrt")
  }
}
