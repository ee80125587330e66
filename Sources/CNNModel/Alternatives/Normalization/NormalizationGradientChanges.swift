/// Input gradients of a normalization with a path that is missing, or has another factor.
extension NormalizationGradientChange {
  private static let hint =
    "Look at all paths by which x reaches y: directly, through the mean and through the variance."

  private struct Factor: Sendable {
    let name: String
    let words: String
    let value: @Sendable (NormalizationTerms, _ cell: Int) -> Double
  }

  private static let possibleFactors: [Factor] = [
    Factor(name: "omitted", words: "left out") { _, _ in 0 },
    Factor(name: "negated", words: "taken with the wrong sign") { _, _ in -1 },
    Factor(name: "doubled", words: "taken twice") { _, _ in 2 },
    Factor(name: "halved", words: "taken half") { _, _ in 0.5 },
    Factor(name: "times-count", words: "n times too large: a division by the n cells is missing") {
      $0.run.meanGroups.counts[$1]
    },
    Factor(name: "over-count", words: "divided by the number n of cells once too often") {
      1 / $0.run.meanGroups.counts[$1]
    },
    Factor(name: "over-samples", words: "divided by the number of samples once too often") {
      terms, _ in 1 / terms.samples
    },
    Factor(name: "times-samples", words: "multiplied by the number of samples") { terms, _ in
      terms.samples
    },
    Factor(
      name: "samples-for-count", words: "divided by the number of samples instead of that of cells"
    ) { $0.run.meanGroups.counts[$1] / $0.samples },
    Factor(name: "over-count-less-one", words: "divided by n − 1 instead of n") { terms, cell in
      let count = terms.run.varianceGroups.counts[cell]
      return count / max(1, count - 1)
    },
    Factor(name: "undivided", words: "not divided by the deviation") { $0.run.deviation($1) },
    Factor(name: "divided-twice", words: "divided by the deviation twice") {
      1 / $0.run.deviation($1)
    },
    Factor(name: "scaled-twice", words: "multiplied by the scale twice") { $0.run.scale($1) },
  ]

  /// Paths with another factor.
  static let factors: [NormalizationGradientChange] = NormalizationPaths.Part.allCases.flatMap {
    part in
    possibleFactors.filter { part != .all || $0.name != "omitted" }.map { factor in
      NormalizationGradientChange(
        "\(part.rawValue)-\(factor.name)", words(part, factor), hint: hint,
        input: { terms in
          var paths = terms.terms()
          for field in part.fields {
            for cell in terms.gy.indices {
              paths[keyPath: field][cell] *= factor.value(terms, cell)
            }
          }
          return paths.gradient
        })
    }
  }

  private static func words(_ part: NormalizationPaths.Part, _ factor: Factor) -> String {
    guard factor.name == "omitted" else { return "\(part.words) \(factor.words)" }
    switch part {
    case .mean: return "the mean is taken as a constant: the path through it is missing"
    case .variance: return "the variance is taken as a constant: the path through it is missing"
    case .paths:
      return "mean and variance are taken as constants: the paths through them are missing"
    case .direct, .all: return "\(part.words) \(factor.words)"
    }
  }

  /// Paths without the scale.
  static let unscaled: [NormalizationGradientChange] = NormalizationPaths.Part.allCases.map {
    part in
    NormalizationGradientChange(
      "\(part.rawValue)-unscaled", "\(part.words) not multiplied by the scale",
      hint: "Look at where the scale enters the gradient.",
      input: { terms in
        var (paths, others) = (terms.terms(), terms.terms(scaled: false))
        for field in part.fields { swap(&paths[keyPath: field], &others[keyPath: field]) }
        return paths.gradient
      })
  }

  /// Sums of the gradient over other cells, with the right statistics.
  static func sums(_ shape: Shape) -> [NormalizationGradientChange] {
    (1..<1 << min(5, shape.rank)).map { bits in
      let axes = (0..<shape.rank).filter { bits >> $0 & 1 == 1 }
      return NormalizationGradientChange(
        "gradient-sums-over-\(axes.map(String.init).joined(separator: "-"))",
        "the sums in the input gradient are taken over \(AxisWords.list(axes, shape))",
        hint: "Look at the cells over which the sums in the gradient are taken.",
        input: { terms in
          let strides = shape.strides
          let group = Offsets.sums(
            (0..<shape.rank).map { axis in
              (0..<shape[axis]).map { axes.contains(axis) ? 0 : $0 * strides[axis] }
            })
          let (cells, s) = (CellPartition(group), terms.weighted())
          let mean = cells.means(s)
          let along = cells.means(s.indices.map { s[$0] * terms.normal[$0] })
          return s.indices.map {
            Float((s[$0] - mean[$0] - terms.normal[$0] * along[$0]) / terms.run.deviation($0))
          }
        })
    }
  }

  /// Other numbers in the place of x̂ in the path through the variance.
  static let varianceFactors: [NormalizationGradientChange] = [
    ("one", "1"), ("input", "x"), ("distance", "x − μ"), ("output", "y"),
  ].flatMap { name, symbol in
    [("inside", "in its sum"), ("outside", "outside of its sum"), ("both", "twice")].map {
      place, words in
      NormalizationGradientChange(
        "variance-of-\(name)-\(place)",
        "the path through the variance has \(symbol) \(words) instead of x̂", hint: hint,
        input: { terms in
          let other = terms.numbers(name)
          let (s, normal) = (terms.weighted(), terms.normal)
          let inside = place == "outside" ? normal : other
          let along = terms.run.varianceGroups.means(s.indices.map { s[$0] * inside[$0] })
          var paths = terms.terms()
          for cell in s.indices {
            let outside = place == "inside" ? normal[cell] : other[cell]
            paths.variance[cell] = outside * along[cell] / terms.run.deviation(cell)
          }
          return paths.gradient
        })
    }
  }

  /// Gradients that are no variation of a path.
  static let others: [NormalizationGradientChange] = [
    NormalizationGradientChange(
      "gradient-unchanged", "the gradient passes as if the layer changed nothing", hint: hint,
      input: { terms in terms.gy.map { Float($0) } }),
    NormalizationGradientChange(
      "scale-outside",
      "the scale multiplies the sums instead of what is summed, as if all cells of a group had the same",
      hint: "Look at where the scale enters the gradient.",
      input: { terms in
        let gradient = terms.terms(scaled: false).gradient
        return gradient.indices.map { Float(terms.run.scale($0)) * gradient[$0] }
      }),
    NormalizationGradientChange(
      "gradient-normalized",
      "the gradient itself is normalized: its mean is subtracted, and no more",
      hint: hint,
      input: { terms in
        let (s, mean) = (terms.gy, terms.run.meanGroups.means(terms.gy))
        return s.indices.map { Float(s[$0] - mean[$0]) }
      }),
  ]
}

extension NormalizationTerms {
  /// By cell, the numbers of a name.
  func numbers(_ name: String) -> [Double] {
    switch name {
    case "input": run.x
    case "distance": run.x.indices.map { run.x[$0] - run.means[$0] }
    case "output": y
    default: run.x.map { _ in 1 }
    }
  }
}
