/// Binary cross-entropies by another formula.
enum BinaryCrossEntropyChanges {
  typealias Change = LossChange<ElementLossTerms>

  private static let hint = "Look at both logarithms of the formula, and at what weights each."
  private static let slopeHint = "Look at the slope by each number of the output."
  private static let sizeHint = "Look at what the logarithms of extreme numbers are."

  /// `−t·ln p − (1 − t)·ln(1 − p)`; a factor of 0 does not count.
  private static func loss(_ p: Double, _ t: Double) -> Double {
    (t == 0 ? 0 : -t * Double.logarithm(p)) + (t == 1 ? 0 : -(1 - t) * Double.logarithm(1 - p))
  }

  /// Whatever the output is.
  static let both: [Change] =
    [(2.0, "2"), (10.0, "10")].map { base, name in
      let factor = 1 / Double.logarithm(base)
      return Change(
        rule: "base-\(name)", what: "the logarithms have the base \(name)",
        hint: "Look at the logarithm.",
        totals: { terms in [terms.sum { factor * loss(terms.p[$0], terms.t[$0]) }] },
        slopes: { terms in
          [terms.cells { factor * terms.binarySlope($0) }]
        })
    } + [
      Change(
        rule: "clipped", what: "probabilities are kept off 0 and 1 by a small number",
        hint: sizeHint,
        totals: { terms in
          SmallNumbers.usual.flatMap { least in
            [
              terms.sum { loss(min(1 - least, max(least, terms.p[$0])), terms.t[$0]) },
              terms.sum { cell in
                let (p, t) = (terms.p[cell], terms.t[cell])
                return -t * Double.logarithm(p + least)
                  - (1 - t) * Double.logarithm(1 - p + least)
              },
            ]
          }
        }),
      Change(
        rule: "underflow",
        what: "the logarithms are taken of finished probabilities, which may be 0 or 1",
        hint: sizeHint,
        totals: { terms in
          let p = terms.p.map { Double(Float($0)) }
          return [
            terms.sum { loss(p[$0], terms.t[$0]) },
            terms.sum { cell in
              -terms.t[cell] * Double.logarithm(p[cell])
                - (1 - terms.t[cell]) * Double.logarithm(1 - p[cell])
            },
          ]
        }),
    ]

  /// The formula with logits.
  static let ofLogits: [Change] = parts + slopes

  private static let parts: [Change] = [
    part("wanted-only", "−t·ln p alone is summed: the part (1 − t)·ln(1 − p) is missing") {
      p, t, _ in
      (t == 0 ? 0 : -t * Double.logarithm(p), -t * (1 - p))
    },
    part("unwanted-only", "−(1 − t)·ln(1 − p) alone is summed: the part t·ln p is missing") {
      p, t, _ in (t == 1 ? 0 : -(1 - t) * Double.logarithm(1 - p), (1 - t) * p)
    },
    part("targets-exchanged", "t and 1 − t are exchanged") { p, t, _ in
      (loss(p, 1 - t), p - (1 - t))
    },
    part("sigmoid-twice", "the sigmoid is applied twice") { p, t, _ in
      let q = logistic(p)
      return (loss(q, t), (q - t) * p * (1 - p))
    },
    part("sign-between", "the two parts are subtracted instead of added") { p, t, _ in
      (
        loss(p, t) + 2 * (t == 1 ? 0 : (1 - t) * Double.logarithm(1 - p)),
        -t * (1 - p) - (1 - t) * p
      )
    },
    part("logarithms-forgotten", "the probabilities are summed without logarithms") { p, t, _ in
      (-t * p - (1 - t) * (1 - p), (1 - 2 * t) * p * (1 - p))
    },
    part("squared-differences", "the squared differences of probability and target are summed") {
      p, t, _ in ((p - t) * (p - t), 2 * (p - t) * p * (1 - p))
    },
    part("target-unweighted", "the logarithms are not weighted by the target") { p, _, _ in
      (-Double.logarithm(p) - Double.logarithm(1 - p), 2 * p - 1)
    },
    Change(
      rule: "no-sigmoid",
      what: "the logarithms are taken of the logits themselves, kept off 0 and 1: no sigmoid",
      hint: hint,
      totals: { terms in
        [terms.sum { loss(terms.x[$0], terms.t[$0]) }]
          + SmallNumbers.usual.map { least in
            terms.sum { loss(min(1 - least, max(least, terms.x[$0])), terms.t[$0]) }
          }
      },
      slopes: { terms in
        [terms.cells { (terms.x[$0] - terms.t[$0]) / (terms.x[$0] * (1 - terms.x[$0])) }]
      }),
    Change(
      rule: "softmax-for-sigmoid",
      what: "a softmax over the numbers of a sample is used instead of the sigmoids",
      hint: hint,
      totals: { terms in
        let q = shares(terms)
        return [
          terms.sum { loss(q[$0], terms.t[$0]) },
          terms.sum { cell in
            terms.t[cell] == 0 ? 0 : -terms.t[cell] * Double.logarithm(q[cell])
          },
        ]
      },
      slopes: { terms in
        let q = shares(terms)
        return [terms.cells { q[$0] - terms.t[$0] }]
      }),
    Change(
      rule: "overflow", what: "ln(1 + e^x) is computed, which is infinite where e^x is",
      hint: sizeHint,
      totals: { terms in
        let e = terms.x.map { Double(Float.exponential(Float($0))) }
        return [
          terms.sum { Double.logarithm(1 + e[$0]) - terms.t[$0] * terms.x[$0] },
          terms.sum { loss(e[$0] / (1 + e[$0]), terms.t[$0]) },
        ]
      },
      slopes: { terms in
        let e = terms.x.map { Double(Float.exponential(Float($0))) }
        return [terms.cells { e[$0] / (1 + e[$0]) - terms.t[$0] }]
      }),
  ]

