/// How cells are brought to mean 0 and variance 1, with what is usually mistaken in it.
struct NormalizationRule: Hashable, Sendable {
  /// Whether squares are divided by n − 1.
  var isUnbiased = false
  /// Whether ε is added to the standard deviation instead of the variance.
  var addsEpsilonOutside = false
  /// Whether no gradient passes through the mean.
  var omitsMean = false
  /// Whether no gradient passes through the variance.
  var omitsVariance = false

  static let standard = NormalizationRule()

  /// The variance of `count` cells by the sum of squared distances from their mean.
  func variance<S: Scalar>(ofSquares sum: S, count: Int) -> S {
    sum / S(isUnbiased ? max(1, count - 1) : count)
  }

  /// `1/√(σ² + ε)`
  func inverse<S: Scalar>(variance: S, epsilon: S) -> S {
    addsEpsilonOutside
      ? 1 / (variance.squareRoot() + epsilon) : 1 / (variance + epsilon).squareRoot()
  }
}

/// A layer that brings cells to mean 0 and variance 1, and can be asked to do it by another rule.
protocol NormalizationPasses: Layer {
  func forward(_ pass: ForwardPass, by rule: NormalizationRule) -> ForwardResult

  func backward(_ pass: BackwardPass, by rule: NormalizationRule) -> Gradients
}

extension NormalizationPasses {
  package func forward(_ pass: ForwardPass) -> ForwardResult { forward(pass, by: .standard) }

  package func backward(_ pass: BackwardPass) -> Gradients { backward(pass, by: .standard) }
}
