// Formulas that are often taken for x times a share of it.

extension GELU {
  var forms: [ElementForm] { approximations + exactForms + slopeForms }

  private var approximations: [ElementForm] {
    [
      gated("sigmoid", "x·σ(1.702·x) is computed, the approximation by a sigmoid", 1.702, 0),
      gated(
        "cubic-missing", "the term 0.044715·x³ of the approximation is left out", Self.root, 0),
      gated(
        "root-missing", "2/π is used instead of its root in the approximation", 1.273_239_5,
        Self.third),
      gated(
        "root-left-out", "the factor √(2/π) of the approximation is left out", 2, Self.third),
      gated(
        "cubic-ten-times", "the factor of x³ is 0.44715 instead of 0.044715", Self.root, 0.44715),
      gated(
        "cubic-hundredth", "the factor of x³ is 0.0044715 instead of 0.044715", Self.root,
        0.004_471_5),
      gated(
        "root-halved", "the tanh of half its argument is taken in the approximation",
        Self.root / 2, Self.third),
    ]
  }

  private var exactForms: [ElementForm] {
    [
      ElementForm(
        "root-of-two", "erf(x) is used instead of erf(x/√2)",
        value: { $0 * Float.normalDistribution($0 * Self.rootOfTwo) },
        slope: { x, _ in
          let inner = x * Self.rootOfTwo
          return Float.normalDistribution(inner) + inner * Self.bell(inner)
        }),
      ElementForm(
        "one-missing", "1 is not added to the error function",
        value: { $0 * (Float.normalDistribution($0) - 0.5) },
        slope: { x, _ in Float.normalDistribution(x) - 0.5 + x * Self.bell(x) }),
    ]
  }

  private var slopeForms: [ElementForm] {
    [
      ElementForm("slope-density-alone", "the slope is the density φ alone") { x, _ in
        Self.bell(x)
      },
      ElementForm("slope-input-missing", "the slope is Φ + φ: the factor x is missing") { x, _ in
        Float.normalDistribution(x) + Self.bell(x)
      },
      ElementForm("slope-not-normalized", "the factor 1/√(2π) of the density is missing") { x, _ in
        Float.normalDistribution(x) + x * Float.exponential(-x * x / 2)
      },
      ElementForm("slope-exponent", "the density has e^−x² instead of e^(−x²/2)") { x, _ in
        Float.normalDistribution(x) + x * Self.bell(x * Self.rootOfTwo)
      },
      ElementForm("slope-sign", "the slope is Φ − x·φ: a sign is wrong") { x, _ in
        Float.normalDistribution(x) - x * Self.bell(x)
      },
      ElementForm(
        "slope-inner-missing", "the slope of the argument of the tanh is left out"
      ) { x, _ in Self.slope(x, Self.share(x, Self.root, Self.third), 1) },
      ElementForm(
        "slope-cubic-missing", "the slope of the cubic inside of the tanh is left out"
      ) { x, _ in Self.slope(x, Self.share(x, Self.root, Self.third), Self.root) },
      ElementForm("slope-of-sigmoid", "the slope is that of x·σ(1.702·x)") { x, _ in
        Self.slope(x, Self.share(x, 1.702, 0), 1.702)
      },
    ]
  }

  private static let root: Float = 1.595_769_1
  private static let third: Float = 0.044715
  private static let rootOfTwo: Float = 1.414_213_6

  /// The density of the normal distribution.
  private static func bell(_ x: Float) -> Float { 0.398_942_3 * Float.exponential(-x * x / 2) }

  /// `σ(a·(x + c·x³))`
  private static func share(_ x: Float, _ a: Float, _ c: Float) -> Float {
    logistic(a * (x + c * x * x * x))
  }

  /// The slope of `x·σ(u)` for the slope of u.
  private static func slope(_ x: Float, _ share: Float, _ inner: Float) -> Float {
    share + x * share * (1 - share) * inner
  }

  /// `x·σ(a·(x + c·x³))`
  private func gated(_ name: String, _ what: String, _ a: Float, _ c: Float) -> ElementForm {
    ElementForm(
      name, what, value: { $0 * Self.share($0, a, c) },
      slope: { x, _ in Self.slope(x, Self.share(x, a, c), a * (1 + 3 * c * x * x)) })
  }
}

extension HardSwish {
  var forms: [ElementForm] { valueForms + slopeForms }

