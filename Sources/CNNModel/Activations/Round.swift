/// Rounding: the nearest whole number, the even one of two that are as near.
///
/// As in ONNX (`Round`); the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
public struct Round: StepFunction {
  var function: NamedFunction { .round }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.toNearestOrEven) }

  public static let grammar = LayerGrammar(
    "round", summary: "the nearest whole number",
    help: "The nearest whole number, the even one of two that are as near; no gradient passes.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
