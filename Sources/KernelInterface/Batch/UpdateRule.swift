/// How parameters move in one step, in numbers.
public struct UpdateRule: Sendable, Hashable {
  public enum Kind: Sendable, Hashable { case descent, momentum, nesterov, adaptive }

  public var kind: Kind
  /// The step's rate; of the adaptive kind divided by `1 − β₁ᵗ`.
  public var rate: Float
  /// The share of the parameter that is added to its gradient.
  public var decay: Float = 0
  /// What the parameter is multiplied with before the step.
  public var kept: Float = 1
  /// The share of the velocity, or of the mean, that stays.
  public var momentum: Float = 0
  /// The share of the gradient that enters the mean.
  public var meanShare: Float = 0
  /// The shares of the mean square that stay and that enter.
  public var squareDecay: Float = 0
  public var squareShare: Float = 0
  /// `√(1 − β₂ᵗ)`
  public var root: Float = 1
  public var epsilon: Float = 0

  public init(_ kind: Kind, rate: Float) { (self.kind, self.rate) = (kind, rate) }
}
