/// An optimizer that has the options of all optimizers and no others.
protocol DecayOptimizer: Optimizer {
  var weightDecay: Double { get }

  /// What the options are where they are not given.
  static var usual: (rate: Double, weightDecay: Double) { get }

  init(rate: Double, weightDecay: Double)
}

extension DecayOptimizer {
  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      rate: try line.nonNegative("lr", unless: Self.usual.rate),
      weightDecay: try line.nonNegative("weight-decay", unless: Self.usual.weightDecay))
  }

  package var text: String {
    "\(kind) lr \(rate)"
      + (weightDecay == Self.usual.weightDecay ? "" : " weight-decay \(weightDecay)")
  }
}
