/// Test of every number for NaN or infinity: 1 where it holds, 0 elsewhere.
///
/// There is no gradient. As in ONNX (`IsNaN`, `IsInf`) and PyTorch (`isnan`, `isinf`).
///
/// Shapes: any → the same.
package struct FloatTest: Elementwise {
  package enum Property: String, Hashable, Sendable, CaseIterable {
    case nan
    case infinite
    case positiveInfinity = "positive-infinity"
    case negativeInfinity = "negative-infinity"
  }

  package let property: Property

  package init(_ property: Property) { self.property = property }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [.bool] }

  func value<S: Scalar>(_ x: S) -> S { holds(x) ? 1 : 0 }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { 0 }

  private func holds<S: Scalar>(_ x: S) -> Bool {
    switch property {
    case .nan: x.isNaN
    case .infinite: x.isInfinite
    case .positiveInfinity: x == .infinity
    case .negativeInfinity: x == -.infinity
    }
  }

  func define(_ x: Term) -> Expression {
    func equals(_ number: Double) -> Expression {
      .comparison(.equal, .term(x), .constant(number))
    }
    switch property {
    case .nan: return .comparison(.notEqual, .term(x), .term(x))
    case .infinite: return .maximum([equals(.infinity), equals(-.infinity)])
    case .positiveInfinity: return equals(.infinity)
    case .negativeInfinity: return equals(-.infinity)
    }
  }

  func defineSlope(_ x: Term, _ y: Term) -> Expression { .constant(0, "flat") }

  package static let grammar = LayerGrammar(
    "is", summary: "1 where a number is NaN or infinite, 0 elsewhere",
    help: "Tests every number; the result is 1 or 0, and no gradient passes.",
    positional: [
      .init("property", .choice(Property.allCases.map(\.rawValue)), "what is tested")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    property = line.choice("property").flatMap(Property.init) ?? .nan
  }

  package var text: String { "\(kind) \(property.rawValue)" }
}

extension FloatTest: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let name =
      switch property {
      case .nan: "isnan"
      case .infinite: "isinf"
      case .positiveInfinity: "isposinf"
      case .negativeInfinity: "isneginf"
      }
    return dialect.numbers("\(dialect.library).\(name)(\(call.input))")
  }
}
