/// The result of an evaluation, sample by sample.
public struct EvaluationResult: Hashable, Sendable {
  /// A sample that was classified.
  public struct Sample: Hashable, Sendable {
    /// The index of the sample.
    public let index: Int
    /// The correct class.
    public let label: Int
    /// The class that the output is for; `nil` where the output has NaN.
    public let prediction: Int?
    /// The loss of the sample.
    public let loss: Float
    /// The probability of the prediction; NaN without one.
    public let confidence: Float
  }

  /// The number of classes.
  public let classes: Int
  /// All samples so far, in their order.
  public private(set) var samples: [Sample] = []
  /// The confusion matrix: the number of samples of a class (row) that were predicted as a class
  /// (column).
  public private(set) var confusion: [[Int]]
  /// The number of samples whose output has NaN, so that it is for no class. They count as mistakes
  /// and are not in the confusion matrix.
  public private(set) var unclassified = 0

  package init(classes: Int) {
    self.classes = classes
    confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  }

  /// - Parameter probabilities: of the classes.
  package mutating func add(
    label: Int, prediction: Int?, probabilities: [Float], loss: Float
  ) {
    samples.append(
      Sample(
        index: samples.count, label: label, prediction: prediction, loss: loss,
        confidence: prediction.map { probabilities[$0] } ?? .nan))
    if let prediction {
      confusion[label][prediction] += 1
    } else {
      unclassified += 1
    }
  }

  /// The number of samples so far.
  public var count: Int { samples.count }

  /// The number of correctly classified samples.
  public var correct: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// The fraction of samples that were classified correctly; NaN when there are none.
  public var accuracy: Double { Double(correct) / Double(count) }

  /// The mean loss of the samples.
  public var loss: Double { samples.reduce(0) { $0 + Double($1.loss) } / Double(count) }

  /// The fraction of a class that was classified correctly; `nil` if it has no samples.
  public func accuracy(of label: Int) -> Double? {
    let total = samples.count { $0.label == label }
    return total == 0 ? nil : Double(confusion[label][label]) / Double(total)
  }

  /// The misclassified samples, those with NaN losses first and then by decreasing loss.
  public func mistakes() -> [Sample] {
    samples.filter { $0.label != $0.prediction }.sorted { one, other in
      let (first, second) = (one.rank, other.rank)
      return first == second ? one.index < other.index : first > second
    }
  }

  /// The samples of a class that were predicted as another class, in their order.
  public func samples(of label: Int, takenFor prediction: Int) -> [Sample] {
    samples.filter { $0.label == label && $0.prediction == prediction }
  }
}

extension EvaluationResult.Sample {
  fileprivate var rank: Float { loss.isNaN ? .infinity : loss }
}
