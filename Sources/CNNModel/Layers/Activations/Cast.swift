/// Conversion to another element type.
///
/// To a floating-point type of at most 16 bits: the nearest number of the type, ties to even; beyond
/// the largest one infinity, or NaN where the type has no infinity, but the largest one itself for
/// a saturating conversion to 8 bits. To an integer type: truncated toward zero and wrapped around
/// to the width. To a boolean: 1 unless 0. As in ONNX (`Cast`). Floats of 32 and 64 bits stay as
/// they are, in 32 bits.
///
/// The gradient passes a conversion between floating-point types unchanged, as in PyTorch (`to`),
/// although the function has steps; integers and booleans have none.
///
/// Shapes: any → the same.
package struct Cast: Elementwise {
  package let type: ElementType
  /// Whether numbers beyond the largest one of an 8-bit floating-point type become it.
  package let saturates: Bool

  package init(to type: ElementType, saturates: Bool = true) {
    (self.type, self.saturates) = (type, saturates)
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [type] }

  /// Whether numbers beyond the largest one become it.
  private var clips: Bool { saturates && type.bitWidth <= 8 && type.floatFormat != nil }

  private func converted(_ x: Double) -> Double {
    if type.isFloating { return type.rounded(x, saturates: clips) }
    return type == .bool ? (x == 0 ? 0 : 1) : Double(type.integer(Int128(truncating: x)))
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    if !type.isFloating { return ForwardResult(values: [pass.value(0).cast(to: type)]) }
    // An integer is rounded once, not to 32 bits before.
    let x = pass.value(0)
    let y = (0..<x.shape.count).map { Float(converted(x.double(at: $0))) }
    return ForwardResult(Tensor(shape: x.shape, elements: y))
  }

  func value<S: Scalar>(_ x: S) -> S { S(converted(Double(x))) }
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { type.isFloating ? 1 : 0 }

  func define(_ x: Term) -> Expression {
    if type.isFloating {
      return .function(.rounding(type), clips ? .clipped(x, to: type) : .term(x))
    }
    if type == .bool { return .comparison(.notEqual, .term(x), .constant(0)) }
    guard type.isInteger, x.value.isFinite else {
      return .constant(converted(x.value), x.value.isNaN ? "NaN" : "infinite")
    }
    let whole = Expression.function(.truncation, .term(x))
    let wrapped = converted(x.value) - whole.value
    return wrapped == 0 ? whole : .sum([whole, .constant(wrapped, "wrapped around")])
  }

  func defineSlope(_ x: Term, _ y: Term) -> Expression {
    type.isFloating ? .constant(1) : .constant(0, "flat")
  }

  /// Every conversion has steps, and the gradient is not that of the steps.
  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    type.isFloating ? first.input != second.input : reference(first) != reference(second)
  }

  package static let grammar = LayerGrammar(
    "cast", summary: "converts numbers to another type, such as int8 or float16",
    help: """
      Rounds to the nearest number of a floating-point type, ties to even, or truncates to an \
      integer that wraps around. The gradient passes between floating-point types unchanged.
      """,
    positional: [
      .init("type", .choice(ElementType.allCases.map(\.rawValue)), "the element type")
    ],
    options: [
      .init("no-saturate", .flag, "numbers beyond an 8-bit type become infinity or NaN")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      to: line.choice("type").flatMap(ElementType.init) ?? .float32,
      saturates: !line.has("no-saturate"))
  }

  package var text: String { "\(kind) \(type)" + (saturates ? "" : " no-saturate") }
}

extension Expression {
  /// A number limited to those of a type.
  fileprivate static func clipped(_ x: Term, to type: ElementType) -> Expression {
    guard let format = type.floatFormat, !x.value.isNaN else { return .term(x) }
    if x.value == 0, format.zero > 0 {
      return .maximum([.constant(format.zero, "least"), .term(x)])
    }
    let greatest = format.greatest
    return .minimum([
      .constant(greatest, "greatest"), .maximum([.constant(-greatest, "least"), .term(x)]),
    ])
  }
}

extension Cast: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode("\(call.input).to(torch.\(type)).float()")
    case .keras: LayerCode("ops.cast(ops.cast(\(call.input), \"\(type)\"), \"float32\")")
    }
  }
}
