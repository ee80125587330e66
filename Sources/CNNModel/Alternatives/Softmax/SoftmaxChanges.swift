/// Other formulas of shares and of their gradients.
extension SoftmaxChange {
  private static let valueHint = "Look at every step of the formula: exponential, sum, division."
  private static let sizeHint = "Look at what the exponential of a large number is."
  private static let gradientHint =
    "Each share depends on all numbers of its line: look at both terms of the gradient."

  static let ofShares: [SoftmaxChange] = values + gradients

  private static let values: [SoftmaxChange] = [
    SoftmaxChange(
      "overflow",
      "the largest number is not subtracted, so the exponentials of large numbers are infinite",
      hint: sizeHint,
      value: { terms in
        let powers = terms.x.map(Float.exponential)
        let sums = terms.sums(powers)
        return terms.cells { powers[$0] / sums[$0] }
      }),
    SoftmaxChange(
      "not-divided", "the exponentials are not divided by their sum", hint: valueHint,
      value: { terms in terms.x.map(Float.exponential) },
      gradient: { terms in terms.cells { Float.exponential(terms.x[$0]) * terms.gy[$0] } }),
    SoftmaxChange(
      "not-divided-shifted",
      "the exponentials of x minus the largest number are not divided by their sum",
      hint: valueHint,
      value: { $0.powers($0.x) },
      gradient: { terms in
        let powers = terms.powers(terms.x)
        return terms.cells { powers[$0] * terms.gy[$0] }
      }),
    SoftmaxChange(
      "divided-by-count", "the exponentials are divided by their number instead of their sum",
      hint: valueHint,
      value: { terms in
        let (powers, counts) = (terms.powers(terms.x), terms.counts)
        return terms.cells { powers[$0] / counts[$0] }
      }),
    ratio("without-exponential", "the numbers themselves are divided by their sum") { x, _ in
      (x, 1)
    },
    ratio("of-squares", "squares are used instead of the exponentials") { x, _ in (x * x, 2 * x) },
    ratio("of-magnitudes", "absolute values are used instead of the exponentials") { x, _ in
      (x.magnitude, x < 0 ? -1 : 1)
    },
    ratio(
      "of-distances",
      "the distances from the largest number are divided by their sum: no exponential"
    ) { x, largest in (x - largest, 1) },
    ratio("base-2", "2 is the base of the powers instead of e") { x, largest in
      let power = Float.exponential(Float.logarithm(2) * (x - largest))
      return (power, Float.logarithm(2) * power)
    },
    ratio("base-10", "10 is the base of the powers instead of e") { x, largest in
      let power = Float.exponential(Float.logarithm(10) * (x - largest))
      return (power, Float.logarithm(10) * power)
    },
    ratio("negated", "the exponentials are of −x, so small numbers get the large shares") { x, _ in
      (Float.exponential(-x), -Float.exponential(-x))
    },
    ratio("doubled", "the numbers are doubled before the exponential") { x, largest in
      let power = Float.exponential(2 * (x - largest))
      return (power, 2 * power)
    },
    ratio("halved", "the numbers are halved before the exponential") { x, largest in
      let power = Float.exponential((x - largest) / 2)
      return (power, power / 2)
    },
    ratio("of-sigmoids", "sigmoids are used instead of the exponentials") { x, _ in
      (logistic(x), logistic(x) * (1 - logistic(x)))
    },
    SoftmaxChange(
      "plus-one", "1 is added to the sum of the exponentials", hint: valueHint,
      value: { terms in
        let powers = terms.x.map(Float.exponential)
        let sums = terms.sums(powers)
        return terms.cells { powers[$0] / (1 + sums[$0]) }
      }),
    SoftmaxChange(
      "largest-below-only", "the largest number is subtracted in the sum, but not above it",
      hint: valueHint,
      value: { terms in
        let sums = terms.sums(terms.powers(terms.x))
        return terms.cells { Float.exponential(terms.x[$0]) / sums[$0] }
      }),
    SoftmaxChange(
      "largest-above-only", "the largest number is subtracted above the sum, but not in it",
      hint: valueHint,
      value: { terms in
        let (powers, sums) = (terms.powers(terms.x), terms.sums(terms.x.map(Float.exponential)))
        return terms.cells { powers[$0] / sums[$0] }
      }),
    SoftmaxChange(
      "twice", "the softmax is applied twice", hint: "Look at how often the shares are taken.",
      value: { $0.shares($0.shares($0.x)) },
      gradient: { terms in
        let first = terms.shares(terms.x)
        return terms.passed(
          terms.passed(terms.gy, through: terms.shares(first)), through: first)
      }),
    SoftmaxChange(
      "winner-only", "the largest number gets 1 and all others 0", hint: valueHint,
      value: { terms in
        let largest = terms.largest(terms.x)
        return terms.cells { terms.x[$0] == largest[$0] ? 1 : 0 }
      }),
  ]

