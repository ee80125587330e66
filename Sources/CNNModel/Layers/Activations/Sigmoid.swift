/// Sigmoid: maps every number to a value between 0 and 1.
///
/// `y = 1 / (1 + e^−x)`, slope `y·(1 − y)`.
///
/// Shapes: any → the same.
package struct Sigmoid: Elementwise {
  package var function: ActivationFunction? { .sigmoid }
  package func scores(of input: Scores, for shapes: [Shape]) -> Scores {
    .independentProbabilities
  }
  func value<S: Scalar>(_ x: S) -> S { logistic(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { y * (1 - y) }
  func define(_ x: Term) -> Expression { .logistic(.term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .product([.term(y), .difference(.constant(1), .term(y))])
  }

  package static let grammar = LayerGrammar(
    "sigmoid", summary: "maps every number to a value between 0 and 1",
    help: "1/(1 + exp(−x)); its slope y·(1 − y) is at most 1/4, so gradients shrink.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Sigmoid: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Sigmoid"), keras: "sigmoid")
  }
}
