// Formulas that are often taken for functions of one exponential.

extension Sigmoid {
  var forms: [ElementForm] {
    [
      ElementForm(
        "overflow", "e^x/(1 + e^x) is computed, which is no number where e^x is infinite",
        value: { Float.exponential($0) / (1 + Float.exponential($0)) }),
      ElementForm(
        "precedence", "1/1 + e^−x is computed: parentheses around 1 + e^−x are missing",
        value: { 1 + Float.exponential(-$0) }, slope: { x, _ in -Float.exponential(-x) }),
      ElementForm(
        "minus", "1/(1 − e^−x) is computed, with the wrong sign in the denominator",
        value: { 1 / (1 - Float.exponential(-$0)) },
        slope: { x, _ in
          let e = Float.exponential(-x)
          return -e / ((1 - e) * (1 - e))
        }),
      ElementForm(
        "base-2", "1/(1 + 2^−x) is computed, with 2 for e",
        value: { logistic($0 * Float.logarithm(2)) },
        slope: { x, _ in
          let p = logistic(x * Float.logarithm(2))
          return p * (1 - p) * Float.logarithm(2)
        }),
      ElementForm(
        "slope-overflow",
        "the slope is e^x/(1 + e^x)², which is no number where e^x is infinite",
        slope: { x, _ in
          let e = Float.exponential(x)
          return e / ((1 + e) * (1 + e))
        }),
      ElementForm(
        "slope-underflow",
        "the slope is e^−x/(1 + e^−x)², which is no number where e^−x is infinite",
        slope: { x, _ in
          let e = Float.exponential(-x)
          return e / ((1 + e) * (1 + e))
        }),
      ElementForm(
        "slope-unsquared", "the slope is e^−x/(1 + e^−x): the denominator is not squared",
        slope: { x, _ in logistic(-x) }),
      ElementForm(
        "slope-negative", "the slope is −e^−x/(1 + e^−x)²: a sign is left from the chain rule",
        slope: { _, y in -y * (1 - y) }),
      ElementForm("slope-mixed", "the slope is y·(1 − x)", slope: { x, y in y * (1 - x) }),
      ElementForm("slope-mixed-input", "the slope is x·(1 − y)", slope: { x, y in x * (1 - y) }),
    ]
  }
}

extension Tanh {
  var forms: [ElementForm] {
    [
      ElementForm(
        "overflow",
        "(e^x − e^−x)/(e^x + e^−x) is computed, which is no number where one of them is infinite",
        value: {
          let (up, down) = (Float.exponential($0), Float.exponential(-$0))
          return (up - down) / (up + down)
        }),
      ElementForm(
        "overflow-double",
        "(e^2x − 1)/(e^2x + 1) is computed, which is no number where e^2x is infinite",
        value: { (Float.exponential(2 * $0) - 1) / (Float.exponential(2 * $0) + 1) }),
      ElementForm(
        "overflow-negative",
        "(1 − e^−2x)/(1 + e^−2x) is computed, which is no number where e^−2x is infinite",
        value: { (1 - Float.exponential(-2 * $0)) / (1 + Float.exponential(-2 * $0)) }),
      ElementForm(
        "half-sigmoid", "2·σ(x) − 1 is computed with the sigmoid σ: the factor 2 of x is missing",
        value: { 2 * logistic($0) - 1 },
        slope: { x, _ in 2 * logistic(x) * (1 - logistic(x)) }),
      ElementForm(
        "sigmoid-of-double", "σ(2x) is computed with the sigmoid σ, without doubling and 1",
        value: { logistic(2 * $0) },
        slope: { x, _ in 2 * logistic(2 * x) * (1 - logistic(2 * x)) }),
      ElementForm(
        "inverted", "numerator and denominator are exchanged: the hyperbolic cotangent",
        value: { 1 / Float.hyperbolicTangent($0) },
        slope: { x, y in
          let t = Float.hyperbolicTangent(x)
          return 1 - 1 / (t * t)
        }),
      ElementForm(
        "sine", "e^x − e^−x is not divided by their sum: the hyperbolic sine",
        value: { (Float.exponential($0) - Float.exponential(-$0)) / 2 },
        slope: { x, _ in (Float.exponential(x) + Float.exponential(-x)) / 2 }),
      ElementForm(
        "difference", "e^x − e^−x is not divided at all",
        value: { Float.exponential($0) - Float.exponential(-$0) },
        slope: { x, _ in Float.exponential(x) + Float.exponential(-x) }),
      ElementForm(
        "slope-unsquared", "the slope is 1/cosh x: the square is missing",
        slope: { x, _ in
          let t = Float.hyperbolicTangent(x)
          return (1 - t * t).squareRoot()
        }),
      ElementForm(
        "slope-half", "the slope is (1 − y)·(1 + y)/2, that of the sigmoid in terms of tanh",
        slope: { _, y in (1 - y) * (1 + y) / 2 }),
    ]
  }
}

