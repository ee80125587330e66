/// Adam: updates by moving averages of the gradient and of its square.
///
/// `m′ = β₁m + (1−β₁)g`, `v′ = β₂v + (1−β₂)g²`, `w′ = w − η/(1−β₁ᵗ) · m′/(√v′/√(1−β₂ᵗ) + ε)` with
/// `g` including `λ·w`, as in PyTorch (`Adam`). Source: D. Kingma, J. Ba, 2014.
package struct Adam: DecayOptimizer {
  package var rate: Double
  package var weightDecay: Double

  package var slots: [String] { ["mean", "square"] }

  package init(rate: Double, weightDecay: Double = 0) {
    (self.rate, self.weightDecay) = (rate, weightDecay)
  }

  package func rule(rate: Double, step: Int) -> UpdateRule {
    var rule = UpdateRule.adaptive(rate: rate, step: step)
    rule.decay = Double(Float(weightDecay))
    return rule
  }

  package static let grammar = LayerGrammar(
    "adam", summary: "steps by moving averages of gradient and square",
    help: "Each parameter has its own step size: mean gradient over root mean square gradient.",
    options: commonArguments)

  static let usual = (rate: 0.001, weightDecay: 0.0)
}

/// AdamW: Adam with weight decay that is decoupled from the gradient.
///
/// `w ← w·(1 − η·λ)`, then Adam's update without decay, as in PyTorch (`AdamW`). Source: I.
/// Loshchilov, F. Hutter, 2017.
package struct AdamW: DecayOptimizer {
  package var rate: Double
  package var weightDecay: Double

  package var slots: [String] { ["mean", "square"] }

  package init(rate: Double, weightDecay: Double = 0.01) {
    (self.rate, self.weightDecay) = (rate, weightDecay)
  }

  package func rule(rate: Double, step: Int) -> UpdateRule {
    var rule = UpdateRule.adaptive(rate: rate, step: step)
    rule.kept = 1 - rate * weightDecay
    return rule
  }

  package static let grammar = LayerGrammar(
    "adamw", summary: "Adam with decoupled weight decay",
    help: "Adam, and at every step each parameter is reduced by a fraction of itself.",
    options: commonArguments)

  static let usual = (rate: 0.001, weightDecay: 0.01)
}

extension UpdateRule {
  /// Adam's update with β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸.
  fileprivate static func adaptive(rate: Double, step: Int) -> UpdateRule {
    let (meanDecay, squareDecay) = (0.9, 0.999)
    var rule = UpdateRule(.adaptive, rate: rate / correction(meanDecay, step: step))
    (rule.momentum, rule.squareDecay, rule.epsilon) = (meanDecay, squareDecay, 1e-8)
    rule.root = correction(squareDecay, step: step).squareRoot()
    return rule
  }

  /// `1 − βᵗ`, by multiplications alone so that the result is the same on every machine.
  private static func correction(_ decay: Double, step: Int) -> Double {
    var (result, power, exponent) = (1.0, decay, step)
    while exponent > 0 {
      if exponent & 1 == 1 { result *= power }
      power *= power
      exponent >>= 1
    }
    return 1 - result
  }
}
