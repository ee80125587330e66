/// Losses that sum or average in another way, in value and gradient.
enum LossReductionAlternatives {
  @Sendable
  static func all(_ loss: any Loss, _ output: Shape, _ target: Target) -> [LossAlternative] {
    guard let loss = loss as? any ReducedLoss, output.rank > 0, output.count > 0 else { return [] }
    let own = loss.divisor(output, target)
    let divided = divisors(loss, output, target).filter { $0.divisor != own }.map { change in
      scaled(
        loss, target, change.name, change.what,
        hint: "Look at what the sum of all parts is divided by.", by: own / change.divisor)
    }
    return divided + factors(loss, target) + samples(loss, output, target)
  }

  private struct Divisor {
    let name: String
    let what: String
    let divisor: Double
  }

  private static func divisors(
    _ loss: any ReducedLoss, _ output: Shape, _ target: Target
  ) -> [Divisor] {
    let (mean, samples) = (loss.meanDivisor(output, target), Double(output[0]))
    let numbers = Double(output.count) / samples
    let classes = output.rank > 1 ? Double(output[1]) : 1
    let candidates = [
      Divisor(name: "sum-for-mean", what: "the parts are summed instead of averaged", divisor: 1),
      Divisor(
        name: "mean-for-sum", what: "the parts are averaged instead of summed", divisor: mean),
      Divisor(
        name: "mean-over-samples", what: "the sum is divided by the number of samples alone",
        divisor: samples),
      Divisor(
        name: "mean-over-all",
        what: "the mean is taken over all numbers of the output: samples times numbers of a sample",
        divisor: Double(output.count)),
      Divisor(
        name: "mean-over-numbers",
        what: "the sum is divided by the count of numbers of a sample alone", divisor: numbers),
      Divisor(
        name: "mean-over-classes", what: "the sum is divided by the number of classes alone",
        divisor: classes),
      Divisor(
        name: "mean-over-places", what: "the sum is divided by the number of places alone",
        divisor: numbers / classes),
      Divisor(
        name: "mean-twice", what: "the mean is divided by the number of samples once more",
        divisor: mean * samples),
      Divisor(
        name: "mean-squared", what: "the mean is divided by the number of its parts once more",
        divisor: mean * mean),
      Divisor(
        name: "samples-less-one", what: "the sum is divided by the number of samples less one",
        divisor: max(1, samples - 1)),
    ]
    var seen: Set<Double> = []
    return candidates.filter { $0.divisor > 0 && seen.insert($0.divisor).inserted }
  }

  private static func factors(_ loss: any ReducedLoss, _ target: Target) -> [LossAlternative] {
    [
      scaled(
        loss, target, "negated", "the sign is wrong", hint: "Look at the sign.", by: -1),
      scaled(
        loss, target, "doubled", "the result is twice as large",
        hint: "Look at the factor in front of the sum.", .attribute, by: 2),
      scaled(
        loss, target, "halved", "the result is half as large",
        hint: "Look at the factor in front of the sum.", .attribute, by: 0.5),
    ]
  }

  private static func scaled(
    _ loss: any ReducedLoss, _ target: Target, _ name: String, _ what: String, hint: String,
    _ tier: Alternative.Tier = .rule, by factor: Double
  ) -> LossAlternative {
    LossAlternative(
      name, what, hint: hint, tier,
      values: { [Float(Double(loss.value($0, target)) * factor)] },
      gradients: { [loss.gradient($0, target).map { Float(Double($0) * factor) }] })
  }

  /// The part of one sample alone, as of a loop that overwrites.
  private static func samples(
    _ loss: any ReducedLoss, _ output: Shape, _ target: Target
  ) -> [LossAlternative] {
    let size = output.sample.count
    return [("first", 0), ("last", output[0] - 1)].map { which, sample in
      LossAlternative(
        "\(which)-sample", "the \(which) sample alone counts",
        hint: "Look at how the parts of the samples are brought together.",
        values: { output in
          guard let part = target.sample(sample, of: output.shape) else { return [] }
          let alone = loss.value(output.samples(sample..<sample + 1), part)
          let share = loss.meanDivisor(output.samples(sample..<sample + 1).shape, part)
          let whole = loss.divisor(output.shape, target)
          let own = loss.reduction == .sum ? 1 : share
          return [alone, Float(Double(alone) * own / whole)]
        },
        gradients: { output in
          var gradient = loss.gradient(output, target)
          let range = sample * size..<(sample + 1) * size
          gradient.transform { offset, slope in range.contains(offset) ? slope : 0 }
          return [gradient]
        })
    }
  }
}

extension Target {
  /// The target of one sample; `nil` where samples have no part of their own.
  fileprivate func sample(_ index: Int, of output: Shape) -> Target? {
    switch self {
    case .values(let values):
      return values.shape == output ? .values(values.samples(index..<index + 1)) : nil
    case .classes(let classes):
      let size = classes.count / max(1, output[0])
      guard size > 0, classes.count == size * output[0] else { return nil }
      return .classes(Array(classes[index * size..<(index + 1) * size]))
    }
  }
}
