/// Element-wise sum of several values, such as at the end of a skip connection.
///
/// As in PyTorch (`+`) and ONNX (`Add`, `Sum`).
///
/// Shapes: any that broadcast to a common shape.
package struct Add: Broadcasting {
  var inputCount: ClosedRange<Int> { 2...Int.max }

  package init() {}

  func value<S: Scalar>(_ x: [S]) -> S { x.dropFirst().reduce(x[0], +) }
  func integer(_ x: [Int128]) -> Int128? { x.dropFirst().reduce(x[0], &+) }
  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? { 1 }
  func define(_ x: [Term]) -> Expression { .sum(x.map(Expression.term)) }
  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression { .constant(1) }

  package static let grammar = LayerGrammar(
    "add", summary: "the sum of several layers",
    help: """
      Adds values element by element; each receives the gradient. An extent of 1 on an axis is \
      repeated there.
      """)

  package init(_ line: LayerLine) throws(LineError) {}

  package var text: String { kind }
}

extension Add: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    inputs.allSatisfy { $0 == inputs[0] } ? .sum : nil
  }
}

extension Add: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode(call.inputs.joined(separator: " + "))
  }
}
