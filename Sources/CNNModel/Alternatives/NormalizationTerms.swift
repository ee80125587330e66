/// What the gradients of a normalization are made of:
/// `gx = (s − mean(s) − x̂·mean(s·x̂))/σ` with `s = γ·gy`.
struct NormalizationTerms {
  let run: NormalizationRun
  let shape: Shape
  let gy: [Double]
  let y: [Double]
  /// By cell, the normalized input.
  let normal: [Double]

  init(_ layer: any NormalizationPasses, _ pass: BackwardPass) {
    let run = NormalizationRun(layer, pass.forward, NormalizationFormula())
    (self.run, shape) = (run, pass.input.shape)
    gy = pass.gradient.elements.map(Double.init)
    y = pass.output.elements.map(Double.init)
    normal = run.x.indices.map(run.normal)
  }

  /// The number of samples.
  var samples: Double { Double(max(1, shape[0])) }

  /// `γ·gy` by cell, or gy alone.
  func weighted(scaled: Bool = true) -> [Double] {
    scaled ? gy.indices.map { gy[$0] * run.scale($0) } : gy
  }

  /// The three terms by cell, each divided by the deviation: `s`, `mean(s)` and `x̂·mean(s·x̂)`.
  func terms(scaled: Bool = true) -> NormalizationPaths {
    let s = weighted(scaled: scaled)
    let inverse = gy.indices.map { 1 / run.deviation($0) }
    let mean = run.usesInput ? run.meanGroups.means(s) : gy.map { _ in 0 }
    let along =
      run.usesInput
      ? run.varianceGroups.means(s.indices.map { s[$0] * normal[$0] }) : gy.map { _ in 0 }
    return NormalizationPaths(
      direct: s.indices.map { s[$0] * inverse[$0] },
      mean: s.indices.map { mean[$0] * inverse[$0] },
      variance: s.indices.map { normal[$0] * along[$0] * inverse[$0] })
  }
}

/// The parts of an input gradient by cell: directly, through the mean, and through the variance.
struct NormalizationPaths {
  var direct: [Double]
  var mean: [Double]
  var variance: [Double]

  /// `direct − mean − variance`
  var gradient: [Float] {
    direct.indices.map { Float(direct[$0] - mean[$0] - variance[$0]) }
  }

  /// Some of the parts.
  enum Part: String, CaseIterable, Sendable {
    case direct, mean, variance, paths, all

    /// With the verb: `the path through the mean is`.
    var words: String {
      switch self {
      case .direct: "the direct path from y to x is"
      case .mean: "the path through the mean is"
      case .variance: "the path through the variance is"
      case .paths: "the paths through mean and variance are"
      case .all: "the whole input gradient is"
      }
    }

    /// The parts that it stands for.
    var fields: [any WritableKeyPath<NormalizationPaths, [Double]> & Sendable] {
      switch self {
      case .direct: [\.direct]
      case .mean: [\.mean]
      case .variance: [\.variance]
      case .paths: [\.mean, \.variance]
      case .all: [\.direct, \.mean, \.variance]
      }
    }
  }
}

/// Other gradients of a normalization by the right statistics.
struct NormalizationGradientChange: Sendable {
  let name: String
  let what: String
  let hint: String
  private let change: @Sendable (inout Gradients, NormalizationTerms) -> Void

  /// Other input gradients.
  init(
    _ name: String, _ what: String, hint: String,
    input: @escaping @Sendable (NormalizationTerms) -> [Float]
  ) {
    self.init(name, what, hint: hint) { gradients, terms in
      gradients.inputs[0] = Tensor(shape: terms.shape, elements: input(terms))
    }
  }

  /// Other gradients.
  init(
    _ name: String, _ what: String, hint: String,
    change: @escaping @Sendable (inout Gradients, NormalizationTerms) -> Void
  ) {
    (self.name, self.what, self.hint, self.change) = (name, what, hint, change)
  }

  /// The layer's own gradients with the change.
  func apply(to own: Gradients, _ terms: NormalizationTerms) -> Gradients {
    var gradients = own
    change(&gradients, terms)
    return gradients
  }

  static func all(_ hasShift: Bool, _ shape: Shape) -> [NormalizationGradientChange] {
    factors + unscaled + varianceFactors + sums(shape) + others + ofParameters(hasShift)
  }
}