  /// The softmax of every sample.
  private static func shares(_ terms: ElementLossTerms) -> [Double] {
    let size = terms.shape.sample.count
    let lines = (0..<terms.shape[0]).map { Array($0 * size..<($0 + 1) * size) }
    return CrossEntropyTerms.softmax(terms.x, lines)
  }

  private static let slopes: [Change] = [
    slope("probability-only", "the slope is p alone: the target is not subtracted") { p, _, _ in p
    },
    slope("target-only", "the slope is −t alone: the probability is missing") { _, t, _ in -t },
    slope(
      "by-probability",
      "the slope is (p − t)/(p·(1 − p)), that by the probability: the sigmoid's is missing"
    ) { p, t, _ in (p - t) / (p * (1 - p)) },
    slope("again", "p − t is multiplied by p·(1 − p) once more") { p, t, _ in
      (p - t) * p * (1 - p)
    },
    slope("wanted-by-probability", "the slope is −t/p, of the first part alone by the probability")
    {
      p, t, _ in t == 0 ? 0 : -t / p
    },
    slope("sign-inside", "the slope is −t/p − (1 − t)/(1 − p): a sign is wrong") { p, t, _ in
      -t / p - (1 - t) / (1 - p)
    },
    slope("logits-minus-target", "the slope is x − t: the logit is used instead of the probability")
    {
      _, t, x in x - t
    },
    slope("sigmoid-twice", "the slope is the sigmoid of p minus t") { p, t, _ in logistic(p) - t },
    slope("times-probability", "p − t is multiplied by p once more") { p, t, _ in (p - t) * p },
    slope("squared", "the slope is (p − t)²") { p, t, _ in (p - t) * (p - t) },
    slope("magnitude", "the slope is |p − t|") { p, t, _ in abs(p - t) },
    slope("sigmoid-slope", "the slope is p·(1 − p), that of the sigmoid alone") { p, _, _ in
      p * (1 - p)
    },
  ]

  /// The formula where the output is probabilities.
  static let ofProbabilities: [Change] = [
    part("wanted-only", "−t·ln p alone is summed: the part (1 − t)·ln(1 − p) is missing") {
      p, t, _ in
      t == 0 ? (0, 0) : (-t * Double.logarithm(p), -t / p)
    },
    part("unwanted-only", "−(1 − t)·ln(1 − p) alone is summed: the part t·ln p is missing") {
      p, t, _ in t == 1 ? (0, 0) : (-(1 - t) * Double.logarithm(1 - p), (1 - t) / (1 - p))
    },
    part("targets-exchanged", "t and 1 − t are exchanged") { p, t, _ in
      (loss(p, 1 - t), (p - (1 - t)) / (p * (1 - p)))
    },
    part("sigmoid-again", "a sigmoid is applied to the probabilities once more") { p, t, _ in
      (loss(logistic(p), t), logistic(p) - t)
    },
    part("squared-differences", "the squared differences of probability and target are summed") {
      p, t, _ in ((p - t) * (p - t), 2 * (p - t))
    },
    slope("as-of-logits", "the slope is p − t, that by logits") { p, t, _ in p - t },
    slope("again", "p − t is multiplied by p·(1 − p) instead of divided") { p, t, _ in
      (p - t) * p * (1 - p)
    },
    slope("sign-inside", "the slope is −t/p − (1 − t)/(1 − p): a sign is wrong") { p, t, _ in
      -t / p - (1 - t) / (1 - p)
    },
    slope("by-probability-alone", "p − t is divided by p alone") { p, t, _ in (p - t) / p },
    slope("by-rest-alone", "p − t is divided by 1 − p alone") { p, t, _ in (p - t) / (1 - p) },
    slope("reciprocal", "the slope is −1/p everywhere, whatever the target is") { p, _, _ in -1 / p
    },
  ]

  private static func part(
    _ rule: String, _ what: String,
    _ value: @escaping @Sendable (_ p: Double, _ t: Double, _ x: Double) -> (Double, slope: Double)
  ) -> Change {
    Change(
      rule: rule, what: what, hint: hint,
      totals: { terms in [terms.sum { value(terms.p[$0], terms.t[$0], terms.x[$0]).0 }] },
      slopes: { terms in [terms.cells { value(terms.p[$0], terms.t[$0], terms.x[$0]).slope }] })
  }

  private static func slope(
    _ rule: String, _ what: String,
    _ value: @escaping @Sendable (_ p: Double, _ t: Double, _ x: Double) -> Double
  ) -> Change {
    Change(
      rule: "slope-\(rule)", what: what, hint: slopeHint,
      slopes: { terms in [terms.cells { value(terms.p[$0], terms.t[$0], terms.x[$0]) }] })
  }
}
