/// How one number is computed from others: the microscope displays it, and the tests evaluate it.
///
/// An explanation is a computation rather than prose, so it cannot disagree with the mathematics.
public indirect enum Expression: Hashable, Sendable {
  /// A number that was read, or a constant.
  case term(Term)
  /// The sum of all parts.
  case sum([Expression])
  /// The product of all parts.
  case product([Expression])
  /// The first divided by the second.
  case quotient(Expression, Expression)
  /// The largest part; the first one on a tie.
  case maximum([Expression])
  /// A function applied to a part.
  case function(NamedFunction, Expression)
  /// The first raised to the power of the second.
  case power(Expression, Expression)
  /// 1 where the relation holds, 0 otherwise.
  case comparison(Relation, Expression, Expression)
  /// A part with a name, such as "channel 2" or "mean".
  case named(String, Expression)

  /// A constant of the formula.
  public static func constant(_ value: Double, _ symbol: String = "") -> Expression {
    .term(.constant(value, symbol))
  }

  /// The difference `a − b`.
  public static func difference(_ a: Expression, _ b: Expression) -> Expression {
    .sum([a, .product([.constant(-1), b])])
  }

  /// The value in double precision. An empty sum is 0, an empty product 1, an empty maximum −∞.
  public var value: Double { value { $0.value } }

  /// The value with other numbers for its terms.
  package func value(_ number: (Term) -> Double) -> Double {
    switch self {
    case .term(let term): number(term)
    case .sum(let parts): parts.reduce(0) { $0 + $1.value(number) }
    case .product(let parts):
      parts.hasPadding ? 0 : parts.reduce(1) { $0 * $1.value(number) }
    case .quotient(let a, let b): a.value(number) / b.value(number)
    case .maximum(let parts): Self.largest(parts.map { $0.value(number) })
    case .function(let function, let argument): function.value(at: argument.value(number))
    case .power(let base, let exponent):
      Double.power(base.value(number), exponent.value(number))
    case .comparison(let relation, let a, let b):
      relation.holds(a.value(number), b.value(number)) ? 1 : 0
    case .named(_, let part): part.value(number)
    }
  }

  /// All terms, in reading order.
  public var terms: [Term] {
    switch self {
    case .term(let term): [term]
    case .sum(let parts), .product(let parts), .maximum(let parts): parts.flatMap(\.terms)
    case .quotient(let a, let b), .power(let a, let b), .comparison(_, let a, let b):
      a.terms + b.terms
    case .function(_, let argument): argument.terms
    case .named(_, let part): part.terms
    }
  }

  /// As in PyTorch, NaN is larger than every number.
  static func largest(_ values: [Double]) -> Double {
    values.reduce(-.infinity) { $1 > $0 || $1.isNaN ? $1 : $0 }
  }
}

extension [Expression] {
  /// Whether a factor is a padding cell. Such products are skipped in every pass, so they are 0
  /// even if the other factor is infinite.
  var hasPadding: Bool {
    contains {
      if case .term(let term) = $0 { term.isPadding && term.value == 0 } else { false }
    }
  }
}

/// A comparison of two numbers. NaN is not equal to any number, and no other relation holds for it.
public enum Relation: String, Hashable, Sendable, CaseIterable {
  /// `a < b`
  case less = "<"
  /// `a ≤ b`
  case lessOrEqual = "≤"
  /// `a > b`
  case greater = ">"
  /// `a ≥ b`
  case greaterOrEqual = "≥"
  /// `a = b`
  case equal = "="
  /// `a ≠ b`
  case notEqual = "≠"

  package func holds<N: Comparable>(_ a: N, _ b: N) -> Bool {
    switch self {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    case .equal: a == b
    case .notEqual: a != b
    }
  }
}
