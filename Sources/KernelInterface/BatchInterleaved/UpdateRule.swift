/// The update of parameters in one training step, in single precision.
package struct UpdateRule: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case descent, momentum, nesterov, adaptive }

  package var kind: Kind
  /// The step's learning rate; in the adaptive form divided by `1 − β₁ᵗ`.
  package var rate: Float
  /// L2 weight decay: the multiple of the parameter that is added to its gradient.
  package var decay: Float = 0
  /// Decoupled weight decay: the factor of the parameter before the update.
  package var kept: Float = 1
  /// Momentum, or β₁ in the adaptive form.
  package var momentum: Float = 0
  /// `1 − β₁`
  package var meanShare: Float = 0
  /// `β₂` and `1 − β₂`
  package var squareDecay: Float = 0
  package var squareShare: Float = 0
  /// `√(1 − β₂ᵗ)`
  package var root: Float = 1
  package var epsilon: Float = 0

  package init(_ kind: Kind, rate: Float) { (self.kind, self.rate) = (kind, rate) }
}
