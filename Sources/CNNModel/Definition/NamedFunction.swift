import RealModule

/// A function of one variable.
public enum NamedFunction: String, Hashable, Sendable, CaseIterable {
  /// `eˣ`
  case exponential = "exp"
  /// `eˣ − 1`
  case exponentialMinusOne = "expm1"
  /// `ln x`
  case logarithm = "ln"
  /// `ln(1 + x)`
  case logarithmOfOnePlus = "log1p"
  /// `tanh x`
  case hyperbolicTangent = "tanh"
  /// `erf x = 2/√π · ∫₀ˣ e^(−t²) dt`
  case errorFunction = "erf"
  /// The distribution function of the standard normal distribution, `Φ(x) = ½ · erfc(−x/√2)`
  case normalDistribution = "Φ"
  /// `√x`
  case squareRoot = "√"
  /// `x²`
  case square = "²"
  /// The largest integer not above `x`.
  case floor
  /// The smallest integer not below `x`.
  case ceiling = "ceil"
  /// The nearest integer; halves are rounded to even.
  case round
  /// The integer part of `x`: rounded toward zero.
  case truncation = "trunc"
  /// −1, 0 or 1; NaN for NaN.
  case sign
  /// The nearest number of a floating-point type, ties to even. Beyond the largest one it is
  /// infinite, or NaN where the type has no infinity.
  case float32, float16, bfloat16
  case float8e4m3fn = "float8_e4m3fn"
  case float8e4m3fnuz = "float8_e4m3fnuz"
  case float8e5m2 = "float8_e5m2"
  case float8e5m2fnuz = "float8_e5m2fnuz"
  case float8e8m0 = "float8_e8m0fnu"
  case float4e2m1 = "float4_e2m1fn"

  /// The rounding to a floating-point type; `nil` for all other types.
  init?(roundingTo type: ElementType) {
    guard type.isFloating else { return nil }
    self.init(rawValue: type.rawValue)
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
    case .float32: Double(Float(x))
    default: ElementType(rawValue: rawValue)?.rounded(x, saturates: false) ?? x
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
    case .float32: 1
    // So have those of roundings to fewer bits.
    default: 0
    }
  }

  /// The largest density of the standard normal distribution within `radius` of `x`.
  private static func bell(around x: Double, radius: Double) -> Double {
    let nearest = Swift.max(0, x.magnitude - radius)
    return 0.398_942_280_401_432_7 * Double.exponential(-nearest * nearest / 2)
  }
}
