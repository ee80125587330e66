/// How far a result computed in 32 bits, with any order of summation, can be from the exact value.
///
/// The bound follows the structure of the expression: `γₙ · Σ|terms|` for a sum of n terms, with
/// `γₙ = n·u / (1 − n·u)` and `u = 2⁻²⁴`, plus the errors of the terms; products, quotients and
/// functions propagate the errors of their arguments. Source: N. Higham, "Accuracy and Stability of
/// Numerical Algorithms", 2nd edition, chapters 3 and 4.
extension Expression {
  /// Half the distance between 1 and the next larger `Float`.
  static let unitRoundoff = 0x1p-24

  /// An upper bound of |computed − exact|; 0 where the value is infinite or NaN.
  public var roundingBound: Double { enclosure().error }

  /// Whether a stored number equals the value *within rounding*: exactly evaluated, or with
  /// intermediate results that overflow 32 bits. Infinities must be identical; NaN equals NaN.
  public func equalsWithinRounding(_ stored: Float) -> Bool {
    enclosure().holds(stored) || enclosure(overflows: true).holds(stored)
  }

  /// Whether a stored number is the value only because an intermediate result overflows 32 bits, as
  /// a square of 1e20 does.
  public func equalsByOverflow(_ stored: Float) -> Bool {
    !enclosure().holds(stored) && enclosure(overflows: true).holds(stored)
  }

  private struct Enclosure {
    let value: Double
    let error: Double

    /// Infinity and NaN have no rounding error.
    init(value: Double, error: Double) {
      (self.value, self.error) = (value, value.isFinite ? error : 0)
    }

    init(_ term: Term) {
      // A constant such as 1/3 is rounded when the engine uses it; stored numbers are exact.
      let exact = Double(Float(term.value)) == term.value
      let error = exact ? 0 : Expression.rounding(term.value, 1)
      self.init(value: term.value, error: error + term.uncertainty)
    }

    /// Whether it is known to be a whole number.
    var isWhole: Bool { error == 0 && value == value.rounded(.towardZero) && value.isFinite }

    /// Infinite where every number within the bound is.
    var inSinglePrecision: Enclosure {
      guard value.magnitude - error > 0x1.fffffep127 else { return self }
      return Enclosure(value: value > 0 ? .infinity : -.infinity, error: 0)
    }

    func holds(_ stored: Float) -> Bool {
      if stored.isNaN || value.isNaN { return stored.isNaN && value.isNaN }
      if value.isInfinite { return Double(stored) == value }
      if stored.isInfinite {
        // In 32 bits everything beyond the largest finite number is infinite.
        return (stored > 0 ? value : -value) + error >= 0x1.fffffep127
      }
      return (value - Double(stored)).magnitude <= error
    }
  }

  /// - Parameter overflows: whether intermediate results beyond the largest `Float` are infinite.
  private func enclosure(overflows: Bool = false) -> Enclosure {
    func operand(_ part: Expression) -> Enclosure {
      let exact = part.enclosure(overflows: overflows)
      return overflows ? exact.inSinglePrecision : exact
    }
    switch self {
    case .term(let term): return Enclosure(term)
    case .sum: return Self.sum(addends.map(operand))
    case .product(let parts) where parts.hasPadding: return Enclosure(value: 0, error: 0)
    case .product(let parts): return Self.product(parts.map(operand))
    case .quotient(let a, let b): return Self.quotient(operand(a), operand(b))
    case .maximum(let parts): return Self.maximum(parts.map(operand))
    case .function(let function, let argument): return Self.apply(function, operand(argument))
    case .power(let base, let exponent): return Self.power(operand(base), operand(exponent))
    case .comparison: return Enclosure(value: value, error: 0)
    case .named(_, let part): return part.enclosure(overflows: overflows)
    }
  }

  /// The terms of a sum, with nested sums flattened: the engine may add them in any order.
  private var addends: [Expression] {
    switch self {
    case .sum(let parts): parts.flatMap(\.addends)
    case .named(_, .sum(let parts)): parts.flatMap(\.addends)
    default: [self]
    }
  }

  private static func sum(_ parts: [Enclosure]) -> Enclosure {
    let value = parts.reduce(0) { $0 + $1.value }
    let passed = parts.reduce(0) { $0 + $1.error }
    let magnitudes = parts.reduce(0) { $0 + $1.value.magnitude + $1.error }
    if parts.allSatisfy(\.isWhole), magnitudes <= largestWhole {
      return Enclosure(value: value, error: 0)
    }
    return Enclosure(value: value, error: passed + rounding(magnitudes, parts.count))
  }

  private static func maximum(_ parts: [Enclosure]) -> Enclosure {
    let value = largest(parts.map(\.value))
    return Enclosure(value: value, error: parts.map(\.error).max() ?? 0)
  }

  private static func product(_ parts: [Enclosure]) -> Enclosure {
    let value = parts.reduce(1) { $0 * $1.value }
    let outer = parts.reduce(1) { $0 * ($1.value.magnitude + $1.error) }
    if parts.allSatisfy(\.isWhole), outer <= largestWhole {
      return Enclosure(value: value, error: 0)
    }
    let passed = outer - value.magnitude
    return Enclosure(value: value, error: passed + rounding(outer, parts.count))
  }

  private static func quotient(_ a: Enclosure, _ b: Enclosure) -> Enclosure {
    let value = a.value / b.value
    let smallest = max(b.value.magnitude - b.error, .leastNormalMagnitude)
    let passed = (a.error + value.magnitude * b.error) / smallest
    return Enclosure(value: value, error: passed + rounding(value.magnitude + passed, 2))
  }

  /// The relative error of `xʸ` is `|y|` times that of x, and `|ln x|` times the error of y.
  private static func power(_ x: Enclosure, _ y: Enclosure) -> Enclosure {
    let value = Double.power(x.value, y.value)
    let smallest = max(x.value.magnitude - x.error, .leastNormalMagnitude)
    let byBase = x.error == 0 ? 0 : (y.value.magnitude + y.error) * x.error / smallest
    let byExponent = y.error == 0 ? 0 : Double.logarithm(smallest).magnitude * y.error
    let steepness = byBase + byExponent
    let passed = steepness == 0 ? 0 : value.magnitude * (Double.exponential(steepness) - 1)
    return Enclosure(value: value, error: passed + rounding(value.magnitude + passed, 2))
  }

  private static func apply(_ function: NamedFunction, _ x: Enclosure) -> Enclosure {
    let value = function.value(at: x.value)
    // What a definition rounds by itself is rounded at the same place as the engine does it.
    if function.isRounding { return Enclosure(value: value, error: 0) }
    let passed = x.error == 0 ? 0 : x.error * function.steepness(around: x.value, radius: x.error)
    // ``Elementary`` is accurate to two units in the last place, which is four roundings.
    return Enclosure(value: value, error: passed + rounding(value.magnitude + passed, 4))
  }

  /// Up to it the sums and products of whole numbers are exact in 32 bits.
  private static let largestWhole = 0x1p24

  /// `γₙ · magnitude`, but at least the smallest distance between two values of `Float`.
  private static func rounding(_ magnitude: Double, _ count: Int) -> Double {
    let n = Double(Swift.max(count, 1)) * unitRoundoff
    return n / (1 - n) * magnitude.magnitude + Double(count) * 0x1p-149
  }
}
