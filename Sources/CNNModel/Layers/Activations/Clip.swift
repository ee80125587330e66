/// Clipping: limits every number to an interval.
///
/// `y = min(maximum, max(minimum, x))`; NaN stays NaN, and where the minimum is above the maximum
/// every number becomes the maximum. The slope is 1 strictly between the ends and 0 elsewhere, as in
/// PyTorch (`hardtanh`, `relu6`). Values as in ONNX (`Clip`).
///
/// Shapes: any → the same.
package struct Clip: Elementwise {
  /// The lower limit; −∞ for none.
  package let minimum: Float
  /// The upper limit; ∞ for none.
  package let maximum: Float

  package init(minimum: Float = -.infinity, maximum: Float = .infinity) {
    (self.minimum, self.maximum) = (minimum, maximum)
  }

  package var isRectifier: Bool { minimum == 0 }

  /// The rectifiers by their names, as which other programs write them.
  package var function: ActivationFunction? {
    guard minimum == 0 else { return nil }
    return maximum == 6 ? .relu6 : maximum == .infinity ? .relu : nil
  }

  func value<S: Scalar>(_ x: S) -> S {
    if x.isNaN { return x }
    return min(S(maximum), max(S(minimum), x))
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { x <= S(minimum) || x >= S(maximum) ? 0 : 1 }
  func define(_ x: Term) -> Expression {
    let (least, greatest) = (Double(minimum), Double(maximum))
    if max(x.value, least) > greatest { return .constant(greatest, "greatest") }
    return minimum == -.infinity ? .term(x) : .maximum([.constant(least, "least"), .term(x)])
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    x.value <= Double(minimum) || x.value >= Double(maximum)
      ? .constant(0, "clipped") : .constant(1, "not clipped")
  }
  var kinks: [Double] { [minimum, maximum].filter(\.isFinite).map(Double.init) }

  package static let grammar = LayerGrammar(
    "clip", summary: "limits numbers to an interval",
    help: "min(max, max(min, x)): no gradient passes where a number was clipped.",
    options: [
      .init("min", .number, "the lower limit (default: none)"),
      .init("max", .number, "the upper limit (default: none)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    minimum = line.number("min").map(Float.init) ?? -.infinity
    maximum = line.number("max").map(Float.init) ?? .infinity
  }

  package var text: String {
    var words = [kind]
    if minimum > -.infinity { words += ["min", "\(minimum)"] }
    if maximum < .infinity { words += ["max", "\(maximum)"] }
    return words.joined(separator: " ")
  }
}

extension Clip: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let ends = [minimum, maximum].map { $0.isFinite ? "\($0)" : "float(\"\($0)\")" }
    let name = dialect == .pytorch ? "torch.clamp" : "ops.clip"
    return LayerCode("\(name)(\(call.input), \(ends.joined(separator: ", ")))")
  }
}
