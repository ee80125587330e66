/// Powers, by additions and multiplications alone: the same bits on every machine.
extension Elementary {
  /// `xʸ` as IEEE 754 defines it (`pow`): 1 for `y = 0`, a sign for a negative `x` and a whole `y`,
  /// NaN for a negative `x` and any other `y`. Computed in double precision and rounded once.
  public static func pow(_ x: Float, _ y: Float) -> Float {
    Float(pow(Double(x), Double(y)))
  }

  /// `xʸ` in double precision, with a relative error of about `|y·ln x| · 2⁻⁵²`.
  static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let isWhole = y.rounded(.towardZero) == y
    if x < 0, x.isFinite, !isWhole { return .nan }
    let isOdd = isWhole && y.magnitude < 0x1p53 && Int(y) % 2 != 0
    let size = x.magnitude == 1 ? 1 : exponential(y * logarithm(x.magnitude))
    return x.sign == .minus && isOdd ? -size : size
  }

  /// The natural logarithm of a number of at least 0: `e·ln 2 + 2·artanh((m − 1)/(m + 1))` with
  /// `x = m·2ᵉ` and `m` near 1.
  static func logarithm(_ x: Double) -> Double {
    if x == 0 { return -.infinity }
    if x == .infinity { return x }
    var (fraction, exponent) = (x.significand, Double(x.exponent))
    if fraction > 1.414_213_562_373_095_1 { (fraction, exponent) = (fraction / 2, exponent + 1) }
    let series = inverseHyperbolicTangentSeries((fraction - 1) / (fraction + 1))
    return exponent * 0.693_147_180_559_945_3 + 2 * series
  }

  /// `artanh x` for −0.18 to 0.18, from its series.
  static func inverseHyperbolicTangentSeries(_ x: Double) -> Double {
    var (power, sum) = (x, 0.0)
    for odd in stride(from: 1.0, through: 23, by: 2) {
      sum += power / odd
      power *= x * x
    }
    return sum
  }

  /// `eˣ`, from its series around 0 and a power of two.
  static func exponential(_ x: Double) -> Double {
    if x > 709 { return .infinity }
    if x < -708 { return 0 }
    let power = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
    let rest = (x - power * 0.693_147_180_369_123_8) - power * 1.908_214_929_270_588e-10
    var sum = 1.0
    for term in stride(from: 14.0, through: 1, by: -1) { sum = 1 + sum * rest / term }
    return Double(sign: .plus, exponent: Int(power), significand: sum)
  }
}
