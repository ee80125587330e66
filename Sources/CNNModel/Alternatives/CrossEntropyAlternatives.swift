/// Cross-entropies by another formula.
enum CrossEntropyAlternatives {
  @Sendable
  static func all(_ loss: any Loss, _ output: Shape, _ target: Target) -> [LossAlternative] {
    guard let loss = loss as? CrossEntropy, output.rank >= 2, output.count > 0 else { return [] }
    let changes =
      CrossEntropyChanges.logarithms
      + (loss.form == .logits
        ? CrossEntropyChanges.values + CrossEntropyChanges.slopes + CrossEntropyChanges.labels
          + CrossEntropyChanges.lines(output)
        : CrossEntropyChanges.ofProbabilities)
    return changes.map { change in
      change.alternative(loss, target) { CrossEntropyTerms(loss, $0, target) }
    } + options(loss, output, target)
  }

  /// The same loss without one of its options.
  private static func options(
    _ loss: CrossEntropy, _ output: Shape, _ target: Target
  ) -> [LossAlternative] {
    var others: [(String, String, CrossEntropy)] = []
    if loss.classWeights != nil {
      var plain = loss
      plain.classWeights = nil
      others.append(("weights-ignored", "the weights of the classes are left out", plain))
    }
    if loss.smoothing != 0 {
      others.append(
        ("smoothing-ignored", "the target is not smoothed", loss.replacing(smoothing: 0)))
    }
    if let ignored = loss.ignored, ignored < output[1] {
      others.append(("ignored-counted", "the class to ignore counts", loss.replacing(ignored: nil)))
    }
    return others.map { name, what, other in
      LossAlternative(
        name, what, hint: "Look at the options of the loss.", .attribute,
        values: { [other.value($0, target)] }, gradients: { [other.gradient($0, target)] })
    } + weighted(loss, target)
  }

  /// Weights that enter the sum alone, or smoothing without a part of it.
  private static func weighted(_ loss: CrossEntropy, _ target: Target) -> [LossAlternative] {
    guard loss.classWeights != nil, loss.reduction == .mean else { return [] }
    return [
      LossAlternative(
        "weights-not-in-divisor",
        "the sum is divided by the number of places, not by the sum of their weights",
        hint: "Look at what the sum of all parts is divided by.",
        values: { [Float(Double(loss.value($0, target)) * factor(loss, $0, target))] },
        gradients: { output in
          let factor = Float(factor(loss, output, target))
          return [loss.gradient(output, target).map { $0 * factor }]
        })
    ]
  }

  private static func factor(_ loss: CrossEntropy, _ output: Tensor, _ target: Target) -> Double {
    let count = Double(loss.places(output.shape, target).count)
    return loss.meanDivisor(output.shape, target) / max(1, count)
  }

}
