/// Natural logarithm of every number.
///
/// `y = ln x`, slope `1/x`; −∞ at 0 and NaN below.
///
/// Shapes: any → the same.
public struct Logarithm: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { S.logarithm(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { 1 / x }
  func define(_ x: Term) -> Expression { .function(.logarithm, .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    .quotient(.constant(1), .term(x))
  }

  public static let grammar = LayerGrammar(
    "log", summary: "the natural logarithm of every number",
    help: "ln x: −∞ at 0, no number below; its slope is 1/x.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
