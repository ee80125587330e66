/// Trigonometric and hyperbolic functions, by additions and multiplications alone: the same bits on
/// every machine.
extension Elementary {
  /// The value of a function, computed in double precision and rounded once.
  static func trigonometric(_ function: TrigonometricFunction, _ x: Float) -> Float {
    x.isNaN ? x : Float(value(of: function, x))
  }

  private static func value(of function: TrigonometricFunction, _ number: Float) -> Double {
    let x = Double(number)
    switch function {
    case .sine: return Angle(number).sine
    case .cosine: return Angle(number).cosine
    case .tangent:
      let angle = Angle(number)
      return angle.sine / angle.cosine
    case .arcsine: return arctangent(x / ((1 - x) * (1 + x)).squareRoot())
    case .arccosine: return 2 * arctangent(((1 - x) / (1 + x)).squareRoot())
    case .arctangent: return arctangent(x)
    case .hyperbolicSine: return hyperbolicSine(x)
    case .hyperbolicCosine: return (exponential(x) + exponential(-x)) / 2
    case .inverseHyperbolicSine: return inverseHyperbolicSine(x)
    case .inverseHyperbolicCosine:
      return x < 1 ? .nan : logarithmOfOnePlus(x - 1 + ((x - 1) * (x + 1)).squareRoot())
    case .inverseHyperbolicTangent: return inverseHyperbolicTangent(x)
    }
  }

  /// From its series up to a tangent of π/8.
  private static func arctangent(_ x: Double) -> Double {
    let size = x.magnitude
    if size > 1 {
      let angle = 1.570_796_326_794_896_6 - arctangent(1 / size)
      return x > 0 ? angle : -angle
    }
    if size > 0.414_213_562_373_095 {
      let angle = 0.785_398_163_397_448_3 + arctangent((size - 1) / (size + 1))
      return x > 0 ? angle : -angle
    }
    var sum = 0.0
    for odd in stride(from: 31.0, through: 1, by: -2) { sum = 1 / odd - x * x * sum }
    return x * sum
  }

  private static func hyperbolicSine(_ x: Double) -> Double {
    guard x.magnitude < 1 else { return (exponential(x) - exponential(-x)) / 2 }
    let coefficients: [Double] = [
      1 / 1_307_674_368_000, 1 / 6_227_020_800, 1 / 39_916_800, 1 / 362_880, 1 / 5_040, 1 / 120,
      1 / 6, 1,
    ]
    return x * polynomial(x * x, coefficients)
  }

  /// `ln(x + √(x² + 1))`
  private static func inverseHyperbolicSine(_ x: Double) -> Double {
    guard x.isFinite else { return x }
    let size = x.magnitude
    let value = logarithmOfOnePlus(size + size * size / (1 + (size * size + 1).squareRoot()))
    return x < 0 ? -value : value
  }

  /// `½ · ln((1 + x)/(1 − x))`
  private static func inverseHyperbolicTangent(_ x: Double) -> Double {
    guard x.magnitude <= 1 else { return .nan }
    if x.magnitude < 0.17 { return inverseHyperbolicTangentSeries(x) }
    let value = logarithm((1 + x.magnitude) / (1 - x.magnitude)) / 2
    return x < 0 ? -value : value
  }

  /// `ln(1 + x)` for a number of at least 0, without cancellation.
  private static func logarithmOfOnePlus(_ x: Double) -> Double {
    x < 0.4 ? 2 * inverseHyperbolicTangentSeries(x / (2 + x)) : logarithm(1 + x)
  }
}

/// An angle as a multiple of π/2 and a rest from −π/4 to π/4.
private struct Angle {
  private let quadrant: Int
  private let rest: Double

  init(_ x: Float) {
    guard x.isFinite else {
      (quadrant, rest) = (0, .nan)
      return
    }
    if x.magnitude > 100_000 {
      let size = Self.reducedExactly(x.magnitude)
      (quadrant, rest) = x > 0 ? size : (-size.quadrant & 3, -size.rest)
      return
    }
    // π/2 in two parts, so that the first product is exact.
    let count = (Double(x) * 0.636_619_772_367_581_4).rounded(.toNearestOrEven)
    quadrant = Int(count) & 3
    rest = (Double(x) - count * 1.570_796_326_734_125_6) - count * 6.077_100_506_506_192e-11
  }

  /// The product of a number of at least 2 and 2/π modulo 4, from the bits of 2/π that matter.
  ///
  /// Source: M. Payne, R. Hanek, "Radian reduction for trigonometric functions", 1983.
  private static func reducedExactly(_ x: Float) -> (quadrant: Int, rest: Double) {
    let mantissa = UInt128(x.significandBitPattern | 1 << 23)
    let parts = bits(from: 64 + Int(x.exponent) - 25) &* mantissa
    let fraction = Int128(parts & (1 << 94 - 1))
    let quadrant = Int(truncatingIfNeeded: parts >> 94) & 3
    let isUpper = fraction >= 1 << 93
    let centered = Double(isUpper ? fraction - 1 << 94 : fraction) * 0x1p-94
    return ((quadrant + (isUpper ? 1 : 0)) & 3, centered * 1.570_796_326_794_896_6)
  }

  /// 96 bits of 2/π; bit 64 is the first one after the point.
  private static func bits(from start: Int) -> UInt128 {
    let words: [UInt64] = [
      0, 0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041,
      0xFE51_63AB_DEBB_C561,
    ]
    let (word, shift) = start.quotientAndRemainder(dividingBy: 64)
    let upper = UInt128(words[word]) << 64 | UInt128(words[word + 1])
    let lower = UInt128(words[word + 2]) << 64
    let window = shift == 0 ? upper : upper << UInt128(shift) | lower >> UInt128(128 - shift)
    return window >> 32
  }

  var sine: Double {
    switch quadrant {
    case 0: sineOfRest
    case 1: cosineOfRest
    case 2: -sineOfRest
    default: -cosineOfRest
    }
  }

  var cosine: Double {
    switch quadrant {
    case 0: cosineOfRest
    case 1: -sineOfRest
    case 2: -cosineOfRest
    default: sineOfRest
    }
  }

  private var sineOfRest: Double {
    let coefficients: [Double] = [
      -1 / 1_307_674_368_000, 1 / 6_227_020_800, -1 / 39_916_800, 1 / 362_880, -1 / 5_040, 1 / 120,
      -1 / 6, 1,
    ]
    return rest * Elementary.polynomial(rest * rest, coefficients)
  }

  private var cosineOfRest: Double {
    let coefficients: [Double] = [
      -1 / 87_178_291_200, 1 / 479_001_600, -1 / 3_628_800, 1 / 40_320, -1 / 720, 1 / 24, -1 / 2, 1,
    ]
    return Elementary.polynomial(rest * rest, coefficients)
  }
}
