import RealModule

/// A function of one variable.
public enum NamedFunction: Hashable, Sendable {
  /// `eˣ`
  case exponential
  /// `eˣ − 1`
  case exponentialMinusOne
  /// `ln x`
  case logarithm
  /// `ln(1 + x)`
  case logarithmOfOnePlus
  /// `tanh x`
  case hyperbolicTangent
  /// `erf x = 2/√π · ∫₀ˣ e^(−t²) dt`
  case errorFunction
  /// The distribution function of the standard normal distribution, `Φ(x) = ½ · erfc(−x/√2)`
  case normalDistribution
  /// `√x`
  case squareRoot
  /// `x²`
  case square
  /// The largest integer not above `x`.
  case floor
  /// The smallest integer not below `x`.
  case ceiling
  /// The nearest integer; halves are rounded to even.
  case round
  /// The integer part of `x`: rounded toward zero.
  case truncation
  /// −1, 0 or 1; NaN for NaN.
  case sign
  /// A trigonometric or hyperbolic function.
  case trigonometric(TrigonometricFunction)
  /// The nearest number of a floating-point type, ties to even. Beyond the largest one it is
  /// infinite, or NaN where the type has no infinity.
  case rounding(ElementType)

  /// The name in a formula, such as `exp`.
  public var symbol: String {
    switch self {
    case .exponential: "exp"
    case .exponentialMinusOne: "expm1"
    case .logarithm: "ln"
    case .logarithmOfOnePlus: "log1p"
    case .hyperbolicTangent: "tanh"
    case .errorFunction: "erf"
    case .normalDistribution: "Φ"
    case .squareRoot: "√"
    case .square: "²"
    case .floor: "floor"
    case .ceiling: "ceil"
    case .round: "round"
    case .truncation: "trunc"
    case .sign: "sign"
    case .trigonometric(let function): function.rawValue
    case .rounding(let type): type.rawValue
    }
  }

  /// The value of the function, in double precision.
  public func value(at x: Double) -> Double {
    switch self {
    case .exponential: Double.exponential(x)
    case .exponentialMinusOne: Double.exponentialMinusOne(x)
    case .logarithm: Double.logarithm(x)
    case .logarithmOfOnePlus: Double.log(onePlus: x)
    case .hyperbolicTangent: Double.hyperbolicTangent(x)
    case .errorFunction: Double.errorFunction(x)
    case .normalDistribution: Double.normalDistribution(x)
    case .squareRoot: x.squareRoot()
    case .square: x * x
    case .floor: x.rounded(.down)
    case .ceiling: x.rounded(.up)
    case .round: x.rounded(.toNearestOrEven)
    case .truncation: x.rounded(.towardZero)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .trigonometric(let function): function.value(at: x)
    case .rounding(.float32): Double(Float(x))
    case .rounding(let type): type.rounded(x, saturates: false)
    }
  }

  /// The largest slope within `radius` of `x`: the factor by which an error of the argument grows.
  func steepness(around x: Double, radius: Double) -> Double {
    switch self {
    case .exponential, .exponentialMinusOne: Double.exponential(x + radius)
    case .logarithm: 1 / Swift.max(x - radius, Double.leastNormalMagnitude)
    case .logarithmOfOnePlus: 1 / Swift.max(1 + x - radius, Double.leastNormalMagnitude)
    case .hyperbolicTangent: 1
    case .errorFunction: 1.128_379_167_095_512_6
    case .normalDistribution: Self.bell(around: x, radius: radius)
    case .squareRoot: 0.5 / Swift.max(x - radius, Double.leastNormalMagnitude).squareRoot()
    case .square: 2 * (x.magnitude + radius)
    // Their arguments are stored numbers, which have no error to propagate.
    case .floor, .ceiling, .round, .truncation, .sign: 0
    case .trigonometric(.sine), .trigonometric(.cosine), .rounding(.float32): 1
    // Those that are rounded to fewer bits are stored numbers too.
    case .rounding: 0
    case .trigonometric(let function): Self.steepness(of: function, around: x, radius: radius)
    }
  }

  /// The larger slope at the two ends: between them those of the functions other than sine and cosine
  /// are not larger, or the function has no value.
  private static func steepness(
    of function: TrigonometricFunction, around x: Double, radius: Double
  ) -> Double {
    [x - radius, x, x + radius].reduce(0) { most, end in
      Swift.max(most, function.slope(at: end, function.value(at: end)).magnitude)
    }
  }

  /// The largest density of the standard normal distribution within `radius` of `x`.
  private static func bell(around x: Double, radius: Double) -> Double {
    let nearest = Swift.max(0, x.magnitude - radius)
    return 0.398_942_280_401_432_7 * Double.exponential(-nearest * nearest / 2)
  }
}
