/// Element-wise comparison of two values: 1 where it holds, 0 otherwise.
///
/// A comparison with NaN does not hold, except "not equal". There is no gradient. As in ONNX
/// (`Less`, `Greater`, `Equal`, …).
///
/// Shapes: any that broadcast to a common shape.
package struct Comparison: Broadcasting {
  package let relation: Relation

  package init(_ relation: Relation) { self.relation = relation }

  var inputCount: ClosedRange<Int> { 2...2 }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [.bool] }

  func value<S: Scalar>(_ x: [S]) -> S { relation.holds(x[0], x[1]) ? 1 : 0 }
  func integer(_ x: [Int128]) -> Int128? { relation.holds(x[0], x[1]) ? 1 : 0 }
  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? { nil }
  func define(_ x: [Term]) -> Expression { .comparison(relation, .term(x[0]), .term(x[1])) }
  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression { .constant(0, "flat") }
  func piece<S: Scalar>(_ x: [S]) -> Int { relation.holds(x[0], x[1]) ? 1 : 0 }

  private static let words: [(Relation, String)] = [
    (.less, "less"), (.lessOrEqual, "less-or-equal"), (.greater, "greater"),
    (.greaterOrEqual, "greater-or-equal"), (.equal, "equal"), (.notEqual, "not-equal"),
  ]

  package static let grammar = LayerGrammar(
    "compare", summary: "1 where a comparison of two layers holds, 0 elsewhere",
    help: "Compares two values cell by cell. It has jumps, so no gradient passes.",
    positional: [.init("relation", .choice(words.map(\.1)), "the comparison")])

  package init(_ line: LayerLine) throws(LineError) {
    let word = line.choice("relation")
    relation = Self.words.first { $0.1 == word }?.0 ?? .equal
  }

  package var text: String {
    let word = Self.words.first { $0.0 == relation }?.1
    return "\(kind) \(word ?? relation.rawValue)"
  }
}

extension Comparison: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let word =
      switch relation {
      case .less: "<"
      case .lessOrEqual: "<="
      case .greater: ">"
      case .greaterOrEqual: ">="
      case .equal: "=="
      case .notEqual: "!="
      }
    let (a, b) = (call.inputs[0], call.inputs[1])
    // A symbolic tensor of Keras has no == operator.
    guard dialect == .keras, word == "==" || word == "!=" else {
      return dialect.numbers("\(a) \(word) \(b)")
    }
    return dialect.numbers("ops.\(word == "==" ? "equal" : "not_equal")(\(a), \(b))")
  }
}
