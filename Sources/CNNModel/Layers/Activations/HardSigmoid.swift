/// Hard sigmoid: a piecewise linear approximation of the sigmoid.
///
/// `y = min(1, max(0, a·x + b))`; the slope is `a` for `x` between `−b/a` and `(1 − b)/a`, and 0
/// elsewhere. This is decided by `x`, because `y` is rounded to 1 slightly before the end. a = 1/6
/// and b = 1/2 as in PyTorch (`Hardsigmoid`); other values as in ONNX (`HardSigmoid`).
///
/// Shapes: any → the same.
package struct HardSigmoid: Elementwise {
  package let alpha: Double
  package let beta: Double

  package init(alpha: Double = 1 / 6, beta: Double = 0.5) {
    (self.alpha, self.beta) = (alpha, beta)
  }

  package var isRectifier: Bool { true }
  func value<S: Scalar>(_ x: S) -> S {
    let line = S(alpha) * x + S(beta)
    return line.isNaN ? line : min(1, max(0, line))
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S {
    guard !y.isNaN else { return y }
    guard let first = kinks.min(), let last = kinks.max() else { return 0 }
    return x > S(first) && x < S(last) ? S(alpha) : 0
  }
  func define(_ x: Term) -> Expression {
    let line = Expression.sum([
      .product([.constant(alpha, "a"), .term(x)]), .constant(beta, "b"),
    ])
    // Near its ends rounding decides whether the line is limited.
    let (value, error) = (line.value, line.roundingBound)
    if value + error <= 0 { return .constant(0, "a·x + b ≤ 0") }
    if value - error >= 1 { return .constant(1, "a·x + b ≥ 1") }
    if value <= error { return .maximum([.constant(0), line]) }
    return value + error >= 1 ? .minimum([.constant(1), line]) : line
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    if y.value.isNaN { return .term(y) }
    return slope(Float(x.value), Float(y.value)) == Float(alpha)
      ? .constant(alpha, "a") : .constant(0, "outside 0…1")
  }
  var kinks: [Double] { alpha == 0 ? [] : [-beta / alpha, (1 - beta) / alpha] }

  package static let grammar = LayerGrammar(
    "hardsigmoid", summary: "a piecewise linear sigmoid",
    help: "a·x + b, limited to 0…1: no exponential, and no gradient outside.",
    options: [
      .init("alpha", .number, "a, the slope (default: 1/6)"),
      .init("beta", .number, "b, the value at 0 (default: 0.5)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(alpha: line.number("alpha") ?? 1 / 6, beta: line.number("beta") ?? 0.5)
  }

  package var text: String {
    var words = [kind]
    if alpha != 1 / 6 { words += ["alpha", "\(alpha)"] }
    if beta != 0.5 { words += ["beta", "\(beta)"] }
    return words.joined(separator: " ")
  }
}

extension HardSigmoid: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard text == kind else {
      let line = "\(alpha) * \(call.input) + \(beta)"
      return LayerCode(
        dialect == .pytorch ? "torch.clamp(\(line), 0, 1)" : "ops.clip(\(line), 0, 1)")
    }
    return call.function(dialect, pytorch: PythonCall("Hardsigmoid"), keras: "hard_sigmoid")
  }
}
