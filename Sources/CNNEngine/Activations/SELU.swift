/// Scaled exponential linear unit: keeps mean 0 and variance 1 from layer to layer.
///
/// `y = λ·x` for `x > 0`, `y = λ·a·(eˣ − 1)` else, with λ = 1.0507… and a = 1.6732…, as in PyTorch
/// (`SELU`). Source: G. Klambauer et al., "Self-normalizing neural networks", 2017.
///
/// Shapes: any → the same.
public struct SELU: Elementwise {
  private static let scale = 1.050_700_987_355_480_5
  /// λ·a
  private static let depth = 1.050_700_987_355_480_5 * 1.673_263_242_354_377_2

  func value<S: Scalar>(_ x: S) -> S {
    x > 0 || x.isNaN ? S(Self.scale) * x : S(Self.depth) * (S.exponential(x) - 1)
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    x <= 0 ? S(Self.depth) * S.exponential(x) : S(Self.scale)
  }
  func define(_ x: Term) -> Expression {
    guard x.value <= 0 else { return .product([.constant(Self.scale, "λ"), .term(x)]) }
    let power = Expression.function(.exponential, .term(x))
    return .product([.constant(Self.depth, "λ·a"), .difference(power, .constant(1))])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    guard x.value <= 0 else { return .constant(Self.scale, "λ") }
    return .product([.constant(Self.depth, "λ·a"), .function(.exponential, .term(x))])
  }
  var kinks: [Double] { [0] }

  public static let grammar = LayerGrammar(
    "selu", summary: "keeps mean 0 and variance 1 from layer to layer",
    help: "An exponential linear unit, scaled so that numbers neither grow nor shrink with depth.")

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
