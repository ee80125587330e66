/// Other slopes of a function of one variable.
extension ElementChange {
  /// Other slopes of any function.
  static let slopes: [ElementChange] =
    arguments + factors + masks + of("x") { x, _ in x } + of("y") { _, y in y }

  private static let argumentHint = "Look at what the slope is taken of."

  private static let arguments: [ElementChange] = [
    ElementChange(
      "slope-at-output", "the slope is taken at the output y instead of the input x",
      hint: argumentHint
    ) { layer, _, y, gy in gy * layer.slope(at: y) },
    ElementChange(
      "slope-of-input", "the formula of the slope gets the input x where it takes the output y",
      hint: argumentHint
    ) { layer, x, _, gy in gy * layer.slope(x, x) },
    ElementChange(
      "slope-of-output", "the formula of the slope gets the output y for the input x as well",
      hint: argumentHint, .attribute
    ) { layer, _, y, gy in gy * layer.slope(y, y) },
    ElementChange(
      "slope-at-gradient", "the slope is taken at the gradient gy instead of the input x",
      hint: argumentHint
    ) { layer, _, _, gy in gy * layer.slope(at: gy) },
    ElementChange(
      "slope-of-gradient", "the formula of the slope gets the gradient gy for the output y",
      hint: argumentHint, .attribute
    ) { layer, _, _, gy in gy * layer.slope(gy, gy) },
    ElementChange(
      "slope-at-negative", "the slope is taken at −x, so its sides are exchanged",
      hint: argumentHint
    ) { layer, x, _, gy in gy * layer.slope(at: -x) },
  ]

  private static let factors: [ElementChange] = [
    ElementChange(
      "slope-ignored", "the gradient passes unchanged, as if the slope were 1"
    ) { _, _, _, gy in gy },
    ElementChange("gradient-ignored", "the slope is not multiplied by gy") { layer, x, y, _ in
      layer.slope(x, y)
    },
    ElementChange("gradient-zero", "no gradient passes") { _, _, _, _ in 0 },
    ElementChange("slope-negated", "the slope has the wrong sign") { layer, x, y, gy in
      -gy * layer.slope(x, y)
    },
    ElementChange("slope-doubled", "the slope is twice as large") { layer, x, y, gy in
      2 * gy * layer.slope(x, y)
    },
    ElementChange("slope-halved", "the slope is half as large") { layer, x, y, gy in
      gy * layer.slope(x, y) / 2
    },
    ElementChange("slope-twice", "gy is multiplied by the slope twice") { layer, x, y, gy in
      gy * layer.slope(x, y) * layer.slope(x, y)
    },
    ElementChange("slope-complement", "gy is multiplied by 1 − slope") { layer, x, y, gy in
      gy * (1 - layer.slope(x, y))
    },
    ElementChange("slope-plus-one", "1 is added to the slope") { layer, x, y, gy in
      gy * (1 + layer.slope(x, y))
    },
    ElementChange("slope-divides", "gy is divided by the slope instead of multiplied") {
      layer, x, y, gy in gy / layer.slope(x, y)
    },
    ElementChange("slope-added", "the slope is added to gy instead of multiplied") {
      layer, x, y, gy in gy + layer.slope(x, y)
    },
    ElementChange("slope-times-input", "gy is multiplied by the slope and by x once more") {
      layer, x, y, gy in gy * layer.slope(x, y) * x
    },
    ElementChange("slope-times-output", "gy is multiplied by the slope and by y once more") {
      layer, x, y, gy in gy * layer.slope(x, y) * y
    },
    ElementChange("slope-times-gradient", "the slope is multiplied by gy twice") {
      layer, x, y, gy in gy * gy * layer.slope(x, y)
    },
    ElementChange("function-of-gradient", "the function itself is applied to gy", .attribute) {
      layer, _, _, gy in layer.value(gy)
    },
    ElementChange("function-of-masked", "the function is applied to gy times the slope", .attribute)
    {
      layer, x, y, gy in layer.value(gy * layer.slope(x, y))
    },
  ]

  private static let maskHint = "Look at the condition under which the gradient passes."

