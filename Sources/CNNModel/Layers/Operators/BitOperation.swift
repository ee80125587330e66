/// Element-wise operation on the bits of integers, in two's complement.
///
/// And, or, exclusive or, not, and shifts by a number of bits, where bits that leave the type are
/// lost; a negative number of bits stands for one beyond the width, so that all bits are lost.
/// Fractions are truncated. There is no gradient. As in ONNX (`BitwiseAnd`, `BitwiseOr`,
/// `BitwiseXor`, `BitwiseNot`, `BitShift`).
///
/// Shapes: any that broadcast to a common shape.
package struct BitOperation: Broadcasting {
  package enum Operation: String, Hashable, Sendable, CaseIterable {
    case and, or, xor, not, left, right
  }

  package let operation: Operation

  package init(_ operation: Operation) { self.operation = operation }

  var inputCount: ClosedRange<Int> { operation == .not ? 1...1 : 2...2 }

  func integer(_ x: [Int128]) -> Int128? {
    switch operation {
    case .and: x[0] & x[1]
    case .or: x[0] | x[1]
    case .xor: x[0] ^ x[1]
    case .not: ~x[0]
    case .left: x[1] < 0 ? 0 : x[0] << x[1]
    case .right: x[0] >> (x[1] < 0 ? Int128(Int128.bitWidth) : x[1])
    }
  }

  func value<S: Scalar>(_ x: [S]) -> S {
    let integers = x.map { Int128(truncating: Double($0)) }
    return integer(integers).map { S(Double($0)) } ?? 0
  }

  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S? { nil }

  func define(_ x: [Term]) -> Expression {
    let integers = x.map { Int128(truncating: $0.value) }
    let whole = x.map { Expression.function(.truncation, .term($0)) }
    let y = Double(integer(integers) ?? 0)
    switch operation {
    case .not: return .difference(.constant(-1), whole[0])
    case .left where integers[1] >= 0 && y != 0:
      return .product([whole[0], .powerOfTwo(integers[1])])
    case .right where integers[1] >= 0 && integers[1] < 128:
      let power = Expression.powerOfTwo(integers[1])
      return .function(.floor, .quotient(whole[0], power))
    default: return .named("the bits of a \(operation.rawValue) b", .constant(y))
    }
  }

  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression { .constant(0, "flat") }

  func piece<S: Scalar>(_ x: [S]) -> Int {
    Int(truncatingIfNeeded: Int128(truncating: Double(value(x))))
  }

  package static let grammar = LayerGrammar(
    "bits", summary: "and, or, exclusive or, not and shifts of the bits of integers",
    help: "Works on integers in two's complement, cell by cell; no gradient passes.",
    positional: [
      .init("operation", .choice(Operation.allCases.map(\.rawValue)), "what is computed")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    operation = line.choice("operation").flatMap(Operation.init) ?? .and
  }

  package var text: String { "\(kind) \(operation.rawValue)" }
}

extension Expression {
  /// The factor of a shift, which is exact.
  fileprivate static func powerOfTwo(_ exponent: Int128) -> Expression {
    .constant(Double(sign: .plus, exponent: Int(clamping: exponent), significand: 1), "2ᵇ")
  }
}

extension BitOperation: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let symbols: [Operation: String] = [.left: "<<", .right: ">>", .and: "&", .or: "|", .xor: "^"]
    let integers = call.inputs.map {
      dialect == .pytorch ? "\($0).long()" : "ops.cast(\($0), \"int64\")"
    }
    guard let symbol = symbols[operation] else { return dialect.numbers("~\(integers[0])") }
    return dialect.numbers("\(integers[0]) \(symbol) \(integers[1])")
  }
}
