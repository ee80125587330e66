/// Hard sigmoid: a sigmoid of three straight lines.
///
/// `y = min(1, max(0, (x + 3)/6))`; the slope is 1/6 between −3 and 3 and 0 elsewhere, as in
/// PyTorch (`Hardsigmoid`).
///
/// Shapes: any → the same.
public struct HardSigmoid: Elementwise {
  func value<S: Scalar>(_ x: S) -> S {
    if x <= -3 { return 0 }
    return x >= 3 ? 1 : (x + 3) / 6
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x > -3 && x < 3 ? 1 / 6 : 0 }
  func define(_ x: Term) -> Expression {
    if x.value <= -3 { return .constant(0, "x ≤ −3") }
    if x.value >= 3 { return .constant(1, "x ≥ 3") }
    return .quotient(.sum([.term(x), .constant(3)]), .constant(6))
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    x.value > -3 && x.value < 3
      ? .quotient(.constant(1), .constant(6)) : .constant(0, "outside −3…3")
  }
  var kinks: [Double] { [-3, 3] }

  public static let grammar = LayerGrammar(
    "hardsigmoid", summary: "a sigmoid of three straight lines",
    help: "(x + 3)/6, cut off at 0 and 1: no exponential, and no gradient beyond −3 and 3.")

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
