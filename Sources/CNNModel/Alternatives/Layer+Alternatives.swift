extension Layer {
  /// The computation with one rule changed, in every way that a family of this layer knows.
  ///
  /// Of two families that know the same rule, the first one's is taken.
  ///
  /// Some give the layer's own numbers where the rule makes no difference, as leaving out a stride of
  /// 1 does.
  ///
  /// - Parameter inputs: shapes that the layer takes, the batch in front.
  public func alternatives(for inputs: [Shape]) -> [Alternative] {
    guard !inputs.isEmpty, !isSource else { return [] }
    var names: Set<String> = []
    return AlternativeFamilies.all.flatMap { $0(self, inputs) }
      .filter { names.insert($0.name).inserted }
  }
}

/// Every family of changes. A new one is a file and a line here.
private enum AlternativeFamilies {
  typealias Family = @Sendable (_ layer: any Layer, _ inputs: [Shape]) -> [Alternative]

  static let all: [Family] = [
    ProductAlternatives.all, ElementwiseAlternatives.all,
    SoftmaxAlternatives.all, NormalizationAlternatives.all, RunningStatisticsAlternatives.all,
    ParameterAlternatives.all, AttributeAlternatives.all, OperationAlternatives.all,
    ArrayAlternatives.all, ExchangedAlternatives.all, MatrixAlternatives.all,
    LearnedSlopeAlternatives.all, LocalResponseAlternatives.all, CellAlternatives.all,
    ReducedAxesAlternatives.all, BroadcastAlternatives.all, MoveAlternatives.all,
    AxisOrderAlternatives.all, ResizeAlternatives.all,
  ]
}