  private var valueForms: [ElementForm] {
    [
      ElementForm(
        "not-limited", "x·(x + 3)/6 is not limited at −3 and 3", value: { $0 * ($0 + 3) / 6 },
        slope: { x, _ in x / 3 + 0.5 }),
      ElementForm(
        "not-limited-above", "x·(x + 3)/6 is not limited above 3",
        value: { $0 <= -3 ? 0 : $0 * ($0 + 3) / 6 },
        slope: { x, _ in Self.between(x, x / 3 + 0.5, above: x / 3 + 0.5) }),
      ElementForm(
        "not-divided", "x·relu6(x + 3) is not divided by 6",
        value: { $0 * min(6, max(0, $0 + 3)) },
        slope: { x, _ in Self.between(x, 2 * x + 3, above: 6) }),
      ElementForm(
        "fifth", "the hard sigmoid is 0.2·x + 0.5, limited to 0…1",
        value: { $0 * min(1, max(0, 0.2 * $0 + 0.5)) },
        slope: { x, _ in Self.between(x * 1.2, 0.4 * x + 0.5, above: 1) }),
    ]
  }

  private var slopeForms: [ElementForm] {
    [
      ElementForm("slope-not-limited", "the slope is x/3 + 1/2 beyond −3 and 3 too") { x, _ in
        x / 3 + 0.5
      },
      ElementForm("slope-half-missing", "the slope between −3 and 3 is x/3: 1/2 is missing") {
        x, _ in Self.between(x, x / 3, above: 1)
      },
      ElementForm("slope-sixth", "the slope is that of the hard sigmoid: 1/6 between −3 and 3") {
        x, _ in Self.between(x, 1 / 6, above: 0)
      },
      ElementForm("slope-sixth-then-one", "the slope between −3 and 3 is 1/6, and 1 above") {
        x, _ in Self.between(x, 1 / 6, above: 1)
      },
      ElementForm("slope-not-divided", "the slope between −3 and 3 is not divided by 6") { x, _ in
        Self.between(x, 2 * x + 3, above: 1)
      },
      ElementForm("slope-zero-above", "no gradient passes above 3") { x, _ in
        Self.between(x, x / 3 + 0.5, above: 0)
      },
    ]
  }

  /// 0 up to −3, a number up to 3, another above.
  private static func between(_ x: Float, _ inside: Float, above: Float) -> Float {
    x <= -3 ? 0 : x >= 3 ? above : inside
  }
}

extension HardSigmoid {
  var forms: [ElementForm] {
    let (a, b) = (Float(alpha), Float(beta))
    return [
      ElementForm(
        "fifth", "0.2·x + 0.5 is computed, limited to 0…1",
        value: { min(1, max(0, 0.2 * $0 + 0.5)) },
        slope: { x, _ in abs(x) < 2.5 ? 0.2 : 0 }),
      ElementForm(
        "shift-missing", "b is not added to a·x", value: { min(1, max(0, a * $0)) },
        slope: { x, _ in a * x > 0 && a * x < 1 ? a : 0 }),
      ElementForm(
        "not-limited", "a·x + b is not limited to 0…1", value: { a * $0 + b },
        slope: { _, _ in a }),
      ElementForm("slope-one", "the slope inside is 1 instead of a") { _, y in
        y > 0 && y < 1 ? 1 : 0
      },
      ElementForm("slope-everywhere", "the slope is a outside of the limits too") { _, _ in a },
      ElementForm("slope-of-sigmoid", "the slope is y·(1 − y), that of the sigmoid") { _, y in
        y * (1 - y)
      },
    ]
  }
}

extension Mish {
  var forms: [ElementForm] {
    [
      ElementForm(
        "tanh", "x·tanh(x) is computed: the softplus is left out",
        value: { $0 * Float.hyperbolicTangent($0) },
        slope: { x, _ in
          let t = Float.hyperbolicTangent(x)
          return t + x * (1 - t * t)
        }),
      ElementForm(
        "softplus", "x·softplus(x) is computed: the tanh is left out",
        value: { $0 * CNNModel.softplus($0) },
        slope: { x, _ in CNNModel.softplus(x) + x * logistic(x) }),
      ElementForm(
        "overflow", "ln(1 + e^x) is computed, which is infinite where e^x is",
        value: { $0 * Float.hyperbolicTangent(Float.logarithm(1 + Float.exponential($0))) }),
      ElementForm("slope-sigmoid-missing", "the slope of the softplus is left out") { x, _ in
        let t = Float.hyperbolicTangent(CNNModel.softplus(x))
        return t + x * (1 - t * t)
      },
      ElementForm("slope-tanh-missing", "the slope of the tanh is left out") { x, _ in
        Float.hyperbolicTangent(CNNModel.softplus(x)) + x * logistic(x)
      },
    ]
  }
}
