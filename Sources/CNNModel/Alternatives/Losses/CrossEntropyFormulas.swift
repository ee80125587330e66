/// Cross-entropies of logits by another formula, with true and usual slopes.
extension CrossEntropyChanges {
  private static let hint = "Look at every step from the logits to the loss."

  private static let classesHint = "Look at which classes enter the sum."

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
      what: "the largest logit is not subtracted, so the exponentials of large logits are infinite",
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
      what:
        "every class is a question of its own: ln(1 − p) of the other classes is added, and summed or averaged",
      hint: classesHint,
      totals: { terms in
        let all = terms.sum { cell in
          let (t, p) = (terms.wanted[cell], terms.p[cell])
          return (t == 0 ? 0 : -t * Double.logarithm(p))
            + (t == 1 ? 0 : -(1 - t) * Double.logarithm(1 - p))
        }
        return terms.summedOrAveraged([all])
      },
      slopes: { terms in
        let outer = terms.slopes { cell, _ in
          let (t, p) = (terms.wanted[cell], terms.p[cell])
          return (t == 0 ? 0 : -t / p) + (t == 1 ? 0 : (1 - t) / (1 - p))
        }
        return terms.summedOrAveraged([terms.passed(outer, through: terms.p), outer])
      }),
    Change(
      rule: "binary-of-sigmoids",
      what:
        "every class is a question of its own, with the sigmoid of its logit, summed or averaged",
      hint: classesHint,
      totals: { terms in
        let all = terms.sum { cell in
          terms.wanted[cell] * softplus(-terms.x[cell])
            + (1 - terms.wanted[cell]) * softplus(terms.x[cell])
        }
        return terms.summedOrAveraged([all])
      },
      slopes: { terms in
        terms.summedOrAveraged([
          terms.slopes { cell, _ in logistic(terms.x[cell]) - terms.wanted[cell] }
        ])
      }),
    Change(
      rule: "all-classes",
      what: "−ln p of all classes is summed or averaged, not of the wanted one alone",
      hint: classesHint,
      totals: { terms in
        terms.summedOrAveraged([terms.sum { -Double.logarithm(terms.p[$0]) }])
      },
      slopes: { terms in
        let classes = terms.classes
        return terms.summedOrAveraged([terms.slopes { cell, _ in classes * terms.p[cell] - 1 }])
      }),
    Change(
      rule: "other-classes",
      what: "−ln p of the other classes is summed or averaged, not of the wanted one",
      hint: classesHint,
      totals: { terms in
        terms.summedOrAveraged([
          terms.sum { (1 - terms.wanted[$0]) * -Double.logarithm(terms.p[$0]) }
        ])
      },
      slopes: { terms in
        let others = terms.classes - 1
        return terms.summedOrAveraged([
          terms.slopes { cell, _ in others * terms.p[cell] - (1 - terms.wanted[cell]) }
        ])
      }),
    Change(
      rule: "squared-differences",
      what: "the squared differences of probability and target are summed or averaged",
      hint: "Look at which loss it is.",
      totals: { terms in
        let squares = terms.sum {
          (terms.p[$0] - terms.wanted[$0]) * (terms.p[$0] - terms.wanted[$0])
        }
        return terms.summedOrAveraged([squares, squares / 2])
      },
      slopes: { terms in
        let outer = terms.slopes { cell, _ in 2 * (terms.p[cell] - terms.wanted[cell]) }
        let inner = terms.passed(outer, through: terms.p)
        return terms.summedOrAveraged([inner, inner.map { $0 / 2 }, outer])
      }),
    Change(
      rule: "hinge",
      what: "margins are compared: max(0, 1 + x − wanted x) of the other classes, as in an SVM",
      hint: "Look at which loss it is.",
      totals: { terms in [terms.margins().reduce(0) { $0 + max(0, $1) }] },
      slopes: { terms in [terms.marginSlopes()] }),
    Change(
      rule: "logits-alone",
      what:
        "minus the wanted logit is summed: the logarithm of the sum of exponentials is missing",
      hint: hint,
      totals: { terms in [terms.total { -terms.x[$0] }] },
      slopes: { terms in [terms.wanted.map { -$0 }] }),
    Change(
      rule: "logarithm-of-sum-alone",
      what: "the wanted logit is not subtracted from the logarithm of the sum of exponentials",
      hint: hint,
      totals: { terms in
        [zip(terms.places, terms.wholes).reduce(0) { $0 + $1.1 * terms.logSum($1.0, at: 0) }]
      },
      slopes: { terms in [terms.slopes { $1 * terms.p[$0] }] }),
    Change(
      rule: "largest-not-added-back",
      what: "the largest logit is subtracted in the exponentials, but not from the wanted logit",
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
}

extension CrossEntropyTerms {
  /// The number of classes.
  fileprivate var classes: Double { Double(places.first?.count ?? 1) }

  /// Numbers as they are, and divided by the number of classes.
  fileprivate func summedOrAveraged(_ totals: [Double]) -> [Double] {
    totals + totals.map { $0 / classes }
  }

  /// Slopes as they are, and divided by the number of classes.
  fileprivate func summedOrAveraged(_ slopes: [[Double]]) -> [[Double]] {
    slopes + slopes.map { $0.map { $0 / classes } }
  }

  /// By cell, `1 + x − wanted x`; 0 at the wanted class.
  fileprivate func margins() -> [Double] {
    var margins = x.map { _ in 0.0 }
    for place in places {
      guard let label = place.max(by: { wanted[$0] < wanted[$1] }) else { continue }
      for cell in place where cell != label { margins[cell] = 1 + x[cell] - x[label] }
    }
    return margins
  }

  /// By cell, the slope of the sum of the positive margins.
  fileprivate func marginSlopes() -> [Double] {
    let margins = margins()
    var slopes = margins.map { $0 > 0 ? 1.0 : 0 }
    for place in places {
      guard let label = place.max(by: { wanted[$0] < wanted[$1] }) else { continue }
      slopes[label] = -place.reduce(0) { $0 + slopes[$1] }
    }
    return slopes
  }

  /// `ln Σ e^(x − m) + (1 − part)·m` with the largest logit m of a place.
  fileprivate func logSum(_ place: [Int], at part: Double) -> Double {
    let largest = place.reduce(-Double.infinity) { max($0, x[$1]) }
    let sum = place.reduce(0) { $0 + Double.exponential(x[$1] - largest) }
    return Double.logarithm(sum) + (1 - part) * largest
  }
}
