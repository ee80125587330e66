/// Element-wise difference, product, quotient, power, minimum, maximum or mean of several values.
///
/// The gradient of a minimum or maximum goes to the input that was selected, the first one on a
/// tie; NaN is selected over numbers. As in ONNX (`Sub`, `Mul`, `Div`, `Pow`, `Min`, `Max`,
/// `Mean`).
///
/// Shapes: any that broadcast to a common shape.
package struct Arithmetic: Broadcasting {
  package enum Operation: String, Hashable, Sendable, CaseIterable {
    case subtract, multiply, divide, power, minimum, maximum, mean
  }

  package let operation: Operation

  package init(_ operation: Operation) { self.operation = operation }

  var inputCount: ClosedRange<Int> {
    switch operation {
    case .subtract, .divide, .power: 2...2
    case .multiply, .minimum, .maximum, .mean: 1...Int.max
    }
  }

  func value<S: Scalar>(_ x: [S]) -> S {
    switch operation {
    case .subtract: x[0] - x[1]
    case .multiply: x.dropFirst().reduce(x[0], *)
    case .divide: x[0] / x[1]
    case .power: S.power(x[0], x[1])
    case .minimum, .maximum: x[winner(x)]
    case .mean: x.dropFirst().reduce(x[0], +) / S(x.count)
    }
  }

  func integer(_ x: [Int128]) -> Int128? {
    switch operation {
    case .subtract: x[0] &- x[1]
    case .multiply: x.dropFirst().reduce(x[0], &*)
    case .power: x[0].power(x[1])
    case .minimum: x.min()
    case .maximum: x.max()
    case .divide, .mean: nil
    }
  }

  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? {
    switch operation {
    case .subtract: return index == 0 ? 1 : -1
    case .multiply:
      return x.indices.reduce(1) { $1 == index ? $0 : $0 * x[$1] }
    case .divide: return index == 0 ? 1 / x[1] : -y / x[1]
    case .power: return powerSlope(by: index, x, y)
    case .minimum, .maximum: return winner(x) == index ? 1 : nil
    case .mean: return 1 / S(x.count)
    }
  }

  /// `b·a^(b−1)` with respect to a, `nil` where b is 0; `y·ln a` with respect to b, `nil` where a
  /// is 0.
  private func powerSlope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? {
    if index == 0 { return x[1] == 0 ? nil : x[1] * S.power(x[0], x[1] - 1) }
    return x[0] == 0 && x[1] >= 0 ? nil : y * S.logarithm(x[0])
  }

  private func winner<S: Scalar>(_ x: [S]) -> Int {
    x.indices.dropFirst().reduce(0) { best, index in
      let isBetter = operation == .minimum ? x[index] < x[best] : x[index] > x[best]
      return isBetter || (x[index].isNaN && !x[best].isNaN) ? index : best
    }
  }

  func piece<S: Scalar>(_ x: [S]) -> Int {
    operation == .minimum || operation == .maximum ? winner(x) : 0
  }
}

extension Arithmetic: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    operation == .multiply ? .product : nil
  }
}

extension Arithmetic {
  func define(_ x: [Term]) -> Expression {
    let parts = x.map(Expression.term)
    switch operation {
    case .subtract: return .difference(parts[0], parts[1])
    case .multiply: return .product(parts)
    case .divide: return .quotient(parts[0], parts[1])
    case .power: return .power(parts[0], parts[1])
    case .minimum: return .minimum(parts)
    case .maximum: return .maximum(parts)
    case .mean: return .quotient(.sum(parts), .constant(Double(parts.count), "count"))
    }
  }

  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression {
    let parts = x.map(Expression.term)
    switch operation {
    case .subtract: return .constant(index == 0 ? 1 : -1)
    case .multiply: return .product(parts.indices.filter { $0 != index }.map { parts[$0] })
    case .divide where index == 0: return .quotient(.constant(1), parts[1])
    case .divide: return .product([.constant(-1), .quotient(.term(y), parts[1])])
    case .power where index == 0:
      let less = Expression.difference(parts[1], .constant(1))
      return .product([parts[1], .power(parts[0], less)])
    case .power: return .product([.term(y), .function(.logarithm, parts[0])])
    case .minimum, .maximum: return .constant(1)
    case .mean: return .quotient(.constant(1), .constant(Double(x.count), "count"))
    }
  }

  package static let grammar = LayerGrammar(
    "arithmetic",
    summary: "the difference, product, quotient, power, minimum, maximum or mean of layers",
    help: """
      Computes every cell from those at its position in several layers; an extent of 1 on an axis is \
      repeated there. The gradient of a minimum or maximum goes to the first cell on a tie.
      """,
    positional: [
      .init("operation", .choice(Operation.allCases.map(\.rawValue)), "what is computed")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    operation = line.choice("operation").flatMap(Operation.init) ?? .multiply
  }

  package var text: String { "\(kind) \(operation.rawValue)" }
}

extension Expression {
  /// The minimum, as the negated maximum of the negated parts.
  static func minimum(_ parts: [Expression]) -> Expression {
    .product([
      .constant(-1), .maximum(parts.map { .product([.constant(-1), $0]) }),
    ])
  }
}

extension Arithmetic: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let x = call.inputs
    return switch operation {
    case .subtract: LayerCode(x.joined(separator: " - "))
    case .multiply: LayerCode(x.joined(separator: " * "))
    case .divide: LayerCode(x.joined(separator: " / "))
    case .power: LayerCode(x.joined(separator: " ** "))
    case .minimum: LayerCode(nested("minimum", x, dialect))
    case .maximum: LayerCode(nested("maximum", x, dialect))
    case .mean: LayerCode("(\(x.joined(separator: " + "))) / \(x.count)")
    }
  }

  /// `torch.maximum(torch.maximum(a, b), c)`
  private func nested(_ name: String, _ inputs: [String], _ dialect: CodeDialect) -> String {
    inputs.dropFirst().reduce(inputs[0]) { "\(dialect.library).\(name)(\($0), \($1))" }
  }
}
