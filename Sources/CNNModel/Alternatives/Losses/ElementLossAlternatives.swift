/// Losses that compare number by number, by another formula.
enum ElementLossAlternatives {
  @Sendable
  static func all(_ loss: any Loss, _ output: Shape, _ target: Target) -> [LossAlternative] {
    guard case .values(let values) = target, values.shape == output, output.count > 0,
      let reduced = loss as? any ReducedLoss
    else { return [] }
    let changes: [LossChange<ElementLossTerms>]
    switch loss {
    case is SquaredError: changes = SquaredErrorChanges.all
    case let loss as BinaryCrossEntropy:
      changes =
        BinaryCrossEntropyChanges.both
        + (loss.takesProbabilities
          ? BinaryCrossEntropyChanges.ofProbabilities : BinaryCrossEntropyChanges.ofLogits)
    default: changes = []
    }
    let takesLogits = (loss as? BinaryCrossEntropy).map { !$0.takesProbabilities } ?? false
    return changes.map { change in
      change.alternative(reduced, target) {
        ElementLossTerms($0, values, areLogits: takesLogits)
      }
    }
  }
}

/// What a loss is made of that compares number by number, in double precision.
struct ElementLossTerms: Sendable {
  let x: [Double]
  let t: [Double]
  /// The probabilities: the sigmoids of logits, else the output itself.
  let p: [Double]
  let shape: Shape
  private let areLogits: Bool

  init(_ output: Tensor, _ target: Tensor, areLogits: Bool) {
    (x, t) = (output.elements.map(Double.init), target.elements.map(Double.init))
    p = areLogits ? x.map { logistic($0) } : x
    (shape, self.areLogits) = (output.shape, areLogits)
  }

  /// The slope of the binary cross-entropy by the output.
  func binarySlope(_ cell: Int) -> Double {
    let distance = p[cell] - t[cell]
    return areLogits ? distance : distance / (p[cell] * (1 - p[cell]))
  }

  /// The sum of a number of every cell.
  func sum(_ f: (_ cell: Int) -> Double) -> Double { x.indices.reduce(0) { $0 + f($1) } }

  /// A number by cell.
  func cells(_ f: (_ cell: Int) -> Double) -> [Double] { x.indices.map(f) }
}

/// Squared errors by another formula.
enum SquaredErrorChanges {
  typealias Change = LossChange<ElementLossTerms>

  private static let hint = "Look at the square, its factor and its slope."

  static let all: [Change] = parts + slopes + roots

  private static let parts: [Change] = [
    part("half-squares", "the squares are halved, and their slope has no factor 2") { d, _, _ in
      (d * d / 2, d)
    },
    part("absolute", "the absolute differences are summed, not their squares") { d, _, _ in
      (abs(d), d > 0 ? 1 : d < 0 ? -1 : 0)
    },
    part("not-squared", "the differences are summed without being squared") { d, _, _ in (d, 1) },
    part("target-forgotten", "the target is not subtracted: the outputs are squared") { _, x, _ in
      (x * x, 2 * x)
    },
    part("target-added", "the target is added to the output instead of being subtracted") {
      _, x, t in ((x + t) * (x + t), 2 * (x + t))
    },
    part("squares-apart", "output and target are squared before the difference is taken") {
      _, x, t in (x * x - t * t, 2 * x)
    },
    part("cubed", "the third power is used instead of the square") { d, _, _ in
      (d * d * d, 3 * d * d)
    },
    part("fourth-power", "the square is squared once more") { d, _, _ in
      (d * d * d * d, 4 * d * d * d)
    },
    part("huber", "differences beyond 1 count by their absolute value, as in the Huber loss") {
      d, _, _ in abs(d) < 1 ? (d * d / 2, d) : (abs(d) - 0.5, d > 0 ? 1 : -1)
    },
    part("product", "output times target is summed") { _, x, t in (x * t, t) },
    part("relative", "the differences are divided by the target") { d, _, t in
      (d * d / (t * t), 2 * d / (t * t))
    },
  ]

