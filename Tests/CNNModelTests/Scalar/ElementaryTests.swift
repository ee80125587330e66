import CNNModel
import Testing

/// The functions, compared with those of the library in double precision: within 2 units in the
/// last place.
@Suite struct ElementaryTests {
  /// The largest distance, in units in the last place of the exact value.
  func worst(
    _ samples: some Sequence<Float>, _ ours: (Float) -> Float, _ exact: (Double) -> Double
  ) -> Double {
    samples.reduce(0) { worst, x in
      let wanted = exact(Double(x))
      let rounded = Float(wanted)
      let unit = rounded.isFinite ? Double(rounded.ulp) : Double(Float.greatestFiniteMagnitude.ulp)
      let value = ours(x)
      if value == rounded { return worst }
      return max(worst, (Double(value) - wanted).magnitude / unit)
    }
  }

  /// Every `step`-th `Float` between two positive numbers.
  func dense(_ from: Float, _ to: Float, step: Int = 9973) -> [Float] {
    stride(from: Int(from.bitPattern), through: Int(to.bitPattern), by: step).map {
      Float(bitPattern: UInt32($0))
    }
  }

  func bothSigns(_ samples: [Float]) -> [Float] { samples + samples.map { -$0 } }

  @Test("The exponential is within 2 ulp")
  func exponential() {
    let samples = dense(1e-8, 88.7) + dense(1e-8, 103.97).map { -$0 }
    #expect(worst(samples, Elementary.exp, Double.exponential) <= 2)
    let subnormal = dense(87.4, 103.9, step: 101).map { -$0 }
    #expect(worst(subnormal, Elementary.exp, Double.exponential) <= 2)
    #expect(subnormal.contains { Elementary.exp($0).isSubnormal })
    #expect(Elementary.exp(0) == 1 && Elementary.exp(-0.0) == 1)
    #expect(Elementary.exp(.infinity) == .infinity && Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(88.73) == .infinity && Elementary.exp(88.722).isFinite)
    #expect(Elementary.exp(-104) == 0 && Elementary.exp(.nan).isNaN)
  }

  @Test("The logarithm is within 2 ulp")
  func logarithm() {
    let samples = dense(.leastNormalMagnitude, .greatestFiniteMagnitude, step: 99_991)
    #expect(worst(samples, Elementary.log, Double.logarithm) <= 2)
    #expect(worst(dense(0.5, 2, step: 397), Elementary.log, Double.logarithm) <= 2)
    let subnormal = dense(.leastNonzeroMagnitude, .leastNormalMagnitude)
    #expect(worst(subnormal, Elementary.log, Double.logarithm) <= 2)
    #expect(Elementary.log(1) == 0 && Elementary.log(0) == -.infinity)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(-1).isNaN && Elementary.log(.nan).isNaN)
    #expect(Elementary.log(-.infinity).isNaN)
  }

  @Test("The hyperbolic tangent is within 2 ulp")
  func hyperbolicTangent() {
    let samples = bothSigns(dense(1e-20, 30))
    #expect(worst(samples, Elementary.tanh, Double.hyperbolicTangent) <= 2)
    #expect(worst(dense(0.5, 0.75, step: 71), Elementary.tanh, Double.hyperbolicTangent) <= 2)
    #expect(Elementary.tanh(.infinity) == 1 && Elementary.tanh(-.infinity) == -1)
    #expect(Elementary.tanh(0) == 0 && Elementary.tanh(.nan).isNaN)
    #expect(Elementary.tanh(.leastNonzeroMagnitude) == .leastNonzeroMagnitude)
  }

  @Test("The error function is within 2 ulp")
  func errorFunction() {
    let samples = bothSigns(dense(1e-20, 12))
    #expect(worst(samples, Elementary.erf, Double.errorFunction) <= 2)
    #expect(worst(dense(0.9, 2.2, step: 131), Elementary.erf, Double.errorFunction) <= 2)
    #expect(Elementary.erf(.infinity) == 1 && Elementary.erf(-.infinity) == -1)
    #expect(Elementary.erf(0) == 0 && Elementary.erf(.nan).isNaN)
  }

  /// The largest measured errors in units in the last place, which reveal changes of the
  /// polynomials.
  @Test("The measured worst errors stay as they are")
  func measuredWorst() {
    let measured = [
      worst(dense(1e-8, 88.7, step: 997), Elementary.exp, Double.exponential),
      worst(dense(1e-30, 1e30, step: 9973), Elementary.log, Double.logarithm),
      worst(dense(1e-8, 30, step: 997), Elementary.tanh, Double.hyperbolicTangent),
      worst(dense(1e-8, 12, step: 997), Elementary.erf, Double.errorFunction),
    ]
    print("exp, log, tanh, erf: at most \(measured.map { ($0 * 100).rounded() / 100 }) ulp")
    #expect(measured.allSatisfy { $0 > 0.4 && $0 <= 2 })
  }
}

extension ElementaryTests {
  /// Angles up to the largest number, where the bits of 2/π decide, and the domains of the inverses.
  @Test(
    "Trigonometric functions are within 1 ulp",
    arguments: [
      (TrigonometricFunction.sine, Float(1e-20), Float(3.4e38)), (.cosine, 1e-20, 3.4e38),
      (.tangent, 1e-20, 3.4e38), (.arcsine, 1e-20, 1), (.arccosine, 1e-20, 1),
      (.arctangent, 1e-20, 3.4e38), (.hyperbolicSine, 1e-20, 89), (.hyperbolicCosine, 1e-20, 89),
      (.inverseHyperbolicSine, 1e-20, 3.4e38), (.inverseHyperbolicCosine, 1, 3.4e38),
      (.inverseHyperbolicTangent, 1e-20, 0.9999),
    ])
  func trigonometric(function: TrigonometricFunction, least: Float, most: Float) {
    let samples = dense(least, most, step: 9973)
    let signed = function == .inverseHyperbolicCosine ? samples : bothSigns(samples)
    #expect(worst(signed, { Float.trigonometric(function, $0) }, function.value) <= 1)
  }

  @Test("Trigonometric functions at their ends")
  func endsOfTrigonometricFunctions() {
    func value(_ function: TrigonometricFunction, _ x: Float) -> Float {
      Float.trigonometric(function, x)
    }
    #expect(value(.arcsine, 1) == Float(Double.pi / 2) && value(.arccosine, -1) == Float(Double.pi))
    #expect(value(.arctangent, -.infinity) == Float(-Double.pi / 2))
    #expect(value(.inverseHyperbolicTangent, 1) == .infinity)
    #expect(value(.hyperbolicSine, -.infinity) == -.infinity)
    #expect(value(.inverseHyperbolicSine, -.infinity) < 0)
    #expect(value(.hyperbolicCosine, 90) == .infinity)
    #expect(value(.inverseHyperbolicCosine, 0.5).isNaN)
    #expect(value(.arcsine, 1.5).isNaN && value(.inverseHyperbolicTangent, -2).isNaN)
    for function in TrigonometricFunction.allCases { #expect(value(function, .nan).isNaN) }
    #expect(value(.sine, .infinity).isNaN && value(.cosine, 0) == 1)
  }
}
