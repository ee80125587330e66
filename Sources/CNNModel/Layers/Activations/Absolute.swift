/// Absolute value: the distance from 0.
///
/// `y = |x|`; the slope at 0 is taken as 0, as in PyTorch.
///
/// Shapes: any → the same.
package struct Absolute: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { x.magnitude }
  func integer(_ x: Int128) -> Int128? { abs(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x > 0 ? 1 : x < 0 ? -1 : 0 }
  func define(_ x: Term) -> Expression {
    .maximum([.term(x), .product([.constant(-1), .term(x)])])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    if x.value > 0 { return .constant(1, "x > 0") }
    return x.value < 0 ? .constant(-1, "x < 0") : .constant(0, "x = 0")
  }
  var kinks: [Double] { [0] }

  package static let grammar = LayerGrammar(
    "abs", summary: "the absolute value",
    help: "|x|: negative numbers change sign, and so do their gradients.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Absolute: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode("\(call.input).abs()")
    case .keras: LayerCode("ops.abs(\(call.input))")
    }
  }
}
