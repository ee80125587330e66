/// Floor: the next whole number below.
///
/// `y = ⌊x⌋`; the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
public struct Floor: StepFunction {
  var function: NamedFunction { .floor }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.down) }

  public static let grammar = LayerGrammar(
    "floor", summary: "the next whole number below",
    help: "⌊x⌋; its slope is 0, so no gradient passes.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
