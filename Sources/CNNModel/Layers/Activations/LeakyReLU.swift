/// Leaky rectifier: multiplies negative numbers by a small slope.
///
/// `y = x` for `x > 0`, otherwise `y = a·x`; the slope at 0 is `a`, as in PyTorch (`LeakyReLU`).
///
/// Shapes: any → the same.
package struct LeakyReLU: Elementwise {
  /// The slope for negative numbers.
  package let slopeBelow: Double

  package var function: ActivationFunction? { .leakyReLU(slope: Float(slopeBelow)) }
  func value<S: Scalar>(_ x: S) -> S { x > 0 ? x : x * S(slopeBelow) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x > 0 ? 1 : S(slopeBelow) }
  func define(_ x: Term) -> Expression {
    x.value > 0 ? .term(x) : .product([.term(x), .constant(slopeBelow, "a")])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    x.value > 0 ? .constant(1, "x > 0") : .constant(slopeBelow, "x ≤ 0")
  }
  var kinks: [Double] { [0] }

  package static let grammar = LayerGrammar(
    "leaky-relu", summary: "multiplies negative numbers by a small slope",
    help: "Positive numbers pass; negative ones are multiplied by a small slope.",
    positional: [.init("slope", .number, "the slope below 0 (default: 0.01)", isRequired: false)])

  package init(slope: Double = 0.01) { slopeBelow = slope }

  package init(_ line: LayerLine) throws(LineError) { slopeBelow = line.number("slope") ?? 0.01 }

  package var text: String { slopeBelow == 0.01 ? kind : "\(kind) \(slopeBelow)" }
}

extension LeakyReLU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("LeakyReLU", slopeBelow),
      keras: PythonCall("LeakyReLU").with("negative_slope", slopeBelow))
  }
}
