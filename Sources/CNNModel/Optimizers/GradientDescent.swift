/// Plain gradient descent: a step against the gradient.
///
/// `w′ = w − η·(g + λ·w)`, as in PyTorch (`SGD`).
package struct StochasticGradientDescent: DecayOptimizer {
  package var rate: Double
  package var weightDecay: Double

  package var slots: [String] { [] }

  package init(rate: Double, weightDecay: Double = 0) {
    (self.rate, self.weightDecay) = (rate, weightDecay)
  }

  package func rule(rate: Double, step: Int) -> UpdateRule {
    UpdateRule(.descent, rate: rate, weightDecay: weightDecay)
  }

  package static let grammar = LayerGrammar(
    "sgd", summary: "a step against the gradient",
    help: "Every parameter moves against its gradient, times the learning rate.",
    options: commonArguments)

  static let usual = (rate: 0.1, weightDecay: 0.0)
}

/// Gradient descent with momentum: updates accumulate in a velocity.
///
/// `v′ = μ·v + g + λ·w`, `w′ = w − η·v′`, as in PyTorch (`SGD` with momentum).
package struct Momentum: VelocityOptimizer {
  package var rate: Double
  package var momentum: Double
  package var weightDecay: Double

  package init(rate: Double, momentum: Double = 0.9, weightDecay: Double = 0) {
    (self.rate, self.momentum, self.weightDecay) = (rate, momentum, weightDecay)
  }

  package func rule(rate: Double, step: Int) -> UpdateRule {
    UpdateRule(.momentum, rate: rate, momentum: momentum, weightDecay: weightDecay)
  }

  package static let grammar = LayerGrammar(
    "momentum", summary: "updates accumulate in a velocity",
    help: "The velocity is a decaying sum of the gradients; parameters move along it.",
    options: commonArguments + [momentumArgument])
}

/// Nesterov momentum: the gradient step is combined with the next velocity.
///
/// `v′ = μ·v + g + λ·w`, `w′ = w − η·(g + λ·w + μ·v′)`, as in PyTorch (`SGD` with `nesterov`).
package struct Nesterov: VelocityOptimizer {
  package var rate: Double
  package var momentum: Double
  package var weightDecay: Double

  package init(rate: Double, momentum: Double = 0.9, weightDecay: Double = 0) {
    (self.rate, self.momentum, self.weightDecay) = (rate, momentum, weightDecay)
  }

  package func rule(rate: Double, step: Int) -> UpdateRule {
    UpdateRule(.nesterov, rate: rate, momentum: momentum, weightDecay: weightDecay)
  }

  package static let grammar = LayerGrammar(
    "nesterov", summary: "momentum with look-ahead",
    help: "Momentum whose update already includes the next step along the velocity.",
    options: commonArguments + [momentumArgument])
}

/// Gradient descent along a velocity, which is a decaying sum of the gradients.
protocol VelocityOptimizer: Optimizer {
  /// The fraction of the velocity that is kept at every step.
  var momentum: Double { get }
  var weightDecay: Double { get }

  init(rate: Double, momentum: Double, weightDecay: Double)
}

extension VelocityOptimizer {
  package var slots: [String] { ["velocity"] }

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      rate: try line.nonNegative("lr", unless: 0.05),
      momentum: try line.nonNegative("momentum", unless: 0.9),
      weightDecay: try line.nonNegative("weight-decay", unless: 0))
  }

  package var text: String {
    "\(kind) lr \(rate)" + (weightDecay == 0 ? "" : " weight-decay \(weightDecay)")
      + (momentum == 0.9 ? "" : " momentum \(momentum)")
  }
}

private let momentumArgument = LayerGrammar.Argument(
  "momentum", .number, "the fraction of the velocity that is kept at every step")

extension UpdateRule {
  /// A rule with single-precision numbers.
  fileprivate init(_ kind: Kind, rate: Double, momentum: Double = 0, weightDecay: Double) {
    self.init(kind, rate: Double(Float(rate)))
    self.momentum = Double(Float(momentum))
    decay = Double(Float(weightDecay))
  }
}
