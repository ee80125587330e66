/// Element-wise selection: the first value where a condition is not 0, the second one elsewhere.
///
/// `y = c ≠ 0 ? a : b`; the gradient goes to the selected value, none to the condition. As in ONNX
/// and NumPy (`Where`).
///
/// Shapes: condition, a and b broadcast to a common shape.
package struct Select: Broadcasting {
  var inputCount: ClosedRange<Int> { 3...3 }

  package init() {}

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [ElementType.common(inputs.dropFirst())] }

  private func chosen<N: Numeric>(_ condition: N) -> Int { condition != 0 ? 1 : 2 }

  func integer(_ x: [Int128]) -> Int128? { x[chosen(x[0])] }
  func value<S: Scalar>(_ x: [S]) -> S { x[chosen(x[0])] }
  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? {
    index == chosen(x[0]) ? 1 : nil
  }
  func define(_ x: [Term]) -> Expression {
    let index = chosen(x[0].value)
    return .named(index == 1 ? "the first, as c ≠ 0" : "the second, as c = 0", .term(x[index]))
  }
  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression { .constant(1) }
  func piece<S: Scalar>(_ x: [S]) -> Int { chosen(x[0]) }

  package static let grammar = LayerGrammar(
    "select", summary: "one of two layers, cell by cell, depending on a condition",
    help: """
      Reads a condition and two values: the result is the first where the condition is not 0, elsewhere \
      the second. The gradient goes to the selected value.
      """)

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Select: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (condition, yes, no) = (call.inputs[0], call.inputs[1], call.inputs[2])
    let holds =
      dialect == .pytorch ? "\(condition) != 0" : "ops.not_equal(\(condition), 0)"
    return LayerCode("\(dialect.library).where(\(holds), \(yes), \(no))")
  }
}