  /// `f(x) / Σ f(x)` with its gradient, for f and its slope.
  private static func ratio(
    _ name: String, _ what: String,
    _ value: @escaping @Sendable (_ x: Float, _ largest: Float) -> (Float, slope: Float)
  ) -> SoftmaxChange {
    SoftmaxChange(
      name, what, hint: valueHint,
      value: { terms in
        let parts = zip(terms.x, terms.largest(terms.x)).map { value($0, $1).0 }
        let sums = terms.sums(parts)
        return terms.cells { parts[$0] / sums[$0] }
      },
      gradient: { terms in
        let parts = zip(terms.x, terms.largest(terms.x)).map { value($0, $1) }
        let sums = terms.sums(parts.map(\.0))
        let means = terms.sums(terms.cells { terms.gy[$0] * parts[$0].0 / sums[$0] })
        return terms.cells { parts[$0].slope * (terms.gy[$0] - means[$0]) / sums[$0] }
      })
  }

  private static let gradients: [SoftmaxChange] = [
    gradient(
      "diagonal-only", "gy is multiplied by y·(1 − y), the diagonal of the derivatives alone"
    ) {
      gy, y, _, _ in gy * y * (1 - y)
    },
    gradient("sum-forgotten", "gy is multiplied by y alone: the sum Σ gy·y is not subtracted") {
      gy, y, _, _ in gy * y
    },
    gradient("unchanged", "the gradient passes unchanged") { gy, _, _, _ in gy },
    gradient("sum-unweighted", "the sum in the gradient is Σ gy instead of Σ gy·y") {
      gy, y, _, plain in y * (gy - plain)
    },
    gradient("without-share", "gy − Σ gy·y is not multiplied by y") { gy, _, sum, _ in gy - sum },
    gradient("sum-added", "Σ gy·y is added to gy instead of being subtracted") { gy, y, sum, _ in
      y * (gy + sum)
    },
    gradient("sign", "the gradient has the wrong sign") { gy, y, sum, _ in -y * (gy - sum) },
    gradient("sum-alone", "the diagonal is missing: the gradient is −y·Σ gy·y") { _, y, sum, _ in
      -y * sum
    },
    gradient("neighbors-alone", "only the derivatives of the other shares count") {
      gy, y, sum, _ in -y * (sum - gy * y)
    },
    gradient("neighbors-added", "the derivatives of the other shares have the wrong sign") {
      gy, y, sum, _ in y * (1 - y) * gy + y * (sum - gy * y)
    },
    gradient("share-minus-gradient", "the gradient is y − gy, as if gy were wanted shares") {
      gy, y, _, _ in y - gy
    },
    gradient("gradient-forgotten", "the gradient is y·(1 − y), without gy") { _, y, _, _ in
      y * (1 - y)
    },
    gradient("share-twice", "gy − Σ gy·y is multiplied by y twice") { gy, y, sum, _ in
      y * y * (gy - sum)
    },
    gradient("slope-twice", "the gradient is multiplied by 1 − y once more") { gy, y, sum, _ in
      y * (1 - y) * (gy - sum)
    },
    gradient(
      "diagonal-unsquared",
      "the derivatives on the diagonal are y instead of y·(1 − y), and the others are right"
    ) {
      gy, y, sum, _ in y * gy - y * (sum - gy * y)
    },
    gradient("as-log-softmax", "the gradient is gy − y·Σ gy, that of the logarithm of the shares") {
      gy, y, _, plain in gy - y * plain
    },
    SoftmaxChange(
      "sum-averaged", "the sum in the gradient is the mean of gy·y", hint: gradientHint,
      gradient: { terms in
        let sums = terms.sums(terms.cells { terms.gy[$0] * terms.y[$0] })
        let counts = terms.counts
        return terms.cells { terms.y[$0] * (terms.gy[$0] - sums[$0] / counts[$0]) }
      }),
    SoftmaxChange(
      "of-input", "the input x is used instead of the shares y in the gradient", hint: gradientHint,
      gradient: { $0.passed($0.gy, through: $0.x) }),
    SoftmaxChange(
      "of-shares-again", "the shares of y are used instead of y in the gradient",
      hint: gradientHint,
      gradient: { $0.passed($0.gy, through: $0.shares($0.y)) }),
  ]

  private static func gradient(
    _ name: String, _ what: String,
    _ value:
      @escaping @Sendable (_ gy: Float, _ y: Float, _ sum: Float, _ plain: Float) -> Float
  ) -> SoftmaxChange {
    SoftmaxChange(
      "gradient-\(name)", what, hint: gradientHint,
      gradient: { terms in
        let sums = terms.sums(terms.cells { terms.gy[$0] * terms.y[$0] })
        let plain = terms.sums(terms.gy)
        return terms.cells { value(terms.gy[$0], terms.y[$0], sums[$0], plain[$0]) }
      })
  }
}
