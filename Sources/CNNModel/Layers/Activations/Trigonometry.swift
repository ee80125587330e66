/// A trigonometric or hyperbolic function of every number, or the inverse of one; angles are in
/// radians.
///
/// As in ONNX (`Sin`, `Acosh`, …) and PyTorch. NaN where the function has no value.
///
/// Shapes: any → the same.
package struct Trigonometry: Elementwise {
  /// The function.
  package let curve: TrigonometricFunction

  package init(_ curve: TrigonometricFunction) { self.curve = curve }

  func value<S: Scalar>(_ x: S) -> S { S.trigonometric(curve, x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { curve.slope(at: x, y) }
  func define(_ x: Term) -> Expression { .function(.trigonometric(curve), .term(x)) }

  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    let one = Expression.constant(1)
    let square = Expression.product([.term(x), .term(x)])
    let difference = Expression.product([
      .difference(one, .term(x)), .sum([one, .term(x)]),
    ])
    switch curve {
    case .sine: return .function(.trigonometric(.cosine), .term(x))
    case .cosine: return .product([.constant(-1), .function(.trigonometric(.sine), .term(x))])
    case .tangent: return .sum([one, .product([.term(y), .term(y)])])
    case .arcsine: return .quotient(one, .function(.squareRoot, difference))
    case .arccosine: return .quotient(.constant(-1), .function(.squareRoot, difference))
    case .arctangent: return .quotient(one, .sum([one, square]))
    case .hyperbolicSine: return .function(.trigonometric(.hyperbolicCosine), .term(x))
    case .hyperbolicCosine: return .function(.trigonometric(.hyperbolicSine), .term(x))
    case .inverseHyperbolicSine: return .quotient(one, .function(.squareRoot, .sum([one, square])))
    case .inverseHyperbolicCosine:
      let product = Expression.product([.difference(.term(x), one), .sum([.term(x), one])])
      return .quotient(one, .function(.squareRoot, product))
    case .inverseHyperbolicTangent: return .quotient(one, difference)
    }
  }

  package static let grammar = LayerGrammar(
    "trig", summary: "a trigonometric or hyperbolic function",
    help: """
      The sine, cosine or tangent of every number in radians, a hyperbolic function, or the inverse \
      of one.
      """,
    positional: [
      .init(
        "function", .choice(TrigonometricFunction.allCases.map(\.rawValue)), "what is computed")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    curve = line.choice("function").flatMap(TrigonometricFunction.init) ?? .sine
  }

  package var text: String { "\(kind) \(curve.rawValue)" }
}

extension Trigonometry: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let inverse = "arc\(curve.rawValue.dropFirst())"
    let name = curve.rawValue.hasPrefix("a") ? inverse : curve.rawValue
    return call.function(dialect, "torch.\(curve.rawValue)", "ops.\(name)")
  }
}
