/// Shrinkage: numbers near 0 become 0, all others move toward 0 by a bias.
///
/// `y = x + b` for `x < −a`, `x − b` for `x > a`, otherwise 0, as in ONNX (`Shrink`). With a bias of 0
/// it is PyTorch's `Hardshrink`, with a bias of `a` its `Softshrink`.
///
/// Shapes: any → the same.
package struct Shrink: Elementwise {
  /// The limit of what becomes 0.
  package let limit: Double
  package let bias: Double

  package init(limit: Double = 0.5, bias: Double = 0) { (self.limit, self.bias) = (limit, bias) }

  func value<S: Scalar>(_ x: S) -> S {
    if x < -S(limit) { return x + S(bias) }
    return x > S(limit) ? x - S(bias) : x.isNaN ? x : 0
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x < -S(limit) || x > S(limit) ? 1 : 0 }

  func define(_ x: Term) -> Expression {
    if x.value < -threshold { return .sum([.term(x), .constant(bias, "b")]) }
    if x.value > threshold { return .difference(.term(x), .constant(bias, "b")) }
    return x.value.isNaN ? .term(x) : .constant(0, "|x| ≤ a")
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    x.value < -threshold || x.value > threshold
      ? .constant(1, "|x| > a") : .constant(0, "|x| ≤ a")
  }
  var kinks: [Double] { [-limit, limit] }

  /// Compared in 32 bits, as in the passes.
  private var threshold: Double { Double(Float(limit)) }

  package static let grammar = LayerGrammar(
    "shrink", summary: "numbers near 0 become 0, all others move toward 0",
    help: "x + b below −a, x − b above a, and 0 between: numbers near 0 are taken for noise.",
    options: [
      .init("limit", .number, "a, the limit of what becomes 0 (default: 0.5)"),
      .init("bias", .number, "b, how far all others move (default: 0)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(limit: line.number("limit") ?? 0.5, bias: line.number("bias") ?? 0)
  }

  package var text: String {
    var words = [kind]
    if limit != 0.5 { words += ["limit", "\(limit)"] }
    if bias != 0 { words += ["bias", "\(bias)"] }
    return words.joined(separator: " ")
  }
}

extension Shrink: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (library, x) = (dialect.library, call.input)
    let moved = bias == 0 ? x : "\(x) - \(bias) * \(library).sign(\(x))"
    return LayerCode("\(library).where(\(library).abs(\(x)) > \(limit), \(moved), 0.0)")
  }
}
