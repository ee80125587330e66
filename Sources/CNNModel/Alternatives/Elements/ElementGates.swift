/// Other slopes at kinks, and slopes of functions `x·g(x)` with a term missing.
extension ElementChange {
  private static let kinkHint = "Look at the numbers at which the slope jumps."

  /// Slopes exactly at the numbers where the slope jumps.
  static let kinks: [ElementChange] = [
    ElementChange(
      "kinks-from-above", "the slope at a kink is that of larger numbers", hint: kinkHint
    ) { layer, x, y, gy in gy * (layer.isKink(x) ? layer.slope(at: x.nextUp) : layer.slope(x, y)) },
    ElementChange(
      "kinks-from-below", "the slope at a kink is that of smaller numbers", hint: kinkHint
    ) { layer, x, y, gy in
      gy * (layer.isKink(x) ? layer.slope(at: x.nextDown) : layer.slope(x, y))
    },
    ElementChange(
      "kinks-in-between", "the slope at a kink is the mean of those at both sides", hint: kinkHint
    ) { layer, x, y, gy in
      guard layer.isKink(x) else { return gy * layer.slope(x, y) }
      return gy * (layer.slope(at: x.nextUp) + layer.slope(at: x.nextDown)) / 2
    },
    ElementChange("kinks-stopped", "no gradient passes at a kink", hint: kinkHint) {
      layer, x, y, gy in layer.isKink(x) ? 0 : gy * layer.slope(x, y)
    },
  ]

  private static let gateHint =
    "The function is a product of x and a factor g: look at both terms of its slope."

  /// Slopes and formulas of a function that is `x·g(x)` with `g = y/x`.
  static let gates: [ElementChange] = [
    ElementChange(
      "gate-constant", "the slope is g = y/x alone, as if the factor g of x were a constant",
      hint: gateHint
    ) { layer, x, _, gy in gy * layer.gate(x) },
    ElementChange(
      "gate-alone", "the slope is x·g′ alone: the term g = y/x is missing", hint: gateHint
    ) { layer, x, _, gy in gy * (layer.slope(at: x) - layer.gate(x)) },
    ElementChange(
      "gate-slope", "the slope is g′, that of the factor g = y/x alone", hint: gateHint
    ) { layer, x, _, gy in gy * layer.gateSlope(x) },
    ElementChange("gate-sum", "the slope is g + g′: g′ is not multiplied by x", hint: gateHint) {
      layer, x, _, gy in gy * (layer.gate(x) + layer.gateSlope(x))
    },
    ElementChange("gate-product", "the slope is g·(1 − g) with g = y/x", hint: gateHint) {
      layer, x, _, gy in gy * layer.gate(x) * (1 - layer.gate(x))
    },
    ElementChange(
      "gate-times-input", "the slope is x·g·(1 − g): g alone is missing", hint: gateHint
    ) { layer, x, y, gy in gy * y * (1 - layer.gate(x)) },
    ElementChange(
      "gate-as-sigmoid", "the slope is g + x·g·(1 − g), as if the factor g were a sigmoid",
      hint: gateHint
    ) { layer, x, y, gy in gy * (layer.gate(x) + y * (1 - layer.gate(x))) },
    ElementChange(
      "gate-and-output", "the slope is g + y: a factor 1 − g is missing", hint: gateHint
    ) { layer, x, y, gy in gy * (layer.gate(x) + y) },
    ElementChange(
      "gate-and-complement",
      "the slope is g + y·(1 − y): y is used instead of g in the last factor",
      hint: gateHint
    ) { layer, x, y, gy in gy * (layer.gate(x) + y * (1 - y)) },
    ElementChange("gate-difference", "the slope is g − x·g′: a sign is wrong", hint: gateHint) {
      layer, x, _, gy in gy * (2 * layer.gate(x) - layer.slope(at: x))
    },
    ElementChange(
      "gate-only", "the output is the factor g = y/x: it is not multiplied by x",
      value: { $0.gate($1) }, slope: { $0.gateSlope($1) }),
    ElementChange(
      "gate-added", "the factor g = y/x is added to x instead of multiplied",
      value: { $1 + $0.gate($1) }, slope: { 1 + $0.gateSlope($1) }),
  ]
}

extension Elementwise {
  fileprivate func isKink(_ x: Float) -> Bool { kinks.contains { Float($0) == x } }

  /// `g = y/x`; at 0 the slope.
  fileprivate func gate(_ x: Float) -> Float { x == 0 ? slope(at: x) : value(x) / x }

  /// The slope of g; at 0, where it would need the curvature, 0.
  fileprivate func gateSlope(_ x: Float) -> Float { x == 0 ? 0 : (slope(at: x) - gate(x)) / x }
}