  private static let slopes: [Change] = [
    slope("factor-two-missing", "the slope is x − t: the factor 2 of the square is missing") {
      d, _, _ in d
    },
    slope("sign-only", "the slope is the sign of x − t") { d, _, _ in d > 0 ? 1 : d < 0 ? -1 : 0 },
    slope("double-sign", "the slope is twice the sign of x − t") { d, _, _ in
      d > 0 ? 2 : d < 0 ? -2 : 0
    },
    slope("squared", "the slope is (x − t)², the loss itself") { d, _, _ in d * d },
    slope("magnitude", "the slope is 2·|x − t|") { d, _, _ in 2 * abs(d) },
    slope("times-input", "the slope is multiplied by x once more") { d, x, _ in 2 * d * x },
    slope("output-only", "the slope is 2·x: the target is not subtracted") { _, x, _ in 2 * x },
    slope("output-plain", "the slope is x: target and factor 2 are missing") { _, x, _ in x },
    slope("target-only", "the slope is −2·t: the output is missing") { _, _, t in -2 * t },
    slope("times-sigmoid-slope", "the slope is multiplied by x·(1 − x) once more") { d, x, _ in
      2 * d * x * (1 - x)
    },
    slope("sum", "the slope is 2·(x + t)") { _, x, t in 2 * (x + t) },
  ]

  private static let roots: [Change] = [
    Change(
      rule: "root", what: "the root of the mean is taken", hint: hint,
      totals: { terms in
        let mean =
          terms.sum { (terms.x[$0] - terms.t[$0]) * (terms.x[$0] - terms.t[$0]) }
          / Double(terms.x.count)
        return [mean.squareRoot() * Double(terms.x.count)]
      },
      slopes: { terms in
        let mean =
          terms.sum { (terms.x[$0] - terms.t[$0]) * (terms.x[$0] - terms.t[$0]) }
          / Double(terms.x.count)
        return [terms.cells { (terms.x[$0] - terms.t[$0]) / mean.squareRoot() }]
      }),
    Change(
      rule: "root-of-sum", what: "the root of the sum of squares is taken, and it is not divided",
      hint: hint,
      totals: { terms in
        let sum = terms.sum { (terms.x[$0] - terms.t[$0]) * (terms.x[$0] - terms.t[$0]) }
        return [sum.squareRoot(), sum.squareRoot() * Double(terms.x.count)]
      },
      slopes: { terms in
        let sum = terms.sum { (terms.x[$0] - terms.t[$0]) * (terms.x[$0] - terms.t[$0]) }
        let slopes = terms.cells { (terms.x[$0] - terms.t[$0]) / sum.squareRoot() }
        return [slopes, slopes.map { $0 * Double(terms.x.count) }]
      }),
    Change(
      rule: "square-of-mean",
      what: "the mean of the differences is squared, not their squares averaged",
      hint: hint,
      totals: { terms in
        let sum = terms.sum { terms.x[$0] - terms.t[$0] }
        return [sum * sum / Double(terms.x.count)]
      },
      slopes: { terms in
        let sum = terms.sum { terms.x[$0] - terms.t[$0] }
        return [terms.cells { _ in 2 * sum / Double(terms.x.count) }]
      }),
  ]

  private static func part(
    _ rule: String, _ what: String,
    _ value: @escaping @Sendable (_ d: Double, _ x: Double, _ t: Double) -> (Double, slope: Double)
  ) -> Change {
    Change(
      rule: rule, what: what, hint: hint,
      totals: { terms in
        [terms.sum { value(terms.x[$0] - terms.t[$0], terms.x[$0], terms.t[$0]).0 }]
      },
      slopes: { terms in
        [terms.cells { value(terms.x[$0] - terms.t[$0], terms.x[$0], terms.t[$0]).slope }]
      })
  }

  private static func slope(
    _ rule: String, _ what: String,
    _ value: @escaping @Sendable (_ d: Double, _ x: Double, _ t: Double) -> Double
  ) -> Change {
    Change(
      rule: "slope-\(rule)", what: what, hint: hint,
      slopes: { terms in
        [terms.cells { value(terms.x[$0] - terms.t[$0], terms.x[$0], terms.t[$0]) }]
      })
  }
}
