/// Other slopes of the cross-entropy.
extension CrossEntropyChanges {
  private static let hint = "Look at the slope by each logit: probability minus target."

  static let slopes: [Change] = [
    slope("probability-only", "the slope is p alone: the wanted class is not subtracted") {
      p, _, _ in
      p
    },
    slope("target-only", "the slope is −t alone: the probability is missing") { _, t, _ in -t },
    slope("slope-again", "p − t is multiplied by p·(1 − p) once more") { p, t, _ in
      (p - t) * p * (1 - p)
    },
    slope("slope-times-probability", "p − t is multiplied by p once more") { p, t, _ in
      (p - t) * p
    },
    slope("slope-times-rest", "p − t is multiplied by 1 − p once more") { p, t, _ in
      (p - t) * (1 - p)
    },
    slope("slope-divided", "p − t is divided by p·(1 − p)") { p, t, _ in (p - t) / (p * (1 - p)) },
    slope(
      "slope-by-probability",
      "the slope is −t/p, that by the probabilities: the softmax's is missing"
    ) { p, t, _ in t == 0 ? 0 : -t / p },
    slope(
      "diagonal-only", "the slope is −t·(1 − p): of the softmax's derivatives the diagonal alone"
    ) { p, t, _ in -t * (1 - p) },
    slope("wanted-class-only", "the slope is p − t at the wanted class, and 0 at all others") {
      p, t, _ in t == 0 ? 0 : p - t
    },
    slope("other-classes-only", "the slope is p at the other classes, and 0 at the wanted one") {
      p, t, _ in t == 0 ? p : 0
    },
    slope("complement-of-wanted", "the slope of the wanted class is 1 − p instead of p − 1") {
      p, t, _ in t == 0 ? p : t - p
    },
    slope(
      "logits-minus-target", "the slope is x − t: the logits are used instead of the probabilities"
    ) {
      _, t, x in x - t
    },
    slope("sigmoid-minus-target", "the slope is the sigmoid of the logit minus t") { _, t, x in
      logistic(x) - t
    },
    slope("logarithm-minus-target", "the slope is ln p − t, with the logarithm of the probability")
    {
      p, t, _ in Double.logarithm(p) - t
    },
    slope(
      "exponential-minus-target",
      "the slope is e^x − t: the exponentials are not divided by their sum"
    ) { _, t, x in Double.exponential(x) - t },
    slope("squared", "the slope is (p − t)²") { p, t, _ in (p - t) * (p - t) },
    slope("magnitude", "the slope is |p − t|") { p, t, _ in abs(p - t) },
    slope("softmax-slope", "the slope is p·(1 − p), that of the softmax alone") { p, _, _ in
      p * (1 - p)
    },
    slope("minus-one-everywhere", "the slope is p − 1 at all classes") { p, _, _ in p - 1 },
    slope("product", "the slope is p·t") { p, t, _ in p * t },
    slope("reciprocal-everywhere", "the slope is −1/p at all classes") { p, _, _ in -1 / p },
    slope("reciprocal-positive", "the slope is t/p, without the minus") { p, t, _ in
      t == 0 ? 0 : t / p
    },
    slope("logarithm", "the slope is −t·ln p, the loss itself") { p, t, _ in
      t == 0 ? 0 : -t * Double.logarithm(p)
    },
    Change(
      rule: "softmax-again", what: "p − t is passed through the softmax once more", hint: hint,
      slopes: { terms in
        [terms.passed(terms.slopes { $1 * terms.p[$0] - terms.wanted[$0] }, through: terms.p)]
      }),
    Change(
      rule: "times-loss", what: "the gradient is multiplied by the loss", hint: hint,
      slopes: { terms in
        let total = terms.total { -Double.logarithm(terms.p[$0]) }
        let mean = total / max(1, terms.wholes.reduce(0, +))
        return [total, mean].map { loss in
          terms.slopes { loss * ($1 * terms.p[$0] - terms.wanted[$0]) }
        }
      }),
    Change(
      rule: "last-place-of-class", what: "the wanted class is subtracted in the last sample alone",
      hint: hint,
      slopes: { terms in
        let last = Set(terms.places.last ?? [])
        return [terms.slopes { $1 * terms.p[$0] - (last.contains($0) ? terms.wanted[$0] : 0) }]
      }),
    Change(
      rule: "wanted-of-all",
      what: "1 is subtracted at the wanted classes of all samples in every sample",
      hint: hint,
      slopes: { terms in
        let labels = Set(
          terms.places.flatMap { place in
            place.indices.filter { terms.wanted[place[$0]] != 0 }
          })
        var slopes = terms.x.map { _ in 0.0 }
        for place in terms.places {
          for (index, cell) in place.enumerated() {
            slopes[cell] = terms.p[cell] - (labels.contains(index) ? 1 : 0)
          }
        }
        return [slopes]
      }),
  ]

