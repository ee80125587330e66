import RealModule

/// The number types that layers can be computed with: `Float` in the passes of a network, `Double`
/// in the reference pass.
///
/// The transcendental functions of `Float` are those of ``Elementary``, so that training gives the
/// same results with every mathematics library. Those of `Double` are the library's; they are used
/// for checks and explanations only.
package protocol Scalar: BinaryFloatingPoint, Sendable
where RawSignificand: FixedWidthInteger {
  static func exponential(_ x: Self) -> Self
  /// `eˣ − 1`, without cancellation near 0.
  static func exponentialMinusOne(_ x: Self) -> Self
  static func logarithm(_ x: Self) -> Self
  static func hyperbolicTangent(_ x: Self) -> Self
  static func errorFunction(_ x: Self) -> Self
  /// `Φ(x) = ½ · erfc(−x/√2)`, without cancellation far below 0.
  static func normalDistribution(_ x: Self) -> Self
  static func trigonometric(_ function: TrigonometricFunction, _ x: Self) -> Self

  /// `xʸ`; for a negative `x` and an integer `y` with the sign.
  static func power(_ x: Self, _ y: Self) -> Self
}

extension Float: Scalar {
  package static func exponential(_ x: Float) -> Float { Elementary.exp(x) }
  package static func exponentialMinusOne(_ x: Float) -> Float { Elementary.expm1(x) }
  package static func logarithm(_ x: Float) -> Float { Elementary.log(x) }
  package static func hyperbolicTangent(_ x: Float) -> Float { Elementary.tanh(x) }
  package static func errorFunction(_ x: Float) -> Float { Elementary.erf(x) }
  package static func normalDistribution(_ x: Float) -> Float { Elementary.normalDistribution(x) }
  package static func trigonometric(_ function: TrigonometricFunction, _ x: Float) -> Float {
    Elementary.trigonometric(function, x)
  }
  package static func power(_ x: Float, _ y: Float) -> Float { Elementary.pow(x, y) }
}

extension Double: Scalar {
  package static func exponential(_ x: Double) -> Double { .exp(x) }
  package static func exponentialMinusOne(_ x: Double) -> Double { .expMinusOne(x) }
  package static func logarithm(_ x: Double) -> Double { .log(x) }
  package static func hyperbolicTangent(_ x: Double) -> Double { .tanh(x) }
  package static func errorFunction(_ x: Double) -> Double { .erf(x) }
  package static func normalDistribution(_ x: Double) -> Double {
    0.5 * .erfc(-x * 0.707_106_781_186_547_6)
  }
  package static func trigonometric(_ function: TrigonometricFunction, _ x: Double) -> Double {
    function.value(at: x)
  }
  package static func power(_ x: Double, _ y: Double) -> Double { Elementary.pow(x, y) }
}
