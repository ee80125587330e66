/// Other functions made of the right one, with their true slopes.
extension ElementChange {
  static let formulas: [ElementChange] = arguments + results

  private static let arguments: [ElementChange] = [
    ElementChange(
      "argument-negated", "the function is applied to −x", value: { $0.value(-$1) },
      slope: { -$0.slope(at: -$1) }),
    ElementChange(
      "argument-doubled", "the function is applied to 2·x", value: { $0.value(2 * $1) },
      slope: { 2 * $0.slope(at: 2 * $1) }),
    ElementChange(
      "argument-halved", "the function is applied to x/2", value: { $0.value($1 / 2) },
      slope: { $0.slope(at: $1 / 2) / 2 }),
    ElementChange(
      "argument-magnitude", "the function is applied to |x|", .attribute,
      value: { $0.value($1.magnitude) },
      slope: { ($1 < 0 ? -1 : 1) * $0.slope(at: $1.magnitude) }),
    ElementChange(
      "argument-plus-one", "the function is applied to x + 1", value: { $0.value($1 + 1) },
      slope: { $0.slope(at: $1 + 1) }),
    ElementChange(
      "argument-minus-one", "the function is applied to x − 1", value: { $0.value($1 - 1) },
      slope: { $0.slope(at: $1 - 1) }),
    ElementChange(
      "twice", "the function is applied twice", value: { $0.value($0.value($1)) },
      slope: { $0.slope(at: $0.value($1)) * $0.slope(at: $1) }),
  ]

  private static let results: [ElementChange] = [
    ElementChange(
      "result-negated", "the result has the wrong sign", value: { -$0.value($1) },
      slope: { -$0.slope(at: $1) }),
    ElementChange(
      "result-doubled", "the result is twice as large", value: { 2 * $0.value($1) },
      slope: { 2 * $0.slope(at: $1) }),
    ElementChange(
      "result-halved", "the result is half as large", value: { $0.value($1) / 2 },
      slope: { $0.slope(at: $1) / 2 }),
    ElementChange(
      "result-magnitude", "the absolute value of the result comes out", .attribute,
      value: { $0.value($1).magnitude },
      slope: { ($0.value($1) < 0 ? -1 : 1) * $0.slope(at: $1) }),
    ElementChange(
      "result-complement", "1 minus the result comes out", value: { 1 - $0.value($1) },
      slope: { -$0.slope(at: $1) }),
    ElementChange(
      "result-stretched", "2·f(x) − 1 comes out instead of f(x)",
      value: { 2 * $0.value($1) - 1 }, slope: { 2 * $0.slope(at: $1) }),
    ElementChange(
      "result-squared", "the square of the result comes out",
      value: { $0.value($1) * $0.value($1) }, slope: { 2 * $0.value($1) * $0.slope(at: $1) }),
    ElementChange(
      "result-reciprocal", "1/f(x) comes out instead of f(x)", value: { 1 / $0.value($1) },
      slope: { -$0.slope(at: $1) / ($0.value($1) * $0.value($1)) }),
    ElementChange(
      "result-times-input", "the result is multiplied by x", value: { $1 * $0.value($1) },
      slope: { $0.value($1) + $1 * $0.slope(at: $1) }),
    ElementChange(
      "rest", "x − f(x) comes out: what the function takes away", value: { $1 - $0.value($1) },
      slope: { 1 - $0.slope(at: $1) }),
    ElementChange(
      "residual", "x + f(x) comes out", value: { $1 + $0.value($1) },
      slope: { 1 + $0.slope(at: $1) }),
    ElementChange(
      "slope-for-value", "the slope comes out instead of the function", value: { $0.slope(at: $1) },
      slope: { _, _ in 0 }),
    ElementChange(
      "result-rectified", "negative results become 0", .attribute, value: { max(0, $0.value($1)) },
      slope: { $0.value($1) > 0 ? $0.slope(at: $1) : 0 }),
    limited(1), limited(6),
  ]

  private static func limited(_ limit: Float) -> ElementChange {
    ElementChange(
      "result-limited-\(Int(limit))", "results above \(Int(limit)) become \(Int(limit))",
      value: { min(limit, $0.value($1)) },
      slope: { $0.value($1) < limit ? $0.slope(at: $1) : 0 })
  }
}
