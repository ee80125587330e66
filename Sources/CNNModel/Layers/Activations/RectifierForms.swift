// Formulas that are often taken for rectifiers, smooth or with kinks.

extension LeakyReLU {
  var forms: [ElementForm] {
    let a = Float(slopeBelow)
    return [
      ElementForm(
        "sides", "positive numbers are multiplied by the slope, and negative ones pass",
        value: { $0 > 0 ? a * $0 : $0 }, slope: { x, _ in x > 0 ? a : 1 }),
      ElementForm(
        "everywhere", "all numbers are multiplied by the slope", value: { a * $0 },
        slope: { _, _ in a }),
      ElementForm(
        "constant", "max(a, x) is computed: a is not multiplied by x", value: { max(a, $0) },
        slope: { x, _ in x > a ? 1 : 0 }),
      ElementForm(
        "constant-below", "negative numbers become the constant a", value: { $0 > 0 ? $0 : a },
        slope: { x, _ in x > 0 ? 1 : 0 }),
      ElementForm(
        "divided", "negative numbers are divided by the slope", value: { $0 > 0 ? $0 : $0 / a },
        slope: { x, _ in x > 0 ? 1 : 1 / a }),
      ElementForm(
        "complement", "negative numbers are multiplied by 1 − a",
        value: { $0 > 0 ? $0 : (1 - a) * $0 }, slope: { x, _ in x > 0 ? 1 : 1 - a }),
      ElementForm(
        "sign", "negative numbers are multiplied by −a", value: { $0 > 0 ? $0 : -a * $0 },
        slope: { x, _ in x > 0 ? 1 : -a }),
      ElementForm(
        "subtracted", "a is subtracted from negative numbers", value: { $0 > 0 ? $0 : $0 - a },
        slope: { _, _ in 1 }),
      ElementForm(
        "added", "a·x is added to all numbers", value: { max(0, $0) + a * $0 },
        slope: { x, _ in x > 0 ? 1 + a : a }),
      ElementForm(
        "slope-everywhere", "the slope is a on both sides", slope: { _, _ in a }),
      ElementForm(
        "slope-squared", "the slope is a² below 0", slope: { x, _ in x > 0 ? 1 : a * a }),
      ElementForm(
        "slope-above-only", "the slope is a above 0 and 0 below", slope: { x, _ in x > 0 ? a : 0 }),
    ]
  }
}

extension ELU {
  var forms: [ElementForm] { exponentialForms(alpha: Float(alpha), scale: 1) }
}

extension SELU {
  var forms: [ElementForm] {
    let (a, s) = (Float(alpha), Float(scale))
    @Sendable func unit(_ x: Float) -> Float { x > 0 ? x : a * Float.exponentialMinusOne(x) }
    @Sendable func unitSlope(_ x: Float) -> Float { x > 0 ? 1 : a * Float.exponential(x) }
    return exponentialForms(alpha: a, scale: s) + [
      ElementForm(
        "scale-missing", "the factor λ is left out", value: unit, slope: { x, _ in unitSlope(x) }),
      ElementForm(
        "scale-below-only", "the factor λ is left out above 0",
        value: { $0 > 0 ? $0 : s * unit($0) }, slope: { x, _ in x > 0 ? 1 : s * unitSlope(x) }),
      ElementForm(
        "scale-above-only", "the factor λ is left out below 0",
        value: { $0 > 0 ? s * $0 : unit($0) }, slope: { x, _ in x > 0 ? s : unitSlope(x) }),
      ElementForm(
        "exchanged", "λ and a are exchanged",
        value: { $0 > 0 ? a * $0 : a * s * Float.exponentialMinusOne($0) },
        slope: { x, _ in x > 0 ? a : a * s * Float.exponential(x) }),
      ElementForm("slope-scale-missing", "the factor λ is left out of the slope") { x, _ in
        unitSlope(x)
      },
      ElementForm("slope-scale-above-only", "the factor λ is left out of the slope below 0") {
        x, _ in x > 0 ? s : unitSlope(x)
      },
      ElementForm("slope-scale-below-only", "the factor λ is left out of the slope above 0") {
        x, _ in x > 0 ? 1 : s * unitSlope(x)
      },
    ]
  }
}

extension CELU {
  var forms: [ElementForm] { exponentialForms(alpha: Float(alpha), scale: 1) }
}

/// Formulas for `s·x` above 0 and `s·a·(e^x − 1)` below.
private func exponentialForms(alpha a: Float, scale s: Float) -> [ElementForm] {
  func form(
    _ name: String, _ what: String, _ value: @escaping @Sendable (Float) -> Float,
    _ slope: @escaping @Sendable (Float) -> Float
  ) -> ElementForm {
    ElementForm(
      name, what, value: { $0 > 0 ? s * $0 : value($0) },
      slope: { x, _ in x > 0 ? s : slope(x) })
  }
  return [
    form(
      "alpha-missing", "the factor a is left out below 0", { s * Float.exponentialMinusOne($0) },
      { s * Float.exponential($0) }),
    form(
      "one-missing", "1 is not subtracted from the exponential", { s * a * Float.exponential($0) },
      { s * a * Float.exponential($0) }),
    form(
      "one-outside", "1 is subtracted outside of the product with a",
      { s * (a * Float.exponential($0) - 1) }, { s * a * Float.exponential($0) }),
    form(
      "reversed", "1 − e^x is computed below 0, with the wrong sign",
      { -s * a * Float.exponentialMinusOne($0) }, { -s * a * Float.exponential($0) }),
    form(
      "divided", "x is divided by a in the exponential",
      { s * a * Float.exponentialMinusOne($0 / a) }, { s * Float.exponential($0 / a) }),
    form(
      "linear", "a·x is computed below 0, without the exponential", { s * a * $0 },
      { _ in s * a }),
  ] + exponentialSlopes(alpha: a, scale: s)
}

/// Slopes for the same.
private func exponentialSlopes(alpha a: Float, scale s: Float) -> [ElementForm] {
  func slope(
    _ name: String, _ what: String, _ value: @escaping @Sendable (Float, Float) -> Float
  ) -> ElementForm { ElementForm(name, what, slope: { $0 > 0 ? s : value($0, $1) }) }
  return [
    slope("slope-output", "the slope below 0 is y: a is not added") { _, y in y },
    slope("slope-alpha-missing", "the slope below 0 is e^x, without its factor a") { x, _ in
      s * Float.exponential(x)
    },
    slope("slope-constant", "the slope below 0 is the constant a") { _, _ in s * a },
    slope("slope-output-plus-one", "the slope below 0 is y + 1 instead of y + a") { _, y in y + 1 },
    slope("slope-output-plus-alpha", "the slope below 0 is y + a") { _, y in y + a },
    slope("slope-difference", "the slope below 0 is y − a") { _, y in y - s * a },
    slope("slope-of-output", "the slope below 0 is a·e^y, with y for x") { _, y in
      s * a * Float.exponential(y)
    },
    slope("slope-plain-output", "the slope below 0 is e^y − 1, with y for x") { _, y in
      s * Float.exponentialMinusOne(y)
    },
    slope("slope-minus-one", "the slope below 0 is a·(e^x − 1), the function itself") { x, _ in
      s * a * Float.exponentialMinusOne(x)
    },
    ElementForm("slope-exponential-everywhere", "the slope is a·e^x on both sides of 0") { x, _ in
      s * a * Float.exponential(x)
    },
  ]
}
