/// Another step of an optimizer, in words.
struct UpdateChange: Sendable {
  typealias Step = @Sendable (UpdateFormula, UpdateFormula.Number) -> UpdateFormula.Number

  let name: String
  let what: String
  let hint: String
  var tier = Alternative.Tier.rule
  let step: Step

  init(
    _ name: String, _ what: String, hint: String, _ tier: Alternative.Tier = .rule,
    step: @escaping Step
  ) {
    (self.name, self.what, self.hint, self.tier, self.step) = (name, what, hint, tier, step)
  }

  /// The right step with other numbers.
  init(
    _ name: String, _ what: String, hint: String, _ tier: Alternative.Tier = .rule,
    numbers: @escaping @Sendable (inout UpdateFormula) -> Void
  ) {
    self.init(name, what, hint: hint, tier) { formula, number in
      var changed = formula
      numbers(&changed)
      return changed.step(number)
    }
  }

  /// Those of a kind of optimizer.
  static func all(_ formula: UpdateFormula) -> [UpdateChange] {
    let decays = formula.decay != 0 || formula.decoupled != 0 ? decays : []
    switch formula.kind {
    case .descent: return steps + decays
    case .momentum: return steps + decays + velocities + [lookAhead]
    case .nesterov: return steps + decays + velocities + looksAhead
    case .adaptive: return steps + decays + UpdateChange.adaptive
    }
  }
}

extension UpdateChange {
  private static let stepHint = "Look at the sign and the size of the step."
  private static let decayHint = "Look at where the weight decay enters."

  /// Other steps of any optimizer.
  private static let steps: [UpdateChange] = [
    UpdateChange(
      "ascent", "the step goes along the gradient instead of against it", hint: stepHint
    ) { formula, number in
      var next = formula.step(number)
      next.w = 2 * formula.kept(number.w) - next.w
      return next
    },
    UpdateChange(
      "rate-forgotten", "the step is not multiplied by the learning rate", hint: stepHint
    ) { formula, number in
      var next = formula.step(number)
      let step = (next.w - formula.kept(number.w)) / formula.rate
      next.w = formula.kept(number.w) + step
      return next
    },
    UpdateChange(
      "rate-twice", "the step is multiplied by the learning rate twice", hint: stepHint
    ) { formula, number in
      var next = formula.step(number)
      next.w = formula.kept(number.w) + formula.rate * (next.w - formula.kept(number.w))
      return next
    },
    UpdateChange(
      "parameter-unchanged", "the parameter itself is not updated", hint: stepHint
    ) { formula, number in
      var next = formula.step(number)
      next.w = number.w
      return next
    },
    UpdateChange(
      "step-alone", "the step itself comes out, not the parameter with it", hint: stepHint
    ) { formula, number in
      var next = formula.step(number)
      next.w -= formula.kept(number.w)
      return next
    },
    UpdateChange(
      "state-unchanged", "the parameter is updated, but what the optimizer keeps is not stored",
      hint: "Look at what is kept for the next step."
    ) { formula, number in
      var next = formula.step(number)
      (next.m, next.v) = (number.m, number.v)
      return next
    },
    UpdateChange(
      "sign-of-gradient", "the sign of the gradient is used instead of the gradient", hint: stepHint
    ) { formula, number in
      formula.step(
        UpdateFormula.Number(
          w: number.w, g: number.g > 0 ? 1 : number.g < 0 ? -1 : 0, m: number.m, v: number.v))
    },
  ]

  /// Other weight decay.
  private static let decays: [UpdateChange] = [
    UpdateChange("weight-decay-forgotten", "the weight decay is left out", hint: decayHint) {
      ($0.decay, $0.decoupled) = (0, 0)
    },
    UpdateChange(
      "weight-decay-negative", "the weight decay has the wrong sign, so weights grow",
      hint: decayHint
    ) { ($0.decay, $0.decoupled) = (-$0.decay, -$0.decoupled) },
    UpdateChange("weight-decay-doubled", "the weight decay is twice as large", hint: decayHint) {
      ($0.decay, $0.decoupled) = (2 * $0.decay, 2 * $0.decoupled)
    },
    UpdateChange("weight-decay-halved", "the weight decay is half as large", hint: decayHint) {
      ($0.decay, $0.decoupled) = ($0.decay / 2, $0.decoupled / 2)
    },
    UpdateChange(
      "weight-decay-exchanged",
      "the weight decay is added to the gradient where it should shrink the weight, or the reverse",
      hint: decayHint
    ) { ($0.decay, $0.decoupled) = ($0.decoupled, $0.decay) },
    UpdateChange(
      "weight-decay-both", "the weight decay is added to the gradient and shrinks the weight too",
      hint: decayHint
    ) {
      let decay = $0.decay + $0.decoupled
      ($0.decay, $0.decoupled) = (decay, decay)
    },
    UpdateChange(
      "weight-decay-without-rate", "the weight shrinks by 1 − λ, without the learning rate",
      hint: decayHint
    ) {
      let decay = $0.decay + $0.decoupled
      ($0.decay, $0.decoupled) = (0, $0.rate == 0 ? 0 : decay / $0.rate)
    },
    UpdateChange(
      "weight-decay-of-sign", "λ times the sign of the weight is added to the gradient (L1)",
      hint: decayHint
    ) { formula, number in
      var plain = formula
      (plain.decay, plain.decoupled) = (0, 0)
      let sign: Double = number.w > 0 ? 1 : number.w < 0 ? -1 : 0
      let g = number.g + (formula.decay + formula.decoupled) * sign
      return plain.step(UpdateFormula.Number(w: number.w, g: g, m: number.m, v: number.v))
    },
    UpdateChange(
      "weight-decay-after", "the weight shrinks after the step instead of before it",
      hint: decayHint
    ) { formula, number in
      var plain = formula
      (plain.decay, plain.decoupled) = (0, 0)
      var next = plain.step(number)
      next.w *= 1 - formula.rate * (formula.decay + formula.decoupled)
      return next
    },
    UpdateChange(
      "weight-decay-multiplies", "the gradient is multiplied by 1 + λ", hint: decayHint
    ) { formula, number in
      var plain = formula
      (plain.decay, plain.decoupled) = (0, 0)
      let g = number.g * (1 + formula.decay + formula.decoupled)
      return plain.step(UpdateFormula.Number(w: number.w, g: g, m: number.m, v: number.v))
    },
  ]
}
