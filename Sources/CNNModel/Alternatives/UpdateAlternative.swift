/// One step of an optimizer with one rule changed: what a certain mistake computes.
public struct UpdateAlternative: Sendable {
  /// The changed rule, the same from version to version: `bias-correction-forgotten`.
  public let rule: String
  /// What is changed, as a clause.
  public let what: String
  /// Where to look, without giving the rule away, as a sentence.
  public let hint: String
  /// How specific the rule is.
  public let tier: Alternative.Tier
  private let step:
    @Sendable (_ parameter: Tensor, _ gradient: Tensor, _ slots: [Tensor]) -> (Tensor, [Tensor])

  init(
    _ rule: String, _ what: String, hint: String, _ tier: Alternative.Tier = .rule,
    step:
      @escaping @Sendable (
        _ parameter: Tensor, _ gradient: Tensor, _ slots: [Tensor]
      ) -> (Tensor, [Tensor])
  ) {
    (self.rule, self.what, self.hint, self.tier, self.step) = (rule, what, hint, tier, step)
  }

  /// The parameter and the slots after the step.
  public func apply(
    _ parameter: Tensor, _ gradient: Tensor, _ slots: [Tensor]
  ) -> (parameter: Tensor, slots: [Tensor]) { step(parameter, gradient, slots) }
}

extension Optimizer {
  /// The step with one rule changed, in every known way.
  ///
  /// - Parameter step: the number of the step, counted from 1.
  public func alternatives(step: Int) -> [UpdateAlternative] {
    let formula = UpdateFormula(rule(rate: rate, step: step), rate: rate, step: step)
    return UpdateChange.all(formula).map { change in
      UpdateAlternative(change.name, change.what, hint: change.hint, change.tier) {
        parameter, gradient, slots in
        formula.apply(change.step, parameter, gradient, slots)
      }
    }
  }
}
