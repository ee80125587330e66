/// The step of an optimizer for one number, with the names of its formula, in double precision.
package struct UpdateFormula: Sendable {
  var kind: UpdateRule.Kind
  /// η
  var rate: Double
  /// λ, where decay is added to the gradient.
  var decay: Double
  /// λ, where decay shrinks the parameter by `1 − η·λ`.
  var decoupled: Double
  /// μ, or β₁.
  var momentum: Double
  /// β₂
  var squareDecay: Double
  var epsilon: Double
  /// t, the number of the step in the bias corrections, counted from 1.
  var correctionStep: Int
  var correctsMean = true
  var correctsSquare = true

  package init(_ rule: UpdateRule, rate: Double, step: Int) {
    (kind, self.rate, decay) = (rule.kind, rate, rule.decay)
    decoupled = rule.kept.map { rate == 0 ? 0 : (1 - $0) / rate } ?? 0
    (momentum, squareDecay, epsilon) = (rule.momentum, rule.squareDecay, rule.epsilon)
    correctionStep = step
  }

  /// `1 − βᵗ`
  func correction(_ decay: Double) -> Double {
    1 - (0..<max(0, correctionStep)).reduce(1.0) { power, _ in power * decay }
  }

  /// What the mean is divided by.
  var meanCorrection: Double { correctsMean ? correction(momentum) : 1 }

  /// What the mean of the squares is divided by.
  var squareCorrection: Double { correctsSquare ? correction(squareDecay) : 1 }

  /// One number before or after the step.
  package struct Number: Sendable {
    /// The parameter.
    var w: Double
    /// Its gradient.
    let g: Double
    /// The velocity, or the mean of the gradients.
    var m: Double
    /// The mean of the squares.
    var v: Double
  }

  /// `w·(1 − η·λ)` for decoupled decay.
  func kept(_ w: Double) -> Double { w * (1 - rate * decoupled) }

  /// `g + λ·w`
  func slope(_ n: Number) -> Double { n.g + decay * kept(n.w) }

  /// The number after the right step.
  package func step(_ n: Number) -> Number {
    let (s, w) = (slope(n), kept(n.w))
    var next = n
    switch kind {
    case .descent: next.w = w - rate * s
    case .momentum:
      next.m = momentum * n.m + s
      next.w = w - rate * next.m
    case .nesterov:
      next.m = momentum * n.m + s
      next.w = w - rate * (s + momentum * next.m)
    case .adaptive:
      next.m = momentum * n.m + (1 - momentum) * s
      next.v = squareDecay * n.v + (1 - squareDecay) * s * s
      next.w = w - rate * direction(next.m, next.v)
    }
    return next
  }

  /// `m̂/(√v̂ + ε)`
  func direction(_ m: Double, _ v: Double) -> Double {
    m / meanCorrection / ((v / squareCorrection).squareRoot() + epsilon)
  }

  /// Parameter and slots after a step, number by number.
  package func apply(
    _ step: (UpdateFormula, Number) -> Number, _ parameter: Tensor, _ gradient: Tensor,
    _ slots: [Tensor]
  ) -> (Tensor, [Tensor]) {
    var (after, moved) = (parameter, slots)
    for offset in parameter.elements.indices {
      let number = Number(
        w: Double(parameter[offset]), g: Double(gradient[offset]),
        m: slots.isEmpty ? 0 : Double(slots[0][offset]),
        v: slots.count < 2 ? 0 : Double(slots[1][offset]))
      let next = step(self, number)
      after[offset] = Float(next.w)
      if !slots.isEmpty { moved[0][offset] = Float(next.m) }
      if slots.count > 1 { moved[1][offset] = Float(next.v) }
    }
    return (after, moved)
  }
}
