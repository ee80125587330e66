/// Truncation: the next whole number towards 0.
///
/// What turning a number into an integer does (ONNX `Cast`); the slope is 0.
///
/// Shapes: any → the same.
public struct Truncation: StepFunction {
  var function: NamedFunction { .truncation }
  func value<S: Scalar>(_ x: S) -> S { x.rounded(.towardZero) }

  public static let grammar = LayerGrammar(
    "trunc", summary: "the next whole number towards 0",
    help: "Cuts off what stands behind the point; no gradient passes.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
