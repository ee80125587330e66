/// The numbers that a recurrent cell computes with: `Float` in the passes of a network, `Double` in
/// the reference pass, ``BoundedNumber`` for the intermediate results of a definition.
protocol CellNumber: AdditiveArithmetic, Sendable {
  init(_ number: Double)

  /// The number in double precision.
  var double: Double { get }

  static func * (first: Self, second: Self) -> Self

  /// The value of a function.
  func applying(_ function: any Elementwise) -> Self

  /// The slope of a function at this number, where its value is `y`.
  func slope(of function: any Elementwise, _ y: Self) -> Self

  /// `Σ row[start + i] · x[i]`.
  static func dot(_ row: [Self], from start: Int, _ x: [Self]) -> Self
}

extension CellNumber where Self: Scalar {
  func applying(_ function: any Elementwise) -> Self { function.value(self) }

  func slope(of function: any Elementwise, _ y: Self) -> Self { function.slope(self, y) }

  static func dot(_ row: [Self], from start: Int, _ x: [Self]) -> Self {
    Loops.dot(row.span.extracting(start..<start + x.count), step: 1, x.span)
  }
}

extension Float: CellNumber { var double: Double { Double(self) } }

extension Double: CellNumber { var double: Double { self } }

/// A number in double precision, with a bound of how far it can be from the same number computed in
/// 32 bits.
struct BoundedNumber: CellNumber {
  let value: Double
  let error: Double

  init(_ number: Double) { (value, error) = (number, 0) }

  private init(_ value: Double, error: Double) { (self.value, self.error) = (value, error) }

  static var zero: BoundedNumber { BoundedNumber(0) }

  var double: Double { value }

  static func + (first: Self, second: Self) -> Self {
    if first == .zero { return second }
    if second == .zero { return first }
    let sum = first.value + second.value
    let passed = first.error + second.error
    return Self(sum, error: passed + rounding(sum.magnitude + passed, 1))
  }

  static func - (first: Self, second: Self) -> Self {
    first + Self(-second.value, error: second.error)
  }

  static func * (first: Self, second: Self) -> Self {
    let product = first.value * second.value
    let passed =
      first.value.magnitude * second.error + second.value.magnitude * first.error
      + first.error * second.error
    return Self(product, error: passed + rounding(product.magnitude + passed, 1))
  }

  func applying(_ function: any Elementwise) -> Self { Self(function.define(term("a"))) }

  func slope(of function: any Elementwise, _ y: Self) -> Self {
    Self(function.defineSlope(term("a"), y.term("y")))
  }

  private init(_ expression: Expression) {
    self.init(expression.value, error: expression.roundingBound)
  }

  /// In any order of summation.
  static func dot(_ row: [Self], from start: Int, _ x: [Self]) -> Self {
    var (sum, passed, magnitudes) = (0.0, 0.0, 0.0)
    for index in x.indices {
      let product = row[start + index] * x[index]
      sum += product.value
      passed += product.error
      magnitudes += product.value.magnitude + product.error
    }
    return Self(sum, error: passed + rounding(magnitudes, x.count))
  }

  /// The bound of `count` roundings of numbers up to a magnitude.
  private static func rounding(_ magnitude: Double, _ count: Int) -> Double {
    let n = Double(max(1, count))
    return 1.01 * n * (Expression.unitRoundoff * magnitude + 0x1p-149)
  }

  /// The number as a term of a definition.
  func term(_ symbol: String, _ source: Term.Source = .intermediate) -> Term {
    Term(symbol, source, value, uncertainty: error)
  }
}
