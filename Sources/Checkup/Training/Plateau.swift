import CNNModel
import NumberText
import RealModule

/// Watches a training for epochs without progress: those whose mean loss is that of giving every image
/// the same answer.
package struct Plateau: Hashable, Sendable {
  /// The loss of always giving the share of each class, in nats: its entropy; for a loss without classes
  /// the first one.
  private let level: Double
  private let hasClasses: Bool
  /// How many epochs in a row were without progress.
  package private(set) var epochs = 0

  /// An epoch with a loss over so much of the level has no progress.
  private static let share = 0.98

  /// - Parameters:
  ///   - counts: the number of train samples of each class; `nil` where the loss compares with others.
  ///   - first: the loss of the first step.
  ///   - epochs: how many epochs in a row were without progress before.
  package init(classCounts counts: [Int]?, firstLoss first: Double, epochs: Int = 0) {
    (hasClasses, self.epochs) = (counts != nil, epochs)
    level = counts.map(UninformedLoss.entropy) ?? first
  }

  /// Takes note of an epoch's mean loss.
  ///
  /// - Returns: whether it made no progress.
  package mutating func note(loss: Double) -> Bool {
    let isStuck = level > 0 && loss >= Self.share * level
    epochs = isStuck ? epochs + 1 : 0
    return isStuck
  }

  /// What is said about it, without a period: `accuracy 9.8% for 2 epochs: the loss of 2.303 is no better
  /// than …`
  package func sentence(loss: Double, accuracy: Double?) -> String {
    let length = epochs == 1 ? "an epoch" : "\(epochs) epochs"
    let figure = accuracy.map { "accuracy \(Decimals.percent($0, 2)), " } ?? ""
    let level = Decimals.text(level, 4)
    let other =
      hasClasses
      ? "giving every image the same answer has \(level)" : "the first step had \(level)"
    return "no progress for \(length): \(figure)loss \(Decimals.text(loss, 4)), and \(other)"
  }
}
