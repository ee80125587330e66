/// Element-wise and, or, exclusive or, and not: 0 is false, everything else true; the result is 1
/// or 0.
///
/// There is no gradient. As in ONNX (`And`, `Or`, `Xor`, `Not`).
///
/// Shapes: any that broadcast to a common shape.
package struct Logic: Broadcasting {
  package enum Operation: String, Hashable, Sendable, CaseIterable { case and, or, xor, not }

  package let operation: Operation

  package init(_ operation: Operation) { self.operation = operation }

  var inputCount: ClosedRange<Int> { operation == .not ? 1...1 : 2...2 }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [.bool] }

  func value<S: Scalar>(_ x: [S]) -> S { holds(x) ? 1 : 0 }

  func integer(_ x: [Int128]) -> Int128? { holds(x) ? 1 : 0 }

  private func holds<N: Numeric>(_ x: [N]) -> Bool {
    switch operation {
    case .and: x[0] != 0 && x[1] != 0
    case .or: x[0] != 0 || x[1] != 0
    case .xor: (x[0] != 0) != (x[1] != 0)
    case .not: x[0] == 0
    }
  }

  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? { nil }

  func define(_ x: [Term]) -> Expression {
    let booleans = x.map { Expression.comparison(.notEqual, .term($0), .constant(0)) }
    switch operation {
    case .and: return .product(booleans)
    case .or: return .maximum(booleans)
    case .xor: return .comparison(.notEqual, booleans[0], booleans[1])
    case .not: return .comparison(.equal, .term(x[0]), .constant(0))
    }
  }

  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression { .constant(0, "flat") }
  func piece<S: Scalar>(_ x: [S]) -> Int { holds(x) ? 1 : 0 }

  package static let grammar = LayerGrammar(
    "logic", summary: "and, or, exclusive or, and not of Booleans",
    help: "0 is false, everything else true; the result is 1 or 0, and no gradient passes.",
    positional: [
      .init("operation", .choice(Operation.allCases.map(\.rawValue)), "what is computed")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    operation = line.choice("operation").flatMap(Operation.init) ?? .and
  }

  package var text: String { "\(kind) \(operation.rawValue)" }
}

extension Logic: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    dialect.numbers(
      "\(dialect.library).logical_\(operation.rawValue)(\(call.inputs.joined(separator: ", ")))")
  }
}

extension CodeDialect {
  /// Booleans converted to the numbers 1 and 0.
  func numbers(_ booleans: String) -> LayerCode {
    LayerCode(self == .pytorch ? "(\(booleans)).float()" : "ops.cast(\(booleans), \"float32\")")
  }
}
