/// Other formulas of the logarithms of shares and of their gradients.
extension SoftmaxChange {
  private static let valueHint =
    "Look at every step of x − m − ln Σ e^(x − m), with the largest number m."
  private static let gradientHint =
    "Look at both terms of the gradient, and at what each multiplies."

  static let ofLogarithms: [SoftmaxChange] = values + gradients

  private static let values: [SoftmaxChange] = [
    SoftmaxChange(
      "overflow",
      "the largest number is not subtracted, so the exponentials of large numbers are infinite",
      hint: "Look at what the exponential of a large number is.",
      value: { terms in
        let sums = terms.sums(terms.x.map(Float.exponential))
        return terms.cells { terms.x[$0] - Float.logarithm(sums[$0]) }
      }),
    SoftmaxChange(
      "underflow", "the logarithm is taken of the finished shares, which may be 0",
      hint: "Look at what the logarithm of a small share is.",
      value: { $0.shares($0.x).map(Float.logarithm) }),
    SoftmaxChange(
      "overflow-of-shares",
      "the logarithm is taken of shares without the largest number subtracted",
      hint: "Look at what the exponential of a large number is.",
      value: { terms in
        let powers = terms.x.map(Float.exponential)
        let sums = terms.sums(powers)
        return terms.cells { Float.logarithm(powers[$0] / sums[$0]) }
      }),
    SoftmaxChange(
      "largest-inside-only",
      "the largest number is subtracted in the exponentials, but not from x",
      hint: valueHint,
      value: { terms in
        let sums = terms.sums(terms.powers(terms.x))
        return terms.cells { terms.x[$0] - Float.logarithm(sums[$0]) }
      }),
    SoftmaxChange(
      "largest-twice", "the largest number is subtracted twice", hint: valueHint,
      value: { terms in
        let (largest, sums) = (terms.largest(terms.x), terms.sums(terms.powers(terms.x)))
        return terms.cells { terms.x[$0] - 2 * largest[$0] - Float.logarithm(sums[$0]) }
      }),
    SoftmaxChange(
      "sum-forgotten", "the logarithm of the sum is not subtracted", hint: valueHint,
      value: { terms in zip(terms.x, terms.largest(terms.x)).map { $0 - $1 } },
      gradient: { $0.gy }),
    SoftmaxChange(
      "logarithm-forgotten", "the sum itself is subtracted, not its logarithm", hint: valueHint,
      value: { terms in
        let (largest, sums) = (terms.largest(terms.x), terms.sums(terms.powers(terms.x)))
        return terms.cells { terms.x[$0] - largest[$0] - sums[$0] }
      }),
    SoftmaxChange(
      "shares-only", "the shares themselves come out, not their logarithms", hint: valueHint,
      value: { $0.shares($0.x) },
      gradient: { $0.passed($0.gy, through: $0.shares($0.x)) }),
    scaled("negated", "the logarithms have the wrong sign", by: -1),
    scaled("base-2", "the logarithm has the base 2", by: 1 / Float.logarithm(2)),
    scaled("base-10", "the logarithm has the base 10", by: 1 / Float.logarithm(10)),
  ]

  private static func scaled(_ name: String, _ what: String, by factor: Float) -> SoftmaxChange {
    SoftmaxChange(
      name, what, hint: "Look at the logarithm.",
      value: { terms in logarithms(terms).map { $0 * factor } },
      gradient: { terms in
        let (shares, sums) = (terms.shares(terms.x), terms.sums(terms.gy))
        return terms.cells { factor * (terms.gy[$0] - shares[$0] * sums[$0]) }
      })
  }

  private static func logarithms(_ terms: SoftmaxTerms) -> [Float] {
    let (largest, sums) = (terms.largest(terms.x), terms.sums(terms.powers(terms.x)))
    return terms.cells { terms.x[$0] - largest[$0] - Float.logarithm(sums[$0]) }
  }

  private static let gradients: [SoftmaxChange] = [
    gradient("unchanged", "the gradient passes unchanged: the shares of Σ gy are not subtracted") {
      gy, _, _ in gy
    },
    gradient("share-forgotten", "Σ gy is subtracted without being multiplied by the share") {
      gy, _, sum in gy - sum
    },
    gradient("sum-forgotten", "the share is multiplied by gy instead of Σ gy") { gy, p, _ in
      gy - p * gy
    },
    gradient("share-alone", "the share is subtracted, without Σ gy") { gy, p, _ in gy - p },
    gradient("sum-added", "the share of Σ gy is added instead of subtracted") { gy, p, sum in
      gy + p * sum
    },
    gradient("sign", "the gradient has the wrong sign") { gy, p, sum in p * sum - gy },
    gradient("first-missing", "gy itself is missing in the gradient") { _, p, sum in -p * sum },
    gradient("times-share", "the gradient is multiplied by the share once more") { gy, p, sum in
      p * (gy - p * sum)
    },
    SoftmaxChange(
      "gradient-of-output", "the output is used instead of the share: its exponential is not taken",
      hint: gradientHint,
      gradient: { terms in
        let sums = terms.sums(terms.gy)
        return terms.cells { terms.gy[$0] - terms.y[$0] * sums[$0] }
      }),
    SoftmaxChange(
      "gradient-as-softmax", "the gradient is p·(gy − Σ gy·p), that of the shares themselves",
      hint: gradientHint,
      gradient: { $0.passed($0.gy, through: $0.y.map(Float.exponential)) }),
    SoftmaxChange(
      "gradient-averaged", "the mean of gy is used instead of its sum", hint: gradientHint,
      gradient: { terms in
        let (sums, counts) = (terms.sums(terms.gy), terms.counts)
        return terms.cells {
          terms.gy[$0] - Float.exponential(terms.y[$0]) * sums[$0] / counts[$0]
        }
      }),
  ]

  private static func gradient(
    _ name: String, _ what: String,
    _ value: @escaping @Sendable (_ gy: Float, _ share: Float, _ sum: Float) -> Float
  ) -> SoftmaxChange {
    SoftmaxChange(
      "gradient-\(name)", what, hint: gradientHint,
      gradient: { terms in
        let sums = terms.sums(terms.gy)
        return terms.cells { value(terms.gy[$0], Float.exponential(terms.y[$0]), sums[$0]) }
      })
  }
}
