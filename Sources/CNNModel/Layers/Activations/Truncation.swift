/// Truncation: rounds toward zero.
///
/// This is the conversion of a number to an integer (ONNX `Cast`); the slope is 0.
///
/// Shapes: any → the same.
package struct Truncation: StepFunction {
  var function: NamedFunction { .truncation }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.towardZero) }

  package static let grammar = LayerGrammar(
    "trunc", summary: "rounds toward zero to an integer",
    help: "Drops the fractional part; no gradient passes.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Truncation: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.trunc", "ops.trunc")
  }
}
