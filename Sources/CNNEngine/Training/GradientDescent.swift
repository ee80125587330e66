import KernelInterface

/// Plain gradient descent: a step against the gradient.
///
/// `w′ = w − η·(g + λ·w)`, as in PyTorch (`SGD`).
public struct StochasticGradientDescent: KernelOptimizer {
  public var rate: Double
  public var weightDecay: Double

  public var slots: [String] { [] }

  public init(rate: Double, weightDecay: Double = 0) {
    (self.rate, self.weightDecay) = (rate, weightDecay)
  }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], step: Int
  ) {
    let (rate, decay) = (Float(rate), Float(weightDecay))
    parameter.transform { i, w in w - rate * (gradient[i] + decay * w) }
  }

  func updateRule(rate: Double, step: Int) -> UpdateRule {
    var rule = UpdateRule(.descent, rate: Float(rate))
    rule.decay = Float(weightDecay)
    return rule
  }

  public func define(
    _ cell: Position, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
  ) -> Expression {
    let w = Expression.term(Term("w", .parameter(0, cell), Double(parameter[cell])))
    let slope = decayed(cell, parameter, gradient, weightDecay)
    return .difference(w, .named("Δw", .product([.constant(Double(Float(rate)), "η"), slope])))
  }

  public static let grammar = LayerGrammar(
    "sgd", summary: "a step against the gradient",
    help: "Every parameter moves against its gradient, times the learning rate.",
    options: commonArguments)

  public init(_ line: LayerLine) throws(LineError) {
    rate = try line.nonNegative("lr", unless: 0.1)
    weightDecay = try line.nonNegative("weight-decay", unless: 0)
  }

  public var text: String { optimizerText(kind, rate, weightDecay) }
}

/// Gradient descent with momentum: the step remembers the steps before it.
///
/// `v′ = μ·v + g + λ·w`, `w′ = w − η·v′`, as in PyTorch (`SGD` with momentum).
public struct Momentum: KernelOptimizer {
  public var rate: Double
  public var momentum: Double
  public var weightDecay: Double

  public var slots: [String] { ["velocity"] }

  public init(rate: Double, momentum: Double = 0.9, weightDecay: Double = 0) {
    (self.rate, self.momentum, self.weightDecay) = (rate, momentum, weightDecay)
  }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], step: Int
  ) {
    let (rate, momentum, decay) = (Float(rate), Float(momentum), Float(weightDecay))
    let velocity = gathered(&slots[0], parameter, gradient, momentum: momentum, decay: decay)
    parameter.transform { i, w in w - rate * velocity[i] }
  }

  func updateRule(rate: Double, step: Int) -> UpdateRule {
    var rule = UpdateRule(.momentum, rate: Float(rate))
    rule.decay = Float(weightDecay)
    rule.momentum = Float(momentum)
    return rule
  }

  public func define(
    _ cell: Position, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
  ) -> Expression {
    let w = Expression.term(Term("w", .parameter(0, cell), Double(parameter[cell])))
    let slope = decayed(cell, parameter, gradient, weightDecay)
    let velocity = newVelocity(slots[0][cell], momentum, slope)
    return .difference(w, .named("Δw", .product([.constant(Double(Float(rate)), "η"), velocity])))
  }

  public static let grammar = LayerGrammar(
    "momentum", summary: "a step that remembers the steps before it",
    help: "A velocity gathers the gradients, losing a share at every step; parameters follow it.",
    options: commonArguments + [momentumArgument])

  public init(_ line: LayerLine) throws(LineError) {
    rate = try line.nonNegative("lr", unless: 0.05)
    momentum = try line.nonNegative("momentum", unless: 0.9)
    weightDecay = try line.nonNegative("weight-decay", unless: 0)
  }

  public var text: String {
    optimizerText(kind, rate, weightDecay) + (momentum == 0.9 ? "" : " momentum \(momentum)")
  }
}

