/// How the numbers of a parameter move in one update: the one rule that all optimizers are cases of.
///
/// With the parameter `w`, its gradient `g` and the slots `m` and `v`, number by number: first
/// `w ← kept·w` and `s = g + decay·w`, then
/// - descent: `w′ = w − rate·s`
/// - momentum: `m′ = momentum·m + s`, `w′ = w − rate·m′`
/// - nesterov: `m′ = momentum·m + s`, `w′ = w − rate·(s + momentum·m′)`
/// - adaptive: `m′ = momentum·m + (1−momentum)·s`, `v′ = squareDecay·v + (1−squareDecay)·s²`,
///   `w′ = w − rate·m′/(√v′/root + epsilon)`
public struct UpdateRule: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case descent, momentum, nesterov, adaptive }

  public let kind: Kind
  /// The learning rate; of the adaptive kind divided by `1 − momentumᵗ`.
  public let rate: Double
  /// The share of the parameter that is added to its gradient (L2 regularization).
  public var decay = 0.0
  /// What the parameter is multiplied by first (decoupled weight decay); `nil` for nothing.
  public var kept: Double?
  /// The share of the velocity, or of the mean, that stays.
  public var momentum = 0.0
  /// The share of the mean square that stays.
  public var squareDecay = 0.0
  /// `√(1 − squareDecayᵗ)`
  public var root = 1.0
  public var epsilon = 0.0

  public init(_ kind: Kind, rate: Double) { (self.kind, self.rate) = (kind, rate) }
}

extension UpdateRule {
  /// Moves a parameter and its slots by one step.
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

  /// Moves the velocity along the slopes and returns what it is then, by offset.
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
