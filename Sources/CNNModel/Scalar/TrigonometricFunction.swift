import RealModule

/// A trigonometric or hyperbolic function or the inverse of one; angles are in radians.
///
/// The hyperbolic tangent is apart: ``NamedFunction/hyperbolicTangent``.
public enum TrigonometricFunction: String, Hashable, Sendable, CaseIterable {
  /// `sin x`
  case sine = "sin"
  /// `cos x`
  case cosine = "cos"
  /// `tan x`
  case tangent = "tan"
  /// The angle from −π/2 to π/2 with the sine `x`.
  case arcsine = "asin"
  /// The angle from 0 to π with the cosine `x`.
  case arccosine = "acos"
  /// The angle between −π/2 and π/2 with the tangent `x`.
  case arctangent = "atan"
  /// `sinh x = (eˣ − e⁻ˣ)/2`
  case hyperbolicSine = "sinh"
  /// `cosh x = (eˣ + e⁻ˣ)/2`
  case hyperbolicCosine = "cosh"
  /// The inverse of the hyperbolic sine.
  case inverseHyperbolicSine = "asinh"
  /// The inverse of the hyperbolic cosine: at least 0; NaN below 1.
  case inverseHyperbolicCosine = "acosh"
  /// The inverse of the hyperbolic tangent; NaN outside of −1 to 1.
  case inverseHyperbolicTangent = "atanh"
}

extension TrigonometricFunction {
  /// The value at `x`, in double precision.
  package func value(at x: Double) -> Double {
    switch self {
    case .sine: .sin(x)
    case .cosine: .cos(x)
    case .tangent: .tan(x)
    case .arcsine: .asin(x)
    case .arccosine: .acos(x)
    case .arctangent: .atan(x)
    case .hyperbolicSine: .sinh(x)
    case .hyperbolicCosine: .cosh(x)
    case .inverseHyperbolicSine: .asinh(x)
    case .inverseHyperbolicCosine: .acosh(x)
    case .inverseHyperbolicTangent: .atanh(x)
    }
  }

  /// The slope at `x`, where the value is `y`.
  package func slope<S: Scalar>(at x: S, _ y: S) -> S {
    switch self {
    case .sine: S.trigonometric(.cosine, x)
    case .cosine: -S.trigonometric(.sine, x)
    case .tangent: 1 + y * y
    case .arcsine: 1 / ((1 - x) * (1 + x)).squareRoot()
    case .arccosine: -1 / ((1 - x) * (1 + x)).squareRoot()
    case .arctangent: 1 / (1 + x * x)
    case .hyperbolicSine: S.trigonometric(.hyperbolicCosine, x)
    case .hyperbolicCosine: S.trigonometric(.hyperbolicSine, x)
    case .inverseHyperbolicSine: 1 / (1 + x * x).squareRoot()
    case .inverseHyperbolicCosine: 1 / ((x - 1) * (x + 1)).squareRoot()
    case .inverseHyperbolicTangent: 1 / ((1 - x) * (1 + x))
    }
  }
}
