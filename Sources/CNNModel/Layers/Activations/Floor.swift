/// Floor: rounds down to an integer.
///
/// `y = ⌊x⌋`; the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
package struct Floor: StepFunction {
  var function: NamedFunction { .floor }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.down) }

  package static let grammar = LayerGrammar(
    "floor", summary: "rounds down to an integer",
    help: "⌊x⌋; its slope is 0, so no gradient passes.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Floor: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.floor", "ops.floor")
  }
}
