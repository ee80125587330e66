/// Sign: −1, 0 or 1.
///
/// As in ONNX (`Sign`); the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
package struct Sign: StepFunction {
  var function: NamedFunction { .sign }
  func value<S: Scalar>(_ x: S) -> S { x > 0 ? 1 : x < 0 ? -1 : x }
  func integer(_ x: Int128) -> Int128? { x.signum() }

  package static let grammar = LayerGrammar(
    "sign", summary: "−1, 0 or 1 for negative numbers, 0 and positive ones",
    help: "The sign of every number; its slope is 0, so no gradient passes.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Sign: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.sign", "ops.sign")
  }
}
