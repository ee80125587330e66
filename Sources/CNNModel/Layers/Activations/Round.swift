/// Rounding to the nearest integer; halves are rounded to even.
///
/// As in ONNX (`Round`); the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
package struct Round: StepFunction {
  var function: NamedFunction { .round }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.toNearestOrEven) }

  package static let grammar = LayerGrammar(
    "round", summary: "rounds to the nearest integer",
    help: "Rounds to the nearest integer, halves to even; no gradient passes.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Round: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.round", "ops.round")
  }
}
