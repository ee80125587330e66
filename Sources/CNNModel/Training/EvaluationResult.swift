/// The result of an evaluation, sample by sample.
public struct EvaluationResult: Hashable, Sendable {
  /// A sample that was classified.
  public struct Sample: Hashable, Sendable {
    /// The index of the sample.
    public let index: Int
    /// The correct class.
    public let label: Int
    /// The class with the largest output, the first one on a tie.
    public let prediction: Int
    /// The loss of the sample.
    public let loss: Float
    /// The softmax probability of the prediction.
    public let confidence: Float
  }

  /// The number of classes.
  public let classes: Int
  /// All samples so far, in their order.
  public private(set) var samples: [Sample] = []
  /// The confusion matrix: the number of samples of a class (row) that were predicted as a class
  /// (column).
  public private(set) var confusion: [[Int]]

  package init(classes: Int) {
    self.classes = classes
    confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  }

  package mutating func add(label: Int, logits: [Float], loss: Float) {
    let prediction = Probabilities.best(of: logits)
    samples.append(
      Sample(
        index: samples.count, label: label, prediction: prediction, loss: loss,
        confidence: Probabilities.share(of: prediction, logits)))
    confusion[label][prediction] += 1
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
    let total = confusion[label].reduce(0, +)
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
