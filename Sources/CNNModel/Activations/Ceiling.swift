/// Ceiling: the next whole number above.
///
/// `y = ⌈x⌉`; the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
public struct Ceiling: StepFunction {
  var function: NamedFunction { .ceiling }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.up) }

  public static let grammar = LayerGrammar(
    "ceil", summary: "the next whole number above",
    help: "⌈x⌉; its slope is 0, so no gradient passes.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
