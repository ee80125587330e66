/// How parameters move in one training step, in numbers.
public struct UpdateRule: Sendable, Hashable {
  public enum Kind: Sendable, Hashable { case descent, momentum, nesterov, adaptive }

  public var kind: Kind
  /// The step's learning rate; of the adaptive kind divided by `1 − β₁ᵗ`.
  public var rate: Float
  /// L2 weight decay: the multiple of the parameter that is added to its gradient.
  public var decay: Float = 0
  /// Decoupled weight decay: what the parameter is multiplied by before the step.
  public var kept: Float = 1
  /// Momentum, or β₁ of the adaptive kind.
  public var momentum: Float = 0
  /// `1 − β₁`
  public var meanShare: Float = 0
  /// `β₂` and `1 − β₂`
  public var squareDecay: Float = 0
  public var squareShare: Float = 0
  /// `√(1 − β₂ᵗ)`
  public var root: Float = 1
  public var epsilon: Float = 0

  public init(_ kind: Kind, rate: Float) { (self.kind, self.rate) = (kind, rate) }
}
