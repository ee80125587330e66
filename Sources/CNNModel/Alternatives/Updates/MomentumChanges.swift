/// Other steps with a velocity.
extension UpdateChange {
  private static let hint =
    "Look at how the velocity is made, and which velocity moves the parameter."

  /// A step with a velocity: velocity and what moves the parameter, both from the slope.
  private static func velocity(
    _ name: String, _ what: String,
    stored: @escaping @Sendable (UpdateFormula, Double, Double) -> Double,
    move: (@Sendable (UpdateFormula, Double, Double, Double) -> Double)? = nil
  ) -> UpdateChange {
    UpdateChange(name, what, hint: hint) { formula, number in
      let (s, old) = (formula.slope(number), number.m)
      var next = number
      next.m = stored(formula, s, old)
      let usual =
        formula.kind == .nesterov ? s + formula.momentum * next.m : next.m
      let move = move?(formula, s, old, next.m) ?? formula.rate * usual
      next.w = formula.kept(number.w) - move
      return next
    }
  }

  static let velocities: [UpdateChange] = [
    velocity(
      "dampened", "the gradient is multiplied by 1 − μ in the velocity",
      stored: { f, s, v in f.momentum * v + (1 - f.momentum) * s }),
    velocity(
      "momentum-forgotten", "the old velocity is left out: a plain gradient step",
      stored: { _, s, _ in s }, move: { f, s, _, _ in f.rate * s }),
    velocity(
      "momentum-not-applied", "the velocity is stored, but the plain gradient moves the parameter",
      stored: { f, s, v in f.momentum * v + s }, move: { f, s, _, _ in f.rate * s }),
    velocity(
      "momentum-one", "the old velocity is kept whole: it is not multiplied by μ",
      stored: { _, s, v in v + s }),
    velocity(
      "momentum-complement", "the old velocity is multiplied by 1 − μ",
      stored: { f, s, v in (1 - f.momentum) * v + s }),
    velocity(
      "momentum-exchanged", "the old velocity is multiplied by 1 − μ and the gradient by μ",
      stored: { f, s, v in (1 - f.momentum) * v + f.momentum * s }),
    velocity(
      "momentum-negative", "the gradient is subtracted from the old velocity",
      stored: { f, s, v in f.momentum * v - s }),
    velocity(
      "velocity-negative", "the old velocity is subtracted from the gradient",
      stored: { f, s, v in s - f.momentum * v }),
    velocity(
      "momentum-of-sum", "μ multiplies the sum of old velocity and gradient",
      stored: { f, s, v in f.momentum * (v + s) }),
    velocity(
      "velocity-with-rate", "the velocity holds the learning rate: v′ = μ·v + η·g, w′ = w − v′",
      stored: { f, s, v in f.momentum * v + f.rate * s }, move: { _, _, _, new in new }),
    velocity(
      "velocity-with-negative-rate",
      "the velocity is the step itself: v′ = μ·v − η·g, w′ = w + v′",
      stored: { f, s, v in f.momentum * v - f.rate * s }, move: { _, _, _, new in -new }),
    velocity(
      "velocity-without-rate-of-old", "the learning rate multiplies the gradient, not the velocity",
      stored: { f, s, v in f.momentum * v + s },
      move: { f, s, old, _ in f.rate * s + f.momentum * old }),
    velocity(
      "velocity-of-before", "the velocity before the step moves the parameter",
      stored: { f, s, v in f.momentum * v + s }, move: { f, _, old, _ in f.rate * old }),
  ]

  private static let aheadHint = "Look at which velocity is combined with which gradient."

  /// Momentum that looks ahead.
  static let lookAhead = UpdateChange(
    "nesterov", "the step looks ahead: g + μ·v′, as in Nesterov's momentum", hint: aheadHint
  ) { $0.kind = .nesterov }

  /// Nesterov's momentum in other ways.
  static let looksAhead: [UpdateChange] = [
    UpdateChange(
      "plain-momentum", "the velocity alone moves the parameter, without looking ahead",
      hint: aheadHint
    ) { $0.kind = .momentum },
    velocity(
      "ahead-without-gradient", "μ·v′ alone moves the parameter: the gradient is missing",
      stored: { f, s, v in f.momentum * v + s },
      move: { f, _, _, new in f.rate * f.momentum * new }),
    velocity(
      "ahead-of-before", "g + μ·v with the velocity before the step moves the parameter",
      stored: { f, s, v in f.momentum * v + s },
      move: { f, s, old, _ in f.rate * (s + f.momentum * old) }),
    velocity(
      "ahead-without-momentum", "g + v′ moves the parameter: the factor μ is missing",
      stored: { f, s, v in f.momentum * v + s }, move: { f, s, _, new in f.rate * (s + new) }),
    velocity(
      "ahead-of-velocity", "v′ + μ·v′ moves the parameter, with v′ for the gradient",
      stored: { f, s, v in f.momentum * v + s },
      move: { f, _, _, new in f.rate * (1 + f.momentum) * new }),
    velocity(
      "ahead-reversed", "v′ + μ·g moves the parameter: gradient and velocity are exchanged",
      stored: { f, s, v in f.momentum * v + s },
      move: { f, s, _, new in f.rate * (new + f.momentum * s) }),
    velocity(
      "ahead-difference", "(1 + μ)·v′ + μ·v moves the parameter: a sign is wrong",
      stored: { f, s, v in f.momentum * v + s },
      move: { f, _, old, new in f.rate * ((1 + f.momentum) * new + f.momentum * old) }),
  ]
}
