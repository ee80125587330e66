import CNNModel

/// The mean loss and accuracy of some steps.
struct TrainingMean: Hashable, Sendable {
  private(set) var count = 0
  private(set) var losses = 0.0
  /// `nil` where a step had no classes.
  private(set) var accuracies: Double? = 0

  init() {}

  /// The sums of so many steps.
  init(count: Int, losses: Double, accuracies: Double?) {
    (self.count, self.losses, self.accuracies) = (count, losses, accuracies)
  }

  mutating func add(_ point: CurvePoint) {
    count += 1
    losses += Double(point.loss)
    accuracies = point.accuracy.flatMap { new in accuracies.map { $0 + Double(new) } }
  }

  var loss: Double { losses / Double(count) }
  var accuracy: Double? { accuracies.map { $0 / Double(count) } }
}
