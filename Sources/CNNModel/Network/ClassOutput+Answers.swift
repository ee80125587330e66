/// An answer of a network where one of some classes is wanted.
public struct ClassAnswer: Hashable, Sendable {
  /// The class that is wanted.
  public let label: Int
  /// The class that the output is for; `nil` where it has NaN.
  public let prediction: Int?
}

extension ClassOutput {
  /// The answers in the output of one sample: one for the sample, one for each of its places, or with
  /// targets of 0 or 1 for every number one for each of these.
  ///
  /// - Parameters:
  ///   - shape: that of the output, with a batch of 1.
  ///   - loss: what the target is compared by; the places of its ignored class give no answers.
  /// - Returns: `nil` where the target wants no classes, but values or probabilities.
  package func answers(
    _ output: [Float], _ shape: Shape, _ target: Target, _ loss: any Loss
  ) -> [ClassAnswer]? {
    if case .values(let wanted) = target, loss.target == .multiLabel {
      return yesOrNo(output, wanted.elements)
    }
    guard case .classes(let labels) = target else {
      return target.classes(of: shape, loss.target).map { labels in
        labels.map { ClassAnswer(label: $0, prediction: prediction(output)) }
      }
    }
    let plane = labels.count
    return labels.enumerated().compactMap { place, label in
      guard label != loss.ignored else { return nil }
      let scores = (0..<shape[1]).map { output[$0 * plane + place] }
      return ClassAnswer(label: label, prediction: prediction(scores))
    }
  }

  private func yesOrNo(_ output: [Float], _ wanted: [Float]) -> [ClassAnswer]? {
    guard let limit = yesLimit, wanted.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    return zip(output, wanted).map { number, wanted in
      ClassAnswer(
        label: Int(wanted), prediction: number.isNaN ? nil : number > limit ? 1 : 0)
    }
  }
}

extension ClassOutput {
  /// The answers in the outputs of a batch, sample by sample.
  ///
  /// - Returns: `nil` where some target wants no classes.
  package func answers(_ outputs: Tensor, _ target: Target, _ loss: any Loss) -> [ClassAnswer]? {
    let count = outputs.shape[0]
    var all: [ClassAnswer] = []
    for sample in 0..<count {
      let output = outputs.samples(sample..<sample + 1)
      guard let found = answers(output.elements, output.shape, target.of(sample, count), loss)
      else { return nil }
      all += found
    }
    return all
  }
}

extension Target {
  /// The target of one of the samples of a batch.
  fileprivate func of(_ sample: Int, _ count: Int) -> Target {
    switch self {
    case .classes(let classes):
      let places = classes.count / count
      return .classes(Array(classes[sample * places..<(sample + 1) * places]))
    case .values(let values): return .values(values.samples(sample..<sample + 1))
    }
  }
}