extension Softplus {
  var forms: [ElementForm] {
    let b = Float(sharpness)
    return [
      ElementForm(
        "overflow", "ln(1 + e^x) is computed, which is infinite where e^x is",
        value: { Float.logarithm(1 + Float.exponential(b * $0)) / b }),
      ElementForm(
        "base-2", "the logarithm has the base 2",
        value: { softplus(b * $0) / b / Float.logarithm(2) },
        slope: { x, _ in logistic(b * x) / Float.logarithm(2) }),
      ElementForm(
        "not-divided", "the logarithm is not divided by b", value: { softplus(b * $0) },
        slope: { x, _ in b * logistic(b * x) }),
      ElementForm(
        "not-scaled", "x is not multiplied by b in the exponential",
        value: { softplus($0) / b }, slope: { x, _ in logistic(x) / b }),
      ElementForm(
        "without-one", "1 is not added to the exponential: the logarithm gives x back",
        value: { $0 }, slope: { _, _ in 1 }),
      ElementForm(
        "without-logarithm", "the logarithm is left out: 1 + e^x",
        value: { 1 + Float.exponential(b * $0) },
        slope: { x, _ in b * Float.exponential(b * x) }),
      ElementForm(
        "slope-overflow", "the slope is e^x/(1 + e^x), which is no number where e^x is infinite",
        slope: { x, _ in Float.exponential(b * x) / (1 + Float.exponential(b * x)) }),
      ElementForm(
        "slope-reversed", "the slope is the sigmoid of −x", slope: { x, _ in logistic(-b * x) }),
      ElementForm(
        "slope-not-scaled", "x is not multiplied by b in the slope",
        slope: { x, _ in logistic(x) }),
      ElementForm(
        "slope-scaled", "the slope is b times too large", slope: { x, _ in b * logistic(b * x) }),
    ]
  }
}

extension SiLU {
  var forms: [ElementForm] {
    let a = Float(alpha)
    @Sendable func s(_ x: Float) -> Float { logistic(a * x) }
    return [
      ElementForm(
        "overflow", "x·e^x/(1 + e^x) is computed, which is no number where e^x is infinite",
        value: { $0 * (Float.exponential(a * $0) / (1 + Float.exponential(a * $0))) }),
      ElementForm(
        "tanh", "x is multiplied by its hyperbolic tangent instead of its sigmoid",
        value: { $0 * Float.hyperbolicTangent(a * $0) },
        slope: { x, _ in
          let t = Float.hyperbolicTangent(a * x)
          return t + a * x * (1 - t * t)
        }),
      ElementForm(
        "factor-twice", "x is multiplied by the sigmoid of 1.702·x, an approximation of GELU",
        value: { $0 * logistic(1.702 * $0) },
        slope: { x, _ in
          let p = logistic(1.702 * x)
          return p + 1.702 * x * p * (1 - p)
        }),
      ElementForm(
        "slope-sigmoid-twice", "the slope is σ + x·σ: the factor 1 − σ is missing",
        slope: { x, _ in s(x) + a * x * s(x) }),
      ElementForm(
        "slope-input-missing", "the slope is σ + σ·(1 − σ): the factor x is missing",
        slope: { x, _ in s(x) + a * s(x) * (1 - s(x)) }),
      ElementForm(
        "slope-sigmoid-missing", "the slope is σ + x·(1 − σ): a factor σ is missing",
        slope: { x, _ in s(x) + a * x * (1 - s(x)) }),
      ElementForm(
        "slope-complement", "the slope is y + σ: the factor 1 − y is missing",
        slope: { x, y in y + s(x) }),
      ElementForm(
        "slope-output-alone", "the slope is y·(1 − y), as if y were a sigmoid",
        slope: { _, y in y * (1 - y) }),
    ]
  }
}
