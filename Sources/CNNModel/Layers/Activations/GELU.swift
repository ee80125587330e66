/// Gaussian error linear unit: every number times the probability that a standard normal variable
/// is below it.
///
/// `y = x·Φ(x) = x/2 · erfc(−x/√2)`; with the option `tanh` the approximation `y = x/2 · (1 +
/// tanh(√(2/π)·(x + 0.044715·x³)))`, as in PyTorch (`GELU`). The latter is computed as `x · σ(2u)` with
/// u the argument of tanh, which is the same number: neither form cancels where x is far below 0.
/// Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016.
///
/// Shapes: any → the same.
package struct GELU: Elementwise {
  package let isApproximate: Bool

  private static let cubic = 0.044715
  /// 2·√(2/π)
  private static let scale = 1.595_769_121_605_730_8
  /// 1/√(2π)
  private static let density = 0.398_942_280_401_432_7

  func value<S: Scalar>(_ x: S) -> S { x * share(x) }

  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    let share = share(x)
    guard isApproximate else { return share + x * S(Self.density) * S.exponential(-x * x / 2) }
    // At the ends the formula would multiply 0 by infinity.
    if share == 0 || share == 1 { return share }
    let inner = S(Self.scale) * (1 + 3 * S(Self.cubic) * x * x)
    return share + x * share * (1 - share) * inner
  }

  /// `Φ(x)`, or its approximation.
  private func share<S: Scalar>(_ x: S) -> S {
    isApproximate
      ? logistic(S(Self.scale) * (x + S(Self.cubic) * x * x * x)) : S.normalDistribution(x)
  }

  func define(_ x: Term) -> Expression { .product([.term(x), defineShare(x)]) }

  private func defineShare(_ x: Term) -> Expression {
    guard isApproximate else { return .function(.normalDistribution, .term(x)) }
    let cube = Expression.product([.constant(Self.cubic), .term(x), .term(x), .term(x)])
    return .logistic(.product([.constant(Self.scale, "√(8/π)"), .sum([.term(x), cube])]))
  }

  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    let share = defineShare(x)
    guard isApproximate else {
      let square = Expression.product([.constant(-0.5), .term(x), .term(x)])
      let bell = Expression.function(.exponential, square)
      return .sum([share, .product([.term(x), .constant(Self.density, "1/√(2π)"), bell])])
    }
    if [0, 1].contains(Float(share.value)) { return share }
    let inner = Expression.sum([
      .constant(1), .product([.constant(3 * Self.cubic), .term(x), .term(x)]),
    ])
    let rest = Expression.difference(.constant(1), share)
    return .sum([
      share, .product([.term(x), share, rest, .constant(Self.scale, "√(8/π)"), inner]),
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
