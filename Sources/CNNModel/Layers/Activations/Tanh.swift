/// Hyperbolic tangent: maps every number to a value between −1 and 1.
///
/// `y = tanh x`, slope `1 − y²`.
///
/// Shapes: any → the same.
package struct Tanh: Elementwise {
  package var function: ActivationFunction? { .tanh }
  func value<S: Scalar>(_ x: S) -> S { S.hyperbolicTangent(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { 1 - y * y }
  func define(_ x: Term) -> Expression { .function(.hyperbolicTangent, .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .difference(.constant(1), .function(.square, .term(y)))
  }

  package static let grammar = LayerGrammar(
    "tanh", summary: "maps every number to a value between −1 and 1",
    help: "The hyperbolic tangent; its slope is 1 − y².")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Tanh: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Tanh"), keras: "tanh")
  }
}
