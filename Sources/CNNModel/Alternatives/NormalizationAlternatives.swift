/// Layers that bring cells to mean 0 and variance 1, by another rule in one pass.
enum NormalizationAlternatives {
  private static let hint =
    "Look at how mean and variance are taken, and at all paths by which x reaches y."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any NormalizationPasses else { return [] }
    return both.flatMap { [forward(layer, $0), backward(layer, $0)] }
      + ofGradient.map { backward(layer, $0) }
  }

  private struct Change: Sendable {
    let name: String
    let what: String
    let rule: NormalizationRule
  }

  private static let both: [Change] = [
    Change(
      name: "variance-unbiased", what: "the variance is divided by n − 1",
      rule: NormalizationRule(isUnbiased: true)),
    Change(
      name: "epsilon-outside", what: "ε is added to the standard deviation, outside of the root",
      rule: NormalizationRule(addsEpsilonOutside: true)),
  ]

  private static let ofGradient: [Change] = [
    Change(
      name: "mean-constant", what: "the mean is taken as a constant that passes no gradient",
      rule: NormalizationRule(omitsMean: true)),
    Change(
      name: "variance-constant",
      what: "the variance is taken as a constant that passes no gradient",
      rule: NormalizationRule(omitsVariance: true)),
  ]

  private static func forward(
    _ layer: any NormalizationPasses, _ change: Change
  ) -> Alternative {
    Alternative(
      change.name, change.what, hint: hint, .rule, of: layer,
      forward: { pass in layer.forward(pass, by: change.rule) })
  }

  private static func backward(
    _ layer: any NormalizationPasses, _ change: Change
  ) -> Alternative {
    Alternative(
      change.name, change.what, hint: hint, .rule, of: layer,
      backward: { pass in layer.backward(pass, by: change.rule) })
  }
}
