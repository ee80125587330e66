/// Truncation: the next whole number towards 0.
///
/// What turning a number into an integer does (ONNX `Cast`); the slope is 0.
///
/// Shapes: any → the same.
package struct Truncation: StepFunction {
  var function: NamedFunction { .truncation }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.towardZero) }

  package static let grammar = LayerGrammar(
    "trunc", summary: "the next whole number towards 0",
    help: "Cuts off what stands behind the point; no gradient passes.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Truncation: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.trunc", "ops.trunc")
  }
}
