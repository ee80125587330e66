/// Gaussian error linear unit: every number times the probability that a standard normal variable
/// is below it.
///
/// `y = x·Φ(x) = x/2 · (1 + erf(x/√2))`; with the option `tanh` the approximation `y = x/2 · (1 +
/// tanh(√(2/π)·(x + 0.044715·x³)))`, as in PyTorch (`GELU`). Source: D. Hendrycks, K. Gimpel,
/// "Gaussian error linear units", 2016.
///
/// Shapes: any → the same.
package struct GELU: Elementwise {
  package let isApproximate: Bool

  private static let cubic = 0.044715
  /// √(2/π)
  private static let scale = 0.797_884_560_802_865_4
  /// 1/√2
  private static let halfRoot = 0.707_106_781_186_547_6
  /// 1/√(2π)
  private static let density = 0.398_942_280_401_432_7

  func value<S: Scalar>(_ x: S) -> S { x / 2 * (1 + twiceCentered(x)) }

  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    let t = twiceCentered(x)
    guard isApproximate else {
      return (1 + t) / 2 + x * S(Self.density) * S.exponential(-x * x / 2)
    }
    // Where the hyperbolic tangent is ±1 the slope is 0 or 1; the formula would multiply 0 by
    // infinity.
    if t.magnitude == 1 { return (1 + t) / 2 }
    let inner = S(Self.scale) * (1 + 3 * S(Self.cubic) * x * x)
    return (1 + t) / 2 + x / 2 * (1 - t * t) * inner
  }

  /// `2·Φ(x) − 1`
  private func twiceCentered<S: Scalar>(_ x: S) -> S {
    isApproximate
      ? S.hyperbolicTangent(S(Self.scale) * (x + S(Self.cubic) * x * x * x))
      : S.errorFunction(x * S(Self.halfRoot))
  }

  func define(_ x: Term) -> Expression {
    .product([.term(x), .constant(0.5), .sum([.constant(1), defineTwiceCentered(x)])])
  }

  private func defineTwiceCentered(_ x: Term) -> Expression {
    guard isApproximate else {
      return .function(.errorFunction, .product([.term(x), .constant(Self.halfRoot, "1/√2")]))
    }
    let cube = Expression.product([.constant(Self.cubic), .term(x), .term(x), .term(x)])
    return .function(
      .hyperbolicTangent, .product([.constant(Self.scale, "√(2/π)"), .sum([.term(x), cube])]))
  }

  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    let t = defineTwiceCentered(x)
    let left = Expression.product([.constant(0.5), .sum([.constant(1), t])])
    guard isApproximate else {
      let square = Expression.product([.constant(-0.5), .term(x), .term(x)])
      let bell = Expression.function(.exponential, square)
      return .sum([left, .product([.term(x), .constant(Self.density, "1/√(2π)"), bell])])
    }
    if t.value.magnitude == 1 { return left }
    let inner = Expression.sum([
      .constant(1), .product([.constant(3 * Self.cubic), .term(x), .term(x)]),
    ])
    let flatness = Expression.difference(.constant(1), .product([t, t]))
    return .sum([
      left, .product([.constant(0.5), .term(x), flatness, .constant(Self.scale, "√(2/π)"), inner]),
    ])
  }

  package static let grammar = LayerGrammar(
    "gelu", summary: "every number times the probability that a normal variable is below it",
    help: "x·Φ(x), a smooth rectifier; the option tanh selects its usual approximation.",
    options: [.init("tanh", .flag, "the approximation by a hyperbolic tangent")])

  /// - Parameter tanh: the approximation by a hyperbolic tangent.
  package init(tanh: Bool = false) { isApproximate = tanh }

  package init(_ line: LayerLine) throws(LineError) { isApproximate = line.has("tanh") }

  package var text: String { isApproximate ? "\(kind) tanh" : kind }
}

extension GELU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let way = isApproximate ? "\"tanh\"" : "\"none\""
    return call.operation(
      dialect, pytorch: PythonCall("GELU").with("approximate", way, unless: "\"none\""),
      keras: PythonCall("ops.gelu", call.input).with("approximate", isApproximate))
  }
}
