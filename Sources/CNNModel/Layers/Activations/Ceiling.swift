/// Ceiling: rounds up to an integer.
///
/// `y = ⌈x⌉`; the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
package struct Ceiling: StepFunction {
  var function: NamedFunction { .ceiling }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.up) }

  package static let grammar = LayerGrammar(
    "ceil", summary: "rounds up to an integer",
    help: "⌈x⌉; its slope is 0, so no gradient passes.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Ceiling: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.ceil", "ops.ceil")
  }
}
