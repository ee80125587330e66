import KernelInterface

/// The moving averages of gradient and squared gradient that Adam steps by.
struct AdaptiveMoments: Hashable, Sendable {
  var rate: Double
  var meanDecay = 0.9
  var squareDecay = 0.999
  var epsilon = 1e-8

  /// `1 − βᵗ`, by products alone so that every machine gets the same number.
  private func correction(_ decay: Double, step: Int) -> Double {
    var (result, power, exponent) = (1.0, decay, step)
    while exponent > 0 {
      if exponent & 1 == 1 { result *= power }
      power *= power
      exponent >>= 1
    }
    return 1 - result
  }

  /// Moves a parameter along its moments; the weight decay was applied before.
  func update(
    _ parameter: inout Tensor, slots: inout [Tensor], step: Int, slope: (Int, Float) -> Float
  ) {
    let stepSize = Float(rate / correction(meanDecay, step: step))
    let root = Float(correction(squareDecay, step: step).squareRoot())
    let (b1, b2, epsilon) = (Float(meanDecay), Float(squareDecay), Float(epsilon))
    let (c1, c2) = (Float(1 - meanDecay), Float(1 - squareDecay))
    let old = parameter
    slots[0].transform { i, m in b1 * m + c1 * slope(i, old[i]) }
    slots[1].transform { i, v in
      let g = slope(i, old[i])
      return b2 * v + c2 * (g * g)
    }
    let (mean, square) = (slots[0], slots[1])
    parameter.transform { i, w in
      w - stepSize * (mean[i] / (square[i].squareRoot() / root + epsilon))
    }
  }

  /// The step in numbers.
  func updateRule(rate: Double, step: Int) -> UpdateRule {
    var rule = UpdateRule(
      .adaptive, rate: Float(rate / correction(meanDecay, step: step)))
    rule.root = Float(correction(squareDecay, step: step).squareRoot())
    (rule.momentum, rule.meanShare) = (Float(meanDecay), Float(1 - meanDecay))
    (rule.squareDecay, rule.squareShare) = (Float(squareDecay), Float(1 - squareDecay))
    rule.epsilon = Float(epsilon)
    return rule
  }

  /// The computation of the step `Δw` of one number.
  func define(_ slope: Expression, slots: [Float], step: Int) -> Expression {
    let mean = moved("m", slots[0], meanDecay, slope)
    let square = moved("v", slots[1], squareDecay, .product([slope, slope]))
    let root = Expression.quotient(
      .function(.squareRoot, square),
      .constant(correction(squareDecay, step: step).squareRoot(), "√(1−β₂ᵗ)"))
    return .named(
      "Δw",
      .product([
        .constant(rate / correction(meanDecay, step: step), "η/(1−β₁ᵗ)"),
        .quotient(mean, .sum([root, .constant(epsilon, "ε")])),
      ]))
  }

  private func moved(
    _ symbol: String, _ old: Float, _ decay: Double, _ fresh: Expression
  ) -> Expression {
    .named(
      "\(symbol)′",
      .sum([
        .product([.constant(decay, "β"), .term(Term(symbol, .intermediate, Double(old)))]),
        .product([.constant(1 - decay, "1−β"), fresh]),
      ]))
  }
}

/// Adam: steps of about the learning rate, by moving averages of the gradient and of its square.
///
/// `m′ = β₁m + (1−β₁)g`, `v′ = β₂v + (1−β₂)g²`, `w′ = w − η/(1−β₁ᵗ) · m′/(√v′/√(1−β₂ᵗ) + ε)` with
/// `g` including `λ·w`, as in PyTorch (`Adam`). Source: D. Kingma, J. Ba, 2014.
public struct Adam: KernelOptimizer {
  var moments: AdaptiveMoments
  public var weightDecay: Double

  public var rate: Double {
    get { moments.rate }
    set { moments.rate = newValue }
  }
  public var slots: [String] { ["mean", "square"] }

  public init(rate: Double, weightDecay: Double = 0) {
    (moments, self.weightDecay) = (AdaptiveMoments(rate: rate), weightDecay)
  }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], step: Int
  ) {
    let decay = Float(weightDecay)
    moments.update(&parameter, slots: &slots, step: step) { gradient[$0] + decay * $1 }
  }

  func updateRule(rate: Double, step: Int) -> UpdateRule {
    var rule = moments.updateRule(rate: rate, step: step)
    rule.decay = Float(weightDecay)
    return rule
  }

  public func define(
    _ cell: Position, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
  ) -> Expression {
    let w = Expression.term(Term("w", .parameter(0, cell), Double(parameter[cell])))
    let g = Expression.term(Term("g", .outputGradient(0, cell), Double(gradient[cell])))
    let slope =
      weightDecay == 0 ? g : .sum([g, .product([.constant(Double(Float(weightDecay)), "λ"), w])])
    return .difference(w, moments.define(slope, slots: slots.map { $0[cell] }, step: step))
  }

  public static let grammar = LayerGrammar(
    "adam", summary: "steps by moving averages of gradient and square",
    help: "Each parameter has a step of its own: the mean of its gradients over their usual size.",
    options: commonArguments)

  public init(_ line: LayerLine) throws(LineError) {
    self.init(
      rate: try line.nonNegative("lr", unless: 0.001),
      weightDecay: try line.nonNegative("weight-decay", unless: 0))
  }

  public var text: String { optimizerText(kind, rate, weightDecay) }
}

/// AdamW: Adam whose weight decay acts on the parameter itself.
///
/// `w ← w·(1 − η·λ)`, then Adam's step without decay, as in PyTorch (`AdamW`). Source:
/// I. Loshchilov, F. Hutter, 2017.
public struct AdamW: KernelOptimizer {
  var moments: AdaptiveMoments
  public var weightDecay: Double

  public var rate: Double {
    get { moments.rate }
    set { moments.rate = newValue }
  }
  public var slots: [String] { ["mean", "square"] }

  public init(rate: Double, weightDecay: Double = 0.01) {
    (moments, self.weightDecay) = (AdaptiveMoments(rate: rate), weightDecay)
  }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], step: Int
  ) {
    let kept = Float(1 - rate * weightDecay)
    parameter.transform { _, w in w * kept }
    moments.update(&parameter, slots: &slots, step: step) { index, _ in gradient[index] }
  }

  func updateRule(rate: Double, step: Int) -> UpdateRule {
    var decayed = moments.updateRule(rate: rate, step: step)
    decayed.kept = Float(1 - rate * weightDecay)
    return decayed
  }

  public func define(
    _ cell: Position, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
  ) -> Expression {
    let w = Expression.term(Term("w", .parameter(0, cell), Double(parameter[cell])))
    let g = Expression.term(Term("g", .outputGradient(0, cell), Double(gradient[cell])))
    let kept = Expression.product([w, .constant(1 - rate * weightDecay, "1−η·λ")])
    return .difference(kept, moments.define(g, slots: slots.map { $0[cell] }, step: step))
  }

  public static let grammar = LayerGrammar(
    "adamw", summary: "Adam with decay of the parameters themselves",
    help: "Adam, and at every step each parameter loses a share of itself.",
    options: commonArguments)

  public init(_ line: LayerLine) throws(LineError) {
    self.init(
      rate: try line.nonNegative("lr", unless: 0.001),
      weightDecay: try line.nonNegative("weight-decay", unless: 0.01))
  }

  public var text: String {
    "\(kind) lr \(rate)" + (weightDecay == 0.01 ? "" : " weight-decay \(weightDecay)")
  }
}
