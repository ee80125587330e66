/// Natural logarithm of every number.
///
/// `y = ln x`, slope `1/x`; −∞ at 0 and NaN below.
///
/// Shapes: any → the same.
package struct Logarithm: Elementwise {
  package func scores(of input: Scores, for shapes: [Shape]) -> Scores {
    if case .probabilities(let axis) = input { .logProbabilities(axis: axis) } else { .logits }
  }
  func value<S: Scalar>(_ x: S) -> S { S.logarithm(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { 1 / x }
  func define(_ x: Term) -> Expression { .function(.logarithm, .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .quotient(.constant(1), .term(x))
  }

  package static let grammar = LayerGrammar(
    "log", summary: "the natural logarithm of every number",
    help: "ln x: −∞ at 0, NaN below; its slope is 1/x.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Logarithm: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.log", "ops.log")
  }
}
