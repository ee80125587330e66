/// Rounding: the nearest whole number, the even one of two that are as near.
///
/// As in ONNX (`Round`); the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
package struct Round: StepFunction {
  var function: NamedFunction { .round }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.toNearestOrEven) }

  package static let grammar = LayerGrammar(
    "round", summary: "the nearest whole number",
    help: "The nearest whole number, the even one of two that are as near; no gradient passes.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Round: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.round", "ops.round")
  }
}
