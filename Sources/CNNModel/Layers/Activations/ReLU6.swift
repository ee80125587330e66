/// Rectifier with an upper limit of 6.
///
/// `y = min(6, max(0, x))`; the slope at 0 and at 6 is 0, as in PyTorch (`ReLU6`).
///
/// Shapes: any → the same.
package struct ReLU6: Elementwise {
  package var function: ActivationFunction? { .relu6 }
  package var isRectifier: Bool { true }
  func value<S: Scalar>(_ x: S) -> S { x.isNaN ? x : min(6, max(0, x)) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x <= 0 || x >= 6 ? 0 : 1 }
  func define(_ x: Term) -> Expression {
    x.value > 6 ? .constant(6, "x > 6") : .maximum([.constant(0), .term(x)])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    x.value <= 0 || x.value >= 6 ? .constant(0, "outside 0…6") : .constant(1, "0 < x < 6")
  }
  var kinks: [Double] { [0, 6] }

  package static let grammar = LayerGrammar(
    "relu6", summary: "a rectifier with an upper limit of 6",
    help: "min(6, max(0, x)): no gradient passes below 0 or above 6.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension ReLU6: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("ReLU6"), keras: PythonCall("ReLU").with("max_value", 6))
  }
}
