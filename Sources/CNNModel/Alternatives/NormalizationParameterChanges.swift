/// Gradients of scale and shift with other sums.
extension NormalizationGradientChange {
  private static let hint =
    "Look at what is summed for the gradients of scale and shift, and what the sums are divided by."

  private struct Divisor: Sendable {
    let name: String
    let words: String
    let value: @Sendable (NormalizationTerms) -> Double
  }

  private static let divisors: [Divisor] = [
    Divisor(name: "mean", words: "averaged over the cells instead of summed") { terms in
      terms.cells
    },
    Divisor(name: "over-samples", words: "divided by the number of samples") { $0.samples },
    Divisor(name: "over-samples-twice", words: "divided by the number of samples twice") {
      $0.samples * $0.samples
    },
    Divisor(name: "over-places", words: "averaged over the places of a sample") {
      max(1, $0.cells / $0.samples)
    },
    Divisor(name: "negated", words: "taken with the wrong sign") { _ in -1 },
    Divisor(name: "doubled", words: "taken twice") { _ in 0.5 },
  ]

  /// - Parameter hasShift: whether there is a shift.
  static func ofParameters(_ hasShift: Bool) -> [NormalizationGradientChange] {
    let subsets: [(String, String, [Int])] =
      [("scale", "the gradient of the scale is", [0])]
      + (hasShift
        ? [
          ("shift", "the gradient of the shift is", [1]),
          ("parameter", "the gradients of scale and shift are", [0, 1]),
        ] : [])
    return subsets.flatMap { name, words, parameters in
      divided(name, words, parameters) + samples(name, words, parameters)
    } + terms(hasShift)
  }

  private static func divided(
    _ name: String, _ words: String, _ parameters: [Int]
  ) -> [NormalizationGradientChange] {
    divisors.map { divisor in
      NormalizationGradientChange(
        "\(name)-gradient-\(divisor.name)", "\(words) \(divisor.words)", hint: hint
      ) { gradients, terms in
        let factor = Float(1 / divisor.value(terms))
        for index in parameters {
          gradients.parameters[index] = gradients.parameters[index].map { $0 * factor }
        }
      }
    }
  }

  private static func samples(
    _ name: String, _ words: String, _ parameters: [Int]
  ) -> [NormalizationGradientChange] {
    [("first", 0), ("last", 1)].map { which, place in
      NormalizationGradientChange(
        "\(name)-gradient-\(which)-sample", "\(words) taken from the \(which) sample alone",
        hint: hint
      ) { gradients, terms in
        let size = terms.shape.sample.count
        let sample = place * max(0, terms.shape[0] - 1)
        let range = sample * size..<(sample + 1) * size
        let parts = [
          terms.gy.indices.map { range.contains($0) ? terms.gy[$0] * terms.normal[$0] : 0 },
          terms.gy.indices.map { range.contains($0) ? terms.gy[$0] : 0 },
        ]
        for index in parameters { terms.store(parts[index], in: &gradients, index) }
      }
    }
  }

  /// What is summed: by cell, from gy, x̂, x, y and the parameters.
  private static func terms(_ hasShift: Bool) -> [NormalizationGradientChange] {
    let scale: [NormalizationGradientChange] = [
      summing("scale-gradient-of-gradient", 0, "Σ gy, without x̂") { _, _ in 1 },
      summing("scale-gradient-of-input", 0, "Σ gy·x, with x instead of x̂") { $0.run.x[$1] },
      summing("scale-gradient-of-distance", 0, "Σ gy·(x − μ), not divided by the deviation") {
        $0.run.x[$1] - $0.run.means[$1]
      },
      summing("scale-gradient-of-output", 0, "Σ gy·y, with y instead of x̂") { $0.y[$1] },
      summing("scale-gradient-scaled", 0, "Σ gy·x̂·γ, with the scale once more") {
        $0.normal[$1] * $0.run.scale($1)
      },
      summing("scale-gradient-divided", 0, "Σ gy·x̂/σ, divided by the deviation once more") {
        $0.normal[$1] / $0.run.deviation($1)
      },
      summing("scale-gradient-with-shift", 0, "Σ gy·(x̂ + β), with the shift") {
        $0.normal[$1] + $0.run.shift($1)
      },
    ]
    guard hasShift else { return scale }
    return scale + [
      summing("shift-gradient-of-normal", 1, "Σ gy·x̂, that of the scale") { $0.normal[$1] },
      summing("shift-gradient-scaled", 1, "Σ gy·γ, with the scale") { $0.run.scale($1) },
      summing("shift-gradient-of-shift", 1, "Σ gy·β, with the shift") { $0.run.shift($1) },
      summing("shift-gradient-divided", 1, "Σ gy·γ/σ, that of −μ") {
        $0.run.scale($1) / $0.run.deviation($1)
      },
      NormalizationGradientChange(
        "shift-gradient-of-outputs", "the gradient of the shift sums y instead of gy", hint: hint
      ) { gradients, terms in terms.store(terms.y, in: &gradients, 1) },
      NormalizationGradientChange(
        "parameter-gradients-swapped", "the gradients of scale and shift are exchanged", hint: hint
      ) { gradients, _ in gradients.parameters.swapAt(0, 1) },
    ]
  }

  private static func summing(
    _ name: String, _ parameter: Int, _ formula: String,
    _ factor: @escaping @Sendable (NormalizationTerms, _ cell: Int) -> Double
  ) -> NormalizationGradientChange {
    let whose = parameter == 0 ? "scale" : "shift"
    return NormalizationGradientChange(
      name, "the gradient of the \(whose) is \(formula)", hint: hint
    ) { gradients, terms in
      let parts = terms.gy.indices.map { terms.gy[$0] * factor(terms, $0) }
      terms.store(parts, in: &gradients, parameter)
    }
  }
}

extension NormalizationTerms {
  /// The number of cells that share a scale.
  fileprivate var cells: Double { Double(max(1, shape.count / max(1, run.scales.count))) }

  /// Sums numbers of cells by their parameter.
  fileprivate func store(_ numbers: [Double], in gradients: inout Gradients, _ index: Int) {
    let shape = gradients.parameters[index].shape
    gradients.parameters[index] = Tensor(shape: shape, elements: run.summed(numbers))
  }
}
