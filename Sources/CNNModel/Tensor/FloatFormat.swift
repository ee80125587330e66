/// A floating-point format of at most 16 bits: a sign, an exponent and a fraction, and how infinity
/// and NaN are written.
///
/// Numbers are rounded to the nearest, ties to even, with numbers below the smallest exponent on the
/// same grid as those at it.
package struct FloatFormat: Hashable, Sendable {
  /// The codes that stand for no finite number.
  enum Specials: Hashable, Sendable {
    /// The largest exponent is infinity (fraction 0) and NaN, as in IEEE 754.
    case infinityAndNaN
    /// All bits but the sign are NaN; there is no infinity.
    case onlyNaN
    /// −0 is NaN; there is no infinity.
    case negativeZeroIsNaN
    /// Every code is a finite number; NaN becomes −0.
    case none
    /// There is no sign, no fraction and no 0: a code is the exponent of a power of two, and all
    /// bits are NaN. Numbers are rounded up.
    case powersOfTwo
  }

  let exponentBits: Int
  let fractionBits: Int
  let bias: Int
  let specials: Specials

  /// The numbers between a power of two and the next.
  private var steps: Int { 1 << fractionBits }

  /// The code of positive NaN; without one, of −0.
  private var nan: Int {
    switch specials {
    case .infinityAndNaN: infinity + max(1, steps / 2)
    case .onlyNaN: signBit - 1
    case .negativeZeroIsNaN, .none: signBit
    case .powersOfTwo: signBit - 1
    }
  }

  private var signBit: Int { 1 << (exponentBits + fractionBits) }

  /// The code of infinity, where there is one.
  private var infinity: Int { (steps << exponentBits) - steps }

  /// The code of the largest finite number.
  private var largest: Int {
    switch specials {
    case .infinityAndNaN: infinity - 1
    case .onlyNaN, .powersOfTwo: signBit - 2
    case .negativeZeroIsNaN, .none: signBit - 1
    }
  }

  /// The largest finite number.
  package var greatest: Double { magnitude(largest) }

  /// What a saturating conversion makes of 0: the smallest number where there is no 0.
  package var zero: Double { magnitude(0) }

  /// The number with a code.
  package func number(_ code: Int) -> Double {
    let (rest, isNegative) = (code & (signBit - 1), code & signBit != 0)
    if specials == .negativeZeroIsNaN, code == signBit { return .nan }
    if rest == nan, specials == .onlyNaN || specials == .powersOfTwo { return .nan }
    if specials == .infinityAndNaN, rest >= infinity {
      return rest > infinity ? .nan : isNegative ? -.infinity : .infinity
    }
    return isNegative ? -magnitude(rest) : magnitude(rest)
  }

  private func magnitude(_ code: Int) -> Double {
    if specials == .powersOfTwo {
      return Double(sign: .plus, exponent: code - bias, significand: 1)
    }
    let (exponent, fraction) = code.quotientAndRemainder(dividingBy: steps)
    let significand = exponent == 0 ? fraction : steps + fraction
    return Double(
      sign: .plus, exponent: max(exponent, 1) - bias - fractionBits,
      significand: Double(significand))
  }

  /// The code of the nearest number.
  ///
  /// - Parameter saturates: whether numbers beyond the largest one become it; otherwise they become
  ///   infinity, or NaN where there is none. Without NaN they always become the largest.
  package func code(_ number: Double, saturates: Bool) -> Int {
    if specials == .powersOfTwo { return power(of: number, saturates: saturates) }
    let sign = number.sign == .minus ? signBit : 0
    if number.isNaN { return specials == .negativeZeroIsNaN ? nan : sign | nan }
    let magnitude = rounded(number.magnitude)
    guard magnitude <= greatest else {
      if saturates || specials == .none { return sign | largest }
      switch specials {
      case .infinityAndNaN: return sign | infinity
      case .negativeZeroIsNaN: return nan
      case .onlyNaN, .none, .powersOfTwo: return sign | nan
      }
    }
    let code = finiteCode(magnitude)
    return code == 0 && specials == .negativeZeroIsNaN ? 0 : sign | code
  }

  /// The code of the smallest power of two that is not below a magnitude.
  private func power(of number: Double, saturates: Bool) -> Int {
    let magnitude = number.magnitude
    if magnitude.isNaN || (magnitude == 0 && !saturates) { return nan }
    guard magnitude <= greatest else { return saturates ? largest : nan }
    guard magnitude > 0 else { return 0 }
    return max(0, Int(magnitude.exponent) + (magnitude.significand > 1 ? 1 : 0) + bias)
  }

  /// The exponent of the numbers around a magnitude.
  private func exponent(_ magnitude: Double) -> Int {
    magnitude == 0 ? 1 - bias : max(1 - bias, Int(magnitude.exponent))
  }

  private func rounded(_ magnitude: Double) -> Double {
    guard magnitude.isFinite else { return magnitude }
    let unit = Double(sign: .plus, exponent: exponent(magnitude) - fractionBits, significand: 1)
    return (magnitude / unit).rounded(.toNearestOrEven) * unit
  }

  private func finiteCode(_ magnitude: Double) -> Int {
    let exponent = exponent(magnitude)
    let significand = Int(
      Double(sign: .plus, exponent: fractionBits - exponent, significand: magnitude))
    return significand < steps ? significand : (exponent + bias) * steps + significand - steps
  }
}

extension ElementType {
  /// The format of a floating-point type of at most 16 bits; `nil` for all other types.
  package var floatFormat: FloatFormat? {
    switch self {
    case .float16: FloatFormat(5, 10, bias: 15, .infinityAndNaN)
    case .bfloat16: FloatFormat(8, 7, bias: 127, .infinityAndNaN)
    case .float8e4m3fn: FloatFormat(4, 3, bias: 7, .onlyNaN)
    case .float8e4m3fnuz: FloatFormat(4, 3, bias: 8, .negativeZeroIsNaN)
    case .float8e5m2: FloatFormat(5, 2, bias: 15, .infinityAndNaN)
    case .float8e5m2fnuz: FloatFormat(5, 2, bias: 16, .negativeZeroIsNaN)
    case .float8e8m0: FloatFormat(8, 0, bias: 127, .powersOfTwo)
    case .float4e2m1: FloatFormat(2, 1, bias: 1, .none)
    default: nil
    }
  }

  /// A number rounded to the type; those with 32 bits or more, and integers, stay as they are.
  ///
  /// - Parameter saturates: whether numbers beyond the largest one of the type become it.
  package func rounded(_ number: Double, saturates: Bool) -> Double {
    guard let format = floatFormat else { return number }
    return format.number(format.code(number, saturates: saturates))
  }
}

extension FloatFormat {
  fileprivate init(_ exponentBits: Int, _ fractionBits: Int, bias: Int, _ specials: Specials) {
    (self.exponentBits, self.fractionBits) = (exponentBits, fractionBits)
    (self.bias, self.specials) = (bias, specials)
  }
}