  private static let masks: [ElementChange] = [
    ElementChange(
      "mask-of-input", "gy passes where x is positive, and nowhere else", hint: maskHint
    ) { _, x, _, gy in x > 0 ? gy : 0 },
    ElementChange(
      "mask-of-input-with-zero", "gy passes where x is at least 0, and nowhere else",
      hint: maskHint, .attribute
    ) { _, x, _, gy in x >= 0 ? gy : 0 },
    ElementChange(
      "mask-of-negatives", "gy passes where x is negative: the mask is inverted", hint: maskHint
    ) { _, x, _, gy in x < 0 ? gy : 0 },
    ElementChange(
      "mask-of-negatives-with-zero", "gy passes where x is at most 0: the mask is inverted",
      hint: maskHint, .attribute
    ) { _, x, _, gy in x <= 0 ? gy : 0 },
    ElementChange(
      "mask-of-output", "gy passes where y is positive, and nowhere else", hint: maskHint,
      .attribute
    ) { _, _, y, gy in y > 0 ? gy : 0 },
    ElementChange("mask-of-nonzero", "gy passes where x is not 0", hint: maskHint, .attribute) {
      _, x, _, gy in x != 0 ? gy : 0
    },
    ElementChange(
      "mask-of-gradient", "gy passes where gy itself is positive, whatever x is", hint: maskHint,
      .attribute
    ) { _, _, _, gy in gy > 0 ? gy : 0 },
    ElementChange(
      "mask-both", "gy passes, times the slope, only where gy is positive too", hint: maskHint
    ) { layer, x, y, gy in gy > 0 ? gy * layer.slope(x, y) : 0 },
    ElementChange(
      "mask-both-negative", "gy passes, times the slope, only where gy is negative",
      hint: maskHint
    ) { layer, x, y, gy in gy < 0 ? gy * layer.slope(x, y) : 0 },
    ElementChange(
      "mask-above-one", "gy passes where x is above 1, and nowhere else", hint: maskHint
    ) { _, x, _, gy in x > 1 ? gy : 0 },
    ElementChange("sign-of-input", "gy gets the sign of x", hint: maskHint) { _, x, _, gy in
      x > 0 ? gy : x < 0 ? -gy : 0
    },
  ]

  /// Formulas of a symbol in the place of the slope.
  private static func of(
    _ symbol: String, _ z: @escaping @Sendable (_ x: Float, _ y: Float) -> Float
  ) -> [ElementChange] {
    polynomials.map { name, formula, value in
      ElementChange(
        "slope-\(name)-of-\(symbol)",
        "gy is multiplied by \(formula.replacingSymbol(by: symbol)), which is not the slope",
        synonyms.contains(name) ? .attribute : .rule
      ) { _, x, y, gy in gy * value(z(x, y)) }
    }
  }

  /// Those that are another one for positive numbers.
  private static let synonyms: Set = ["magnitude", "rectified", "magnitude-complement"]

  private static let polynomials: [(String, String, @Sendable (Float) -> Float)] = [
    ("number", "z", { $0 }), ("square", "z²", { $0 * $0 }), ("complement", "1 − z", { 1 - $0 }),
    ("square-complement", "1 − z²", { 1 - $0 * $0 }),
    ("product", "z·(1 − z)", { $0 * (1 - $0) }), ("sum-product", "z·(1 + z)", { $0 * (1 + $0) }),
    ("complement-square", "(1 − z)²", { (1 - $0) * (1 - $0) }), ("successor", "1 + z", { 1 + $0 }),
    ("square-successor", "1 + z²", { 1 + $0 * $0 }), ("reciprocal", "1/z", { 1 / $0 }),
    ("square-reciprocal", "1/z²", { 1 / ($0 * $0) }), ("negative", "−z", { -$0 }),
    ("double", "2·z", { 2 * $0 }), ("half", "z/2", { $0 / 2 }),
    ("half-reciprocal", "1/(2·z)", { 0.5 / $0 }), ("exponential", "e^z", { Float.exponential($0) }),
    ("negative-exponential", "e^−z", { Float.exponential(-$0) }),
    ("magnitude", "|z|", { $0.magnitude }),
    ("magnitude-complement", "1 − |z|", { 1 - $0.magnitude }),
    ("sigmoid", "the sigmoid of z", { logistic($0) }),
    ("sigmoid-slope", "σ(z)·(1 − σ(z)) with the sigmoid σ", { logistic($0) * (1 - logistic($0)) }),
    ("tanh", "tanh z", { Float.hyperbolicTangent($0) }),
    (
      "tanh-slope", "1 − tanh² z",
      { 1 - Float.hyperbolicTangent($0) * Float.hyperbolicTangent($0) }
    ),
    ("rectified", "max(0, z)", { max(0, $0) }),
    ("triple-square", "3·z²", { 3 * $0 * $0 }), ("logarithm", "ln z", { Float.logarithm($0) }),
  ]
}

extension String {
  /// The formula with another symbol for z.
  fileprivate func replacingSymbol(by symbol: String) -> String {
    map { $0 == "z" ? symbol : String($0) }.joined()
  }
}
