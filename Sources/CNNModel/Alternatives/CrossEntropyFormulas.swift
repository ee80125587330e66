/// Cross-entropies of logits by another formula, with true and usual slopes.
extension CrossEntropyChanges {
  private static let hint = "Look at every step from the logits to the loss."

  static let values: [Change] = probabilities + sums

  private static let probabilities: [Change] = [
    Change(
      rule: "no-softmax",
      what:
        "the logarithm is taken of the logits themselves, kept above a small number: no softmax",
      hint: hint,
      totals: { terms in
        let plain = terms.total { -Double.logarithm(terms.x[$0]) }
        let positive = terms.total { -Double.logarithm(abs(terms.x[$0])) }
        return [plain, positive]
          + SmallNumbers.usual.flatMap { least in
            [
              terms.total { -Double.logarithm(max(least, terms.x[$0])) },
              terms.total { -Double.logarithm(min(1, max(least, terms.x[$0]))) },
              terms.total { -Double.logarithm(min(1 - least, max(least, terms.x[$0]))) },
              terms.total { -Double.logarithm(terms.x[$0] + least) },
            ]
          }
      },
      slopes: { terms in
        let plain = terms.wanted.indices.map {
          terms.wanted[$0] == 0 ? 0 : -terms.wanted[$0] / terms.x[$0]
        }
        return [plain]
          + SmallNumbers.usual.map { least in
            terms.slopes { cell, _ in -terms.wanted[cell] / max(least, terms.x[cell]) }
          }
      }),
    Change(
      rule: "softmax-twice", what: "the softmax is applied twice", hint: hint,
      totals: { terms in
        let twice = CrossEntropyTerms.softmax(terms.p, terms.places)
        return [terms.total { -Double.logarithm(twice[$0]) }]
      },
      slopes: { terms in
        let twice = CrossEntropyTerms.softmax(terms.p, terms.places)
        let outer = terms.slopes { $1 * twice[$0] - terms.wanted[$0] }
        return [terms.passed(outer, through: terms.p), outer]
      }),
    Change(
      rule: "sigmoid-for-softmax", what: "the probability is the sigmoid of the logit", hint: hint,
      totals: { terms in [terms.total { softplus(-terms.x[$0]) }] },
      slopes: { terms in
        [
          terms.slopes { cell, _ in terms.wanted[cell] * (logistic(terms.x[cell]) - 1) },
          terms.slopes { $1 * logistic(terms.x[$0]) - terms.wanted[$0] },
        ]
      }),
    Change(
      rule: "overflow",
      what: "the largest logit is not taken off, so the exponentials of large logits are infinite",
      hint: sizeHint,
      totals: { terms in
        let powers = terms.x.map { Double(Float.exponential(Float($0))) }
        var (ratio, difference, masked) = (0.0, 0.0, 0.0)
        for place in terms.places {
          let sum = place.reduce(0) { $0 + powers[$1] }
          for cell in place {
            let loss = -Double.logarithm(powers[cell] / sum)
            masked += terms.wanted[cell] * loss
            guard terms.wanted[cell] != 0 else { continue }
            ratio += terms.wanted[cell] * loss
            difference += terms.wanted[cell] * (Double.logarithm(sum) - terms.x[cell])
          }
        }
        return [ratio, difference, masked]
      },
      slopes: { terms in
        let powers = terms.x.map { Double(Float.exponential(Float($0))) }
        var slopes = terms.x.map { _ in 0.0 }
        for place in terms.places {
          let sum = place.reduce(0) { $0 + powers[$1] }
          for cell in place { slopes[cell] = powers[cell] / sum - terms.wanted[cell] }
        }
        return [slopes]
      }),
  ]