  private static func slope(
    _ rule: String, _ what: String,
    _ value: @escaping @Sendable (_ p: Double, _ t: Double, _ x: Double) -> Double
  ) -> Change {
    Change(
      rule: "slope-\(rule)", what: what, hint: hint,
      slopes: { terms in
        [terms.slopes { cell, _ in value(terms.p[cell], terms.wanted[cell], terms.x[cell]) }]
      })
  }

  /// The softmax over other cells.
  static func lines(_ output: Shape) -> [Change] {
    SoftmaxLines.others(along: 1, output).map { other in
      Change(
        rule: "softmax-\(other.name)", what: "the softmax is taken over \(other.what)",
        hint: "Look at which probabilities add up to 1.",
        totals: { terms in
          let q = CrossEntropyTerms.softmax(terms.x, other.lines(terms.shape))
          return [terms.total { -Double.logarithm(q[$0]) }]
        },
        slopes: { terms in
          let lines = other.lines(terms.shape)
          let q = CrossEntropyTerms.softmax(terms.x, lines)
          var wholes = terms.x.map { _ in 0.0 }
          for line in lines {
            let whole = line.reduce(0) { $0 + terms.wanted[$1] }
            for cell in line { wholes[cell] = whole }
          }
          return [
            terms.slopes { $1 * q[$0] - terms.wanted[$0] },
            terms.slopes { cell, _ in wholes[cell] * q[cell] - terms.wanted[cell] },
          ]
        })
    }
  }

  /// Other formulas where the output is probabilities, or their logarithms.
  static let ofProbabilities: [Change] = [
    Change(
      rule: "softmax-again", what: "a softmax is applied to the probabilities once more",
      hint: "Look at what the output already is.",
      totals: { terms in
        let q = CrossEntropyTerms.softmax(terms.x, terms.places)
        return [terms.total { -Double.logarithm(q[$0]) }]
      },
      slopes: { terms in
        let q = CrossEntropyTerms.softmax(terms.x, terms.places)
        return [terms.slopes { $1 * q[$0] - terms.wanted[$0] }]
      }),
    slope("as-of-logits", "the slope is p − t, that by logits") { p, t, _ in p - t },
    slope("undivided", "the slope is −t: it is not divided by the probability") { _, t, _ in -t },
    slope("divided", "the slope is −t/p, that by probabilities") { p, t, _ in
      t == 0 ? 0 : -t / p
    },
    slope("everywhere", "the slope is −1/p at all classes") { p, _, _ in -1 / p },
    slope("positive", "the slope is t/p, without the minus") { p, t, _ in t == 0 ? 0 : t / p },
    slope("multiplied", "the slope is −t·p, multiplied instead of divided") { p, t, _ in -t * p },
    slope("binary", "the slope is (p − t)/(p·(1 − p)), that of the binary cross-entropy") {
      p, t, _ in (p - t) / (p * (1 - p))
    },
  ]
}