/// Nesterov's momentum: the step looks ahead along its velocity.
///
/// `v′ = μ·v + g + λ·w`, `w′ = w − η·(g + λ·w + μ·v′)`, as in PyTorch (`SGD` with `nesterov`).
public struct Nesterov: KernelOptimizer {
  public var rate: Double
  public var momentum: Double
  public var weightDecay: Double

  public var slots: [String] { ["velocity"] }

  public init(rate: Double, momentum: Double = 0.9, weightDecay: Double = 0) {
    (self.rate, self.momentum, self.weightDecay) = (rate, momentum, weightDecay)
  }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], step: Int
  ) {
    let (rate, momentum, decay) = (Float(rate), Float(momentum), Float(weightDecay))
    let velocity = gathered(&slots[0], parameter, gradient, momentum: momentum, decay: decay)
    parameter.transform { i, w in
      w - rate * ((gradient[i] + decay * w) + momentum * velocity[i])
    }
  }

  func updateRule(rate: Double, step: Int) -> UpdateRule {
    var rule = UpdateRule(.nesterov, rate: Float(rate))
    rule.decay = Float(weightDecay)
    rule.momentum = Float(momentum)
    return rule
  }

  public func define(
    _ cell: Position, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
  ) -> Expression {
    let w = Expression.term(Term("w", .parameter(0, cell), Double(parameter[cell])))
    let slope = decayed(cell, parameter, gradient, weightDecay)
    let ahead = Expression.product([
      .constant(Double(Float(momentum)), "μ"), newVelocity(slots[0][cell], momentum, slope),
    ])
    return .difference(
      w,
      .named("Δw", .product([.constant(Double(Float(rate)), "η"), .sum([slope, ahead])])))
  }

  public static let grammar = LayerGrammar(
    "nesterov", summary: "momentum that looks ahead",
    help: "Momentum whose step already adds where the velocity will carry the parameter.",
    options: commonArguments + [momentumArgument])

  public init(_ line: LayerLine) throws(LineError) {
    rate = try line.nonNegative("lr", unless: 0.05)
    momentum = try line.nonNegative("momentum", unless: 0.9)
    weightDecay = try line.nonNegative("weight-decay", unless: 0)
  }

  public var text: String {
    optimizerText(kind, rate, weightDecay) + (momentum == 0.9 ? "" : " momentum \(momentum)")
  }
}

private let momentumArgument = LayerGrammar.Argument(
  "momentum", .number, "the share of the velocity that stays, per step")

func optimizerText(_ kind: String, _ rate: Double, _ weightDecay: Double) -> String {
  "\(kind) lr \(rate)" + (weightDecay == 0 ? "" : " weight-decay \(weightDecay)")
}

/// Moves a velocity by `v′ = μ·v + g + λ·w`, and answers with what it is then.
private func gathered(
  _ velocity: inout Tensor, _ parameter: Tensor, _ gradient: Tensor, momentum: Float, decay: Float
) -> Tensor {
  velocity.transform { i, v in momentum * v + (gradient[i] + decay * parameter[i]) }
  return velocity
}

/// `g + λ·w`
private func decayed(
  _ cell: Position, _ parameter: Tensor, _ gradient: Tensor, _ decay: Double
) -> Expression {
  let g = Expression.term(Term("g", .outputGradient(0, cell), Double(gradient[cell])))
  guard decay != 0 else { return g }
  let w = Expression.term(Term("w", .parameter(0, cell), Double(parameter[cell])))
  return .sum([g, .product([.constant(Double(Float(decay)), "λ"), w])])
}

/// `μ·v + g`
private func newVelocity(_ velocity: Float, _ momentum: Double, _ slope: Expression) -> Expression {
  let kept = Expression.product([
    .constant(Double(Float(momentum)), "μ"),
    .term(Term("v", .intermediate, Double(velocity))),
  ])
  return .named("v′", .sum([kept, slope]))
}
