/// Element-wise division with a whole quotient: the quotient or the rest.
///
/// `quotient` is `a / b` truncated toward zero, as in C and ONNX (`Div` of integers). `remainder` is
/// `a − b · trunc(a / b)` with the sign of a, as in C (`fmod`); `modulo` is `a − b · floor(a / b)`
/// with the sign of b, as in Python (`%`). Both as in ONNX (`Mod`), with and without `fmod`. The
/// quotient is constant between its jumps: the slope of the rest is 1 by a and minus the quotient
/// by b.
///
/// Shapes: any two that broadcast to a common shape.
package struct WholeDivision: Broadcasting, ConditionalLayer {
  package enum Result: String, Hashable, Sendable, CaseIterable { case quotient, remainder, modulo }

  package let result: Result

  package init(_ result: Result) { self.result = result }

  var inputCount: ClosedRange<Int> { 2...2 }

  package var checkedInputs: [Int] { [1] }

  package func violation(of values: [Value], _ shapes: [Shape]) -> String? {
    guard !values[0].elementType.isFloating else { return nil }
    let hasZero = (0..<values[0].shape.count).contains { values[0].integer(at: $0) == 0 }
    return hasZero ? "an integer is divided by 0" : nil
  }

  func value<S: Scalar>(_ x: [S]) -> S {
    switch result {
    case .quotient: return (x[0] / x[1]).rounded(.towardZero)
    case .remainder: return x[0].truncatingRemainder(dividingBy: x[1])
    case .modulo:
      let rest = x[0].truncatingRemainder(dividingBy: x[1])
      return rest != 0 && (rest < 0) != (x[1] < 0) ? rest + x[1] : rest
    }
  }

  /// An integer divided by 0, which is a violation, gives 0.
  func integer(_ x: [Int128]) -> Int128? {
    guard x[1] != 0 else { return 0 }
    let (quotient, rest) = x[0].quotientAndRemainder(dividingBy: x[1])
    switch result {
    case .quotient: return quotient
    case .remainder: return rest
    case .modulo: return rest != 0 && (rest < 0) != (x[1] < 0) ? rest + x[1] : rest
    }
  }

  private func whole<S: Scalar>(_ x: [S]) -> S {
    (x[0] / x[1]).rounded(result == .modulo ? .down : .towardZero)
  }

  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? {
    guard result != .quotient else { return nil }
    return index == 0 ? 1 : -whole(x)
  }

  func piece<S: Scalar>(_ x: [S]) -> Int { Int(Int128(truncating: Double(whole(x))) % (1 << 60)) }

  func define(_ x: [Term]) -> Expression {
    let whole = defineWhole(x)
    guard result != .quotient else { return whole }
    // Of an infinite divisor nothing is taken away: 0 · ∞ would be no number.
    if x[1].value.isInfinite, x[0].value.isFinite {
      let isTurned = result == .modulo && x[0].value != 0 && (x[0].value < 0) != (x[1].value < 0)
      return .sum((isTurned ? x : Array(x.prefix(1))).map(Expression.term))
    }
    return .difference(.term(x[0]), .product([.term(x[1]), whole]))
  }

  private func defineWhole(_ x: [Term]) -> Expression {
    .function(result == .modulo ? .floor : .truncation, .quotient(.term(x[0]), .term(x[1])))
  }

  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression {
    index == 0 ? .constant(1) : .product([.constant(-1), defineWhole(x)])
  }

  package static let grammar = LayerGrammar(
    "divide-whole", summary: "the whole quotient of two layers, or what remains",
    help: """
      The quotient is truncated toward zero; the remainder has the sign of the first value, the \
      modulo that of the second. Integers are divided exactly; none may be divided by 0.
      """,
    positional: [.init("result", .choice(Result.allCases.map(\.rawValue)), "what is computed")])

  package init(_ line: LayerLine) throws(LineError) {
    result = line.choice("result").flatMap(Result.init) ?? .quotient
  }

  package var text: String { "\(kind) \(result.rawValue)" }
}

extension WholeDivision: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (a, b) = (call.inputs[0], call.inputs[1])
    let truncated = "\(dialect.library).trunc(\(a) / \(b))"
    return switch result {
    case .quotient: LayerCode(truncated)
    case .remainder: LayerCode("\(a) - \(b) * \(truncated)")
    case .modulo: LayerCode("\(a) - \(b) * \(dialect.library).floor(\(a) / \(b))")
    }
  }
}
