/// Sign: −1, 0 or 1.
///
/// As in ONNX (`Sign`); the slope is 0, as in PyTorch.
///
/// Shapes: any → the same.
public struct Sign: StepFunction {
  var function: NamedFunction { .sign }
  func value<S: Scalar>(_ x: S) -> S { x > 0 ? 1 : x < 0 ? -1 : x }

  public static let grammar = LayerGrammar(
    "sign", summary: "−1, 0 or 1 for what is negative, 0 or positive",
    help: "The sign of every number; its slope is 0, so no gradient passes.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
