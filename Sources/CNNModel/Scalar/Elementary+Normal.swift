/// The error function and the normal distribution.
extension Elementary {
  /// The error function `2/√π · ∫₀ˣ e^(−t²) dt`.
  public static func erf(_ x: Float) -> Float {
    if x.magnitude > 1 {
      let complement = Float(upperTail(Double(x.magnitude)))
      return x > 0 ? 1 - complement : complement - 1
    }
    return Float(innerErf(Double(x)))
  }

  /// The distribution function of the standard normal distribution, `Φ(x) = ½ · erfc(−x/√2)`. Its
  /// lower tail has no cancellation: Φ(−6) is 9.87e-10. 0 below −14.3.
  public static func normalDistribution(_ x: Float) -> Float {
    let z = Double(x) * 0.707_106_781_186_547_6
    if z > 1 { return Float(1 - 0.5 * upperTail(z)) }
    return Float(z < -1 ? 0.5 * upperTail(-z) : 0.5 + 0.5 * innerErf(z))
  }

  /// `erf(z)` for −1 to 1, in double precision: near 1 the roundings of the alternating sum would
  /// add up. NaN for NaN.
  private static func innerErf(_ z: Double) -> Double {
    let series = polynomial(
      z * z,
      [
        7.853_861_353_153_693e-5, -8.010_193_625_184_903e-4, 5.188_327_685_732_524e-3,
        -2.685_381_193_529_856e-2, 0.112_835_851_330_496_3, -0.376_126_258_265_760_4,
        1.128_379_165_726_71,
      ])
    return z * series
  }

  /// `erfc(z) = 1 − erf(z)` for `z > 1`.
  private static func upperTail(_ z: Double) -> Double {
    if z > 10.5 { return 0 }
    let inverse = 1 / z
    let coefficients: [Double] =
      z < 2
      ? [
        2.326_82e-2, -0.138_703_94, 0.368_742_47, -0.582_473_3, 0.621_000_46, -0.494_451_53,
        0.340_488, -0.274_112_7, 0.563_825_96,
      ]
      : [
        -10.477_664, 12.977_2, -7.495_518_7, 2.921_019, -1.015_265_3, 0.421_846_34, -0.282_076_75,
        0.564_189_6,
      ]
    return bell(z) * inverse * polynomial(inverse * inverse, coefficients)
  }

  /// `e^(−z²)`. The square of the first twelve bits is exact; the rest is at most 0.06.
  private static func bell(_ z: Double) -> Double {
    let head = Float(bitPattern: Float(z).bitPattern & 0xFFFF_F000)
    let rest = -(z - Double(head)) * (z + Double(head))
    let series = polynomial(rest, [1 / 120, 1 / 24, 1 / 6, 0.5, 1, 1])
    return Double(exp(-head * head)) * series
  }
}
