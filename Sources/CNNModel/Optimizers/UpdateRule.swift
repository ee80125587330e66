/// The update of the numbers of a parameter: the one rule that all optimizers are cases of.
///
/// With the parameter `w`, its gradient `g` and the slots `m` and `v`, number by number: first
/// `w ← kept·w` and `s = g + decay·w`, then
/// - descent: `w′ = w − rate·s`
/// - momentum: `m′ = momentum·m + s`, `w′ = w − rate·m′`
/// - nesterov: `m′ = momentum·m + s`, `w′ = w − rate·(s + momentum·m′)`
/// - adaptive: `m′ = momentum·m + (1−momentum)·s`, `v′ = squareDecay·v + (1−squareDecay)·s²`,
///   `w′ = w − rate·m′/(√v′/root + epsilon)`
public struct UpdateRule: Hashable, Sendable {
  /// The form of the update; see the formulas above.
  public enum Kind: Hashable, Sendable {
    /// Plain gradient descent.
    case descent
    /// With momentum.
    case momentum
    /// With Nesterov momentum.
    case nesterov
    /// With moving averages of the gradient and its square, as in Adam.
    case adaptive
  }

  /// The form of the update.
  public let kind: Kind
  /// The learning rate; in the adaptive form divided by `1 − momentumᵗ`.
  public let rate: Double
  /// L2 regularization: the multiple of the parameter that is added to its gradient.
  public var decay = 0.0
  /// Decoupled weight decay: the factor of the parameter before the update; `nil` for none.
  public var kept: Double?
  /// The decay of the velocity, or of the mean of the gradients, per step.
  public var momentum = 0.0
  /// The decay of the mean of the squared gradients, per step.
  public var squareDecay = 0.0
  /// The bias correction `√(1 − squareDecayᵗ)`.
  public var root = 1.0
  /// The number that is added to the denominator of the adaptive form.
  public var epsilon = 0.0

  /// A rule without decay and momentum.
  public init(_ kind: Kind, rate: Double) { (self.kind, self.rate) = (kind, rate) }
}

extension UpdateRule {
  /// Updates a parameter and its slots in one step.
  ///
  /// - Precondition: the gradient and the slots of the kind have the parameter's shape.
  func apply(to parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor]) {
    let decay = Float(decay)
    if let kept { parameter.transform { _, w in w * Float(kept) } }
    let old = parameter
    let slope = { (i: Int) in decay == 0 ? gradient[i] : gradient[i] + decay * old[i] }
    switch kind {
    case .descent: descend(&parameter, slope)
    case .momentum: descend(&parameter, velocity(&slots[0], slope))
    case .nesterov:
      let (momentum, velocity) = (Float(momentum), velocity(&slots[0], slope))
      descend(&parameter) { slope($0) + momentum * velocity($0) }
    case .adaptive: adapt(&parameter, &slots, slope)
    }
  }

  private func descend(_ parameter: inout Tensor, _ direction: (Int) -> Float) {
    let rate = Float(rate)
    parameter.transform { i, w in w - rate * direction(i) }
  }

  /// Updates the velocity by the slopes, and returns it by offset.
  private func velocity(_ slot: inout Tensor, _ slope: (Int) -> Float) -> (Int) -> Float {
    let momentum = Float(momentum)
    slot.transform { i, v in momentum * v + slope(i) }
    let moved = slot
    return { moved[$0] }
  }

  private func adapt(
    _ parameter: inout Tensor, _ slots: inout [Tensor], _ slope: (Int) -> Float
  ) {
    let (b1, b2) = (Float(momentum), Float(squareDecay))
    let (c1, c2) = (Float(1 - momentum), Float(1 - squareDecay))
    let (root, epsilon) = (Float(root), Float(epsilon))
    slots[0].transform { i, m in b1 * m + c1 * slope(i) }
    slots[1].transform { i, v in
      let s = slope(i)
      return b2 * v + c2 * (s * s)
    }
    let (mean, square) = (slots[0], slots[1])
    descend(&parameter) { mean[$0] / (square[$0].squareRoot() / root + epsilon) }
  }
}
