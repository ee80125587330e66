/// Softsign: maps every number to a value between −1 and 1, with slowly decaying slopes.
///
/// `y = x / (1 + |x|)`, slope `1 / (1 + |x|)²`, as in PyTorch (`Softsign`).
///
/// Shapes: any → the same.
package struct Softsign: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { x / (1 + x.magnitude) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    // The square of the size may be infinite where that of the share is not 0.
    let share = 1 / (1 + x.magnitude)
    return share * share
  }
  func define(_ x: Term) -> Expression { .quotient(.term(x), size(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .function(.square, .quotient(.constant(1), size(x)))
  }

  private func size(_ x: Term) -> Expression {
    .sum([.constant(1), .maximum([.term(x), .product([.constant(-1), .term(x)])])])
  }

  package static let grammar = LayerGrammar(
    "softsign", summary: "maps every number to a value between −1 and 1, slowly",
    help: "x/(1 + |x|): like tanh, but it approaches −1 and 1 much more slowly.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Softsign: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Softsign"), keras: "softsign")
  }
}
