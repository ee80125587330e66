/// Negation: changes the sign of every number.
///
/// `y = −x`, slope −1.
///
/// Shapes: any → the same.
package struct Negation: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { -x }
  func integer(_ x: Int128) -> Int128? { 0 &- x }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { -1 }
  func define(_ x: Term) -> Expression { .product([.constant(-1), .term(x)]) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .constant(-1)
  }

  package static let grammar = LayerGrammar(
    "neg", summary: "changes the sign of every number",
    help: "−x: the gradients change sign as well.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Negation: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.neg", "ops.negative")
  }
}
