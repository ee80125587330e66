/// Hard swish: every number times its hard sigmoid.
///
/// `y = x · min(1, max(0, (x + 3)/6))`, so −∞ · 0 is NaN; the slope is 0 up to −3 and 1 from 3 on, as
/// in PyTorch (`Hardswish`) and ONNX (`HardSwish`). Source: A. Howard et al., "Searching for MobileNetV3", 2019.
///
/// Shapes: any → the same.
package struct HardSwish: Elementwise {
  func value<S: Scalar>(_ x: S) -> S {
    if x <= -3 { return x * 0 }
    return x >= 3 ? x : x * (x + 3) / 6
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    if x <= -3 { return 0 }
    return x >= 3 ? 1 : x / 3 + 0.5
  }
  func define(_ x: Term) -> Expression {
    if x.value <= -3 { return .product([.term(x), .constant(0, "x ≤ −3")]) }
    if x.value >= 3 { return .term(x) }
    return .quotient(.product([.term(x), .sum([.term(x), .constant(3)])]), .constant(6))
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    if x.value <= -3 { return .constant(0, "x ≤ −3") }
    if x.value >= 3 { return .constant(1, "x ≥ 3") }
    return .sum([.quotient(.term(x), .constant(3)), .constant(0.5)])
  }
  var kinks: [Double] { [-3, 3] }

  package static let grammar = LayerGrammar(
    "hardswish", summary: "every number times its hard sigmoid",
    help: "x·(x + 3)/6 between −3 and 3; below, 0; above, x itself.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension HardSwish: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, pytorch: PythonCall("Hardswish"), keras: "hard_swish")
  }
}
