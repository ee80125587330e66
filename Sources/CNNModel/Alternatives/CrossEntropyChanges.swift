/// Other logarithms, labels and formulas of a cross-entropy.
enum CrossEntropyChanges {
  typealias Change = LossChange<CrossEntropyTerms>

  static let sizeHint = "Look at what the logarithm and the exponential of extreme numbers are."

  /// Other logarithms, whatever the output is.
  static let logarithms: [Change] =
    [(2.0, "2"), (10.0, "10")].map { base, name in
      let factor = 1 / Double.logarithm(base)
      return Change(
        rule: "base-\(name)", what: "the logarithm has the base \(name)",
        hint: "Look at the logarithm.",
        totals: { terms in [factor * terms.total { -Double.logarithm(terms.p[$0]) }] },
        slopes: { terms in [terms.ownSlopes.map { factor * $0 }] })
    } + [
      Change(
        rule: "clipped", what: "probabilities are kept above a small number before the logarithm",
        hint: sizeHint,
        totals: { terms in
          SmallNumbers.usual.flatMap { least in
            [
              terms.total { -Double.logarithm(max(least, min(1 - least, terms.p[$0]))) },
              terms.total { -Double.logarithm(max(least, terms.p[$0])) },
            ]
          }
        }),
      Change(
        rule: "small-number-added",
        what: "a small number is added to the probabilities before the logarithm", hint: sizeHint,
        totals: { terms in
          SmallNumbers.usual.map { least in
            terms.total { -Double.logarithm(terms.p[$0] + least) }
          }
        }),
      Change(
        rule: "underflow",
        what: "the logarithm is taken of finished probabilities, which may be 0", hint: sizeHint,
        totals: { terms in
          let p = terms.p.map { Float($0) < Float.leastNormalMagnitude ? 0 : $0 }
          let total = terms.total { -Double.logarithm(p[$0]) }
          return total.isFinite ? [total] : [total, .nan]
        }),
      Change(
        rule: "logarithm-forgotten", what: "the probability is summed, not its logarithm",
        hint: "Look at the logarithm.",
        totals: { terms in
          let total = terms.total { terms.p[$0] }
          return [-total, terms.wholes.reduce(0, +) - total, total]
        },
        slopes: { terms in
          let slopes = terms.wanted.map { -$0 }
          return [terms.form == .logits ? terms.passed(slopes, through: terms.p) : slopes]
        }),
    ]
}