  private static let sums: [Change] = [
    Change(
      rule: "binary",
      what: "every class is a question of its own: ln(1 − p) of the other classes is added",
      hint: "Look at which classes enter the sum.",
      totals: { terms in
        let all = terms.sum { cell in
          let (t, p) = (terms.wanted[cell], terms.p[cell])
          return (t == 0 ? 0 : -t * Double.logarithm(p))
            + (t == 1 ? 0 : -(1 - t) * Double.logarithm(1 - p))
        }
        return [all]
      },
      slopes: { terms in
        let outer = terms.slopes { cell, _ in
          let (t, p) = (terms.wanted[cell], terms.p[cell])
          return (t == 0 ? 0 : -t / p) + (t == 1 ? 0 : (1 - t) / (1 - p))
        }
        return [terms.passed(outer, through: terms.p), outer]
      }),
    Change(
      rule: "binary-of-sigmoids",
      what: "every class is a question of its own, with the sigmoid of its logit",
      hint: "Look at which classes enter the sum.",
      totals: { terms in
        [
          terms.sum { cell in
            terms.wanted[cell] * softplus(-terms.x[cell])
              + (1 - terms.wanted[cell]) * softplus(terms.x[cell])
          }
        ]
      },
      slopes: { terms in [terms.slopes { cell, _ in logistic(terms.x[cell]) - terms.wanted[cell] }]
      }
    ),
    Change(
      rule: "all-classes", what: "−ln p of all classes is summed, not of the wanted one alone",
      hint: "Look at which classes enter the sum.",
      totals: { terms in [terms.sum { -Double.logarithm(terms.p[$0]) }] },
      slopes: { terms in
        [
          terms.places.reduce(into: terms.x.map { _ in 0.0 }) { slopes, place in
            for cell in place { slopes[cell] = Double(place.count) * terms.p[cell] - 1 }
          }
        ]
      }),
    Change(
      rule: "other-classes", what: "−ln p of the other classes is summed, not of the wanted one",
      hint: "Look at which classes enter the sum.",
      totals: { terms in
        [terms.sum { (1 - terms.wanted[$0]) * -Double.logarithm(terms.p[$0]) }]
      },
      slopes: { terms in
        [
          terms.places.reduce(into: terms.x.map { _ in 0.0 }) { slopes, place in
            for cell in place {
              slopes[cell] = Double(place.count - 1) * terms.p[cell] - (1 - terms.wanted[cell])
            }
          }
        ]
      }),
    Change(
      rule: "squared-differences",
      what: "the squared differences of probability and target are summed",
      hint: "Look at which loss it is.",
      totals: { terms in
        let squares = terms.sum {
          (terms.p[$0] - terms.wanted[$0]) * (terms.p[$0] - terms.wanted[$0])
        }
        return [squares, squares / 2]
      },
      slopes: { terms in
        let outer = terms.slopes { cell, _ in 2 * (terms.p[cell] - terms.wanted[cell]) }
        let inner = terms.passed(outer, through: terms.p)
        return [inner, inner.map { $0 / 2 }]
      }),
    Change(
      rule: "logits-alone",
      what:
        "the wanted logits are summed with a minus: the logarithm of the sum of exponentials is missing",
      hint: hint,
      totals: { terms in [terms.total { -terms.x[$0] }] },
      slopes: { terms in [terms.wanted.map { -$0 }] }),
    Change(
      rule: "logarithm-of-sum-alone",
      what: "the wanted logit is not taken off from the logarithm of the sum of exponentials",
      hint: hint,
      totals: { terms in
        [zip(terms.places, terms.wholes).reduce(0) { $0 + $1.1 * terms.logSum($1.0, at: 0) }]
      },
      slopes: { terms in [terms.slopes { $1 * terms.p[$0] }] }),
    Change(
      rule: "largest-not-added-back",
      what: "the largest logit is taken off in the exponentials, but not from the wanted logit",
      hint: hint,
      totals: { terms in
        [
          zip(terms.places, terms.wholes).reduce(0) { $0 + $1.1 * terms.logSum($1.0, at: 1) }
            + terms.total { -terms.x[$0] }
        ]
      }),
    Change(
      rule: "entropy", what: "the logarithms are weighted by the probabilities, not by the target",
      hint: "Look at what weights the logarithms.",
      totals: { terms in
        [terms.sum { terms.p[$0] == 0 ? 0 : -terms.p[$0] * Double.logarithm(terms.p[$0]) }]
      },
      slopes: { terms in
        let outer = terms.slopes { cell, _ in
          terms.p[cell] == 0 ? 0 : -Double.logarithm(terms.p[cell]) - 1
        }
        return [terms.passed(outer, through: terms.p)]
      }),
  ]

  /// The same formula for other targets.
  static let labels: [Change] = {
    let moves: [(String, String, @Sendable (Int, Int, Int) -> (Int, Int))] = [
      (
        "labels-too-large",
        "the label is one too large, as if classes were counted from 0 and labels from 1",
        { ($0, ($1 + $2 - 1) % $2) }
      ),
      (
        "labels-too-small", "the label is one too small, as if labels were counted from 1",
        { ($0, ($1 + 1) % $2) }
      ),
      (
        "labels-of-next", "every sample gets the label of the next one",
        { place, index, _ in (place + 1, index) }
      ),
      (
        "labels-of-previous", "every sample gets the label of the one before",
        { place, index, _ in (place - 1, index) }
      ),
      (
        "labels-of-first", "every sample gets the label of the first one",
        { _, index, _ in (0, index) }
      ),
      ("labels-reversed", "the classes are counted from the last one", { ($0, $2 - 1 - $1) }),
    ]
    return moves.map { name, what, move in
      relabeled(name, what) { $0.wanted(movedBy: move) }
    } + [
      relabeled("labels-predicted", "the most probable class stands for the label") { terms in
        var wanted = terms.x.map { _ in 0.0 }
        for place in terms.places {
          if let best = place.max(by: { terms.x[$0] < terms.x[$1] }) { wanted[best] = 1 }
        }
        return wanted
      }
    ]
  }()

  private static func relabeled(
    _ name: String, _ what: String,
    _ wanted: @escaping @Sendable (CrossEntropyTerms) -> [Double]
  ) -> Change {
    Change(
      rule: name, what: what, hint: "Look at which class is wanted of which sample.",
      totals: { terms in
        let wanted = wanted(terms)
        return [terms.sum { wanted[$0] == 0 ? 0 : -wanted[$0] * Double.logarithm(terms.p[$0]) }]
      },
      slopes: { terms in
        let wanted = wanted(terms)
        return [terms.slopes { $1 * terms.p[$0] - wanted[$0] }]
      })
  }
}

extension CrossEntropyTerms {
  /// `ln Σ e^(x − m) + (1 − part)·m` with the largest logit m of a place.
  fileprivate func logSum(_ place: [Int], at part: Double) -> Double {
    let largest = place.reduce(-Double.infinity) { max($0, x[$1]) }
    let sum = place.reduce(0) { $0 + Double.exponential(x[$1] - largest) }
    return Double.logarithm(sum) + (1 - part) * largest
  }
}
