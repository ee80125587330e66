/// Softplus: a smooth rectifier.
///
/// `y = ln(1 + e^(b·x)) / b`, slope `1 / (1 + e^(−b·x))`, as in PyTorch (`Softplus`).
///
/// Shapes: any → the same.
package struct Softplus: Elementwise {
  /// The larger, the sharper the bend at 0.
  package let sharpness: Double

  func value<S: Scalar>(_ x: S) -> S {
    let argument = x * S(sharpness)
    return isLinear(argument) ? x : softplus(argument) / S(sharpness)
  }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { logistic(x * S(sharpness)) }
  func define(_ x: Term) -> Expression {
    guard !isLinear(x.value * sharpness) else { return .term(x) }
    guard sharpness != 1 else { return .softplus(.term(x)) }
    return .quotient(.softplus(scaled(x)), .constant(sharpness, "b"))
  }
  func defineSlope(_ x: Term, _ y: Term) -> Expression { .logistic(scaled(x)) }

  /// Whether the logarithm adds less than any rounding; b·x may be infinite where x is not.
  private func isLinear<S: Scalar>(_ argument: S) -> Bool { argument > 100 }

  private func scaled(_ x: Term) -> Expression {
    sharpness == 1 ? .term(x) : .product([.constant(sharpness, "b"), .term(x)])
  }

  package static let grammar = LayerGrammar(
    "softplus", summary: "a smooth rectifier",
    help: "ln(1 + exp(b·x))/b: near 0 for negative numbers, near x for positive ones.",
    positional: [.init("sharpness", .number, "b (default: 1)", isRequired: false)])

  /// - Precondition: the sharpness is above 0.
  package init(sharpness: Double = 1) {
    precondition(sharpness > 0, "softplus with \(sharpness)")
    self.sharpness = sharpness
  }

  package init(_ line: LayerLine) throws(LineError) {
    sharpness = line.number("sharpness") ?? 1
    guard sharpness > 0 else {
      throw LineError(
        "softplus needs a sharpness above 0, not \(sharpness)", column: line.keyword.column)
    }
  }

  package var text: String { sharpness == 1 ? kind : "\(kind) \(sharpness)" }
}

/// `ln(1 + eˣ)` without overflow or loss of small values.
func softplus<S: Scalar>(_ x: S) -> S {
  let tail = logarithm(onePlus: S.exponential(-x.magnitude))
  return x > 0 ? x + tail : tail
}

/// `ln(1 + x)` without loss of small values. −∞ at −1, NaN below.
///
/// Source: `ln(1 + x) = x · ln(u)/(u − 1)` with `u` the rounded `1 + x`, D. Goldberg, "What every
/// computer scientist should know about floating-point arithmetic", 1991, theorem 4.
func logarithm<S: Scalar>(onePlus x: S) -> S {
  let u = 1 + x
  return u == 1 ? x : S.logarithm(u) * (x / (u - 1))
}

extension Expression {
  /// `ln(1 + eˣ)`; for a positive `x` as `x + ln(1 + e^−x)`.
  static func softplus(_ x: Expression) -> Expression {
    guard x.value > 0 else {
      return .function(.logarithmOfOnePlus, .function(.exponential, x))
    }
    let e = Expression.function(.exponential, .product([.constant(-1), x]))
    return .sum([x, .function(.logarithmOfOnePlus, e)])
  }
}

extension Softplus: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let scaled = "ops.softplus(\(sharpness) * \(call.input)) / \(sharpness)"
    switch dialect {
    case .pytorch:
      let layer = PythonCall("nn.Softplus").with("beta", sharpness, unless: 1)
      return LayerCode(module: "\(layer)", call.input)
    case .keras: return LayerCode(sharpness == 1 ? "ops.softplus(\(call.input))" : scaled)
    }
  }
}
