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

  /// The number of classes; 0 where what is wanted are values.
  public let classes: Int
  /// All classified samples so far, in their order; none where a sample has several answers.
  public private(set) var samples: [Sample] = []
  /// The confusion matrix: the number of answers of a class (row) that were predicted as a class
  /// (column).
  public private(set) var confusion: [[Int]]
  /// The number of answers whose output has NaN, so that it is for no class. They count as mistakes
  /// and are not in the confusion matrix.
  public private(set) var unclassified = 0
  /// The number of samples so far.
  public private(set) var count = 0
  /// The number of answers so far: one for each sample, or one for each place or number of it.
  public private(set) var answerCount = 0
  /// The number of correct answers.
  public private(set) var correct = 0
  /// By class, the number of answers that it is wanted in.
  private var wanted: [Int]
  private var lossSum = 0.0
  private var weight = 0.0

  package init(classes: Int) {
    self.classes = classes
    confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    wanted = [Int](repeating: 0, count: classes)
  }

  /// Adds a sample of one class.
  ///
  /// - Parameter probabilities: of the classes.
  package mutating func add(
    label: Int, prediction: Int?, probabilities: [Float], loss: Float
  ) {
    samples.append(
      Sample(
        index: samples.count, label: label, prediction: prediction, loss: loss,
        confidence: prediction.map { probabilities[$0] } ?? .nan))
    add([ClassAnswer(label: label, prediction: prediction)], loss: loss)
  }

  /// Adds a sample with any number of answers.
  ///
  /// - Parameter weight: of the loss in the mean over all samples: the number of places that it is the
  ///   mean of.
  package mutating func add(_ answers: [ClassAnswer], loss: Float, weight: Double = 1) {
    count += 1
    answerCount += answers.count
    for answer in answers {
      wanted[answer.label] += 1
      guard let prediction = answer.prediction else {
        unclassified += 1
        continue
      }
      confusion[answer.label][prediction] += 1
      if prediction == answer.label { correct += 1 }
    }
    guard weight > 0 else { return }
    lossSum += Double(loss) * weight
    self.weight += weight
  }

  /// The fraction of answers that are correct; NaN when there are none.
  public var accuracy: Double { Double(correct) / Double(answerCount) }

  /// The mean loss of the samples; where it is a mean over places, that over all of them.
  public var loss: Double { lossSum / weight }

  /// The fraction of a class that was classified correctly; `nil` if it has no samples.
  public func accuracy(of label: Int) -> Double? {
    wanted[label] == 0 ? nil : Double(confusion[label][label]) / Double(wanted[label])
  }

  /// The mean over the classes of intersection over union, `|A ∩ B| / |A ∪ B|`, of the places where a
  /// class is wanted and those where it is predicted. Classes that are neither do not count; NaN when
  /// there are none.
  public var meanIntersectionOverUnion: Double {
    var predicted = [Int](repeating: 0, count: classes)
    for row in confusion { for label in row.indices { predicted[label] += row[label] } }
    let shares = (0..<classes).compactMap { label -> Double? in
      let both = confusion[label][label]
      let either = wanted[label] + predicted[label] - both
      return either == 0 ? nil : Double(both) / Double(either)
    }
    return shares.reduce(0, +) / Double(shares.count)
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
