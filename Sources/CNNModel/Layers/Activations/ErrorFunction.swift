/// Error function: maps every number to a value between −1 and 1.
///
/// `y = 2/√π · ∫₀ˣ e^(−t²) dt`, slope `2/√π · e^(−x²)`.
///
/// Shapes: any → the same.
package struct ErrorFunction: Elementwise {
  func value<S: Scalar>(_ x: S) -> S { S.errorFunction(x) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { S(Self.density) * S.exponential(-x * x) }
  func define(_ x: Term) -> Expression { .function(.errorFunction, .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    let square = Expression.product([.constant(-1), .term(x), .term(x)])
    return .product([.constant(Self.density, "2/√π"), .function(.exponential, square)])
  }

  /// 2/√π
  private static let density = 1.128_379_167_095_512_6

  package static let grammar = LayerGrammar(
    "erf", summary: "the error function of every number",
    help: "2/√π · ∫₀ˣ exp(−t²) dt: maps every number to a value between −1 and 1.")

  package init() {}

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension ErrorFunction: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.erf", "ops.erf")
  }
}
