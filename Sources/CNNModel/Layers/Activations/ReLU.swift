/// Rectifier: positive numbers pass, all others become 0.
///
/// `y = max(0, x)`; NaN stays NaN. The slope at 0 is 0, as in PyTorch.
///
/// Shapes: any → the same.
package struct ReLU: Elementwise {
  package var function: ActivationFunction? { .relu }
  package var isRectifier: Bool { true }
  func value<S: Scalar>(_ x: S) -> S { x > 0 || x.isNaN ? x : 0 }
  func integer(_ x: Int128) -> Int128? { max(0, x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x <= 0 ? 0 : 1 }
  func define(_ x: Term) -> Expression { .maximum([.constant(0), .term(x)]) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    x.value <= 0 ? .constant(0, "x ≤ 0") : .constant(1, "x > 0")
  }
  var kinks: [Double] { [0] }

  package static let grammar = LayerGrammar(
    "relu", summary: "positive numbers pass, all others become 0",
    help: "max(0, x): negative numbers become 0, and no gradient passes where they were.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension ReLU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(dialect, pytorch: PythonCall("ReLU"), keras: PythonCall("ReLU"))
  }
}
