/// A loss with one rule changed: what a certain mistake computes.
public struct LossAlternative: Sendable {
  /// The changed rule, the same from version to version: `sum-for-mean`.
  public let rule: String
  /// What is changed, as a clause: `the parts are summed instead of averaged`.
  public let what: String
  /// Where to look, without giving the rule away, as a sentence.
  public let hint: String
  /// How specific the rule is.
  public let tier: Alternative.Tier
  /// The values of the loss under the rule; none where it changes the gradient only.
  public let values: @Sendable (_ output: Tensor) -> [Float]
  /// The gradients under the rule; none where it changes the value only.
  public let gradients: @Sendable (_ output: Tensor) -> [Tensor]

  init(
    _ rule: String, _ what: String, hint: String, _ tier: Alternative.Tier = .rule,
    values: @escaping @Sendable (_ output: Tensor) -> [Float] = { _ in [] },
    gradients: @escaping @Sendable (_ output: Tensor) -> [Tensor] = { _ in [] }
  ) {
    (self.rule, self.what, self.hint, self.tier) = (rule, what, hint, tier)
    (self.values, self.gradients) = (values, gradients)
  }
}

extension Loss {
  /// The loss with one rule changed, in every way that a family of changes knows.
  ///
  /// - Parameter output: the shape of the output, with the batch in front.
  /// - Precondition: the loss compares such an output with the target.
  public func alternatives(for output: Shape, _ target: Target) -> [LossAlternative] {
    LossAlternativeFamilies.all.flatMap { $0(self, output, target) }
  }
}

/// Every family of changes of a loss. A new one is a file and a line here.
private enum LossAlternativeFamilies {
  typealias Family =
    @Sendable (_ loss: any Loss, _ output: Shape, _ target: Target) ->
    [LossAlternative]

  static let all: [Family] = [
    LossReductionAlternatives.all, CrossEntropyAlternatives.all, ElementLossAlternatives.all,
  ]
}
