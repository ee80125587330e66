import CNNEngine
import CNNModel
import NumberText

/// Whether the network can learn a few images by heart.
enum OneBatch: CheckupQuestion {
  static let name = "one-batch"
  static let question = "can one small batch be overfitted?"
  static let threshold =
    "eight images, at most 500 steps of Adam with rate 0.01, then 0.001; tick: the loss falls under a "
    + "tenth; cross: it stays over half (Karpathy, A recipe for training neural networks, 2019: overfit "
    + "one batch)"
  static let look = "train"
  private static let (images, steps) = (8, 500)
  private static let rates = [0.01, 0.001]
  /// The most multiply-accumulates for one rate.
  private static let most = 200_000_000_000

  static func find(in subject: CheckupSubject) -> Finding {
    if let reason = subject.withoutLoss { return .notApplicable(reason) }
    let network = subject.network
    guard network.parameterCount > 0 else { return .notApplicable("the network has no parameters") }
    let indices = subject.samples(atMost: images)
    let batch = subject.data.batch(indices)
    let steps = min(steps, most / subject.work(ofStep: batch.size))
    guard steps >= 20 else {
      return .notApplicable("twenty steps of this network are too long here")
    }
    var best = Double.infinity
    var first = 0.0
    for rate in rates where !(best < 0.1) {
      let losses = losses(subject, batch, rate, steps)
      guard let start = losses.first else { return .notApplicable("stopped") }
      first = start
      best = min(best, start == 0 ? 0 : (losses.filter(\.isFinite).min() ?? .infinity) / start)
    }
    return finding(first, best, batch.size, steps)
  }

  private static func finding(_ first: Double, _ best: Double, _ count: Int, _ steps: Int)
    -> Finding
  {
    guard first.isFinite, best.isFinite else {
      return Finding(.cross, nil, "the loss of the first step is not finite")
    }
    return Finding(
      best < 0.1 ? .tick : best < 0.5 ? .unsure : .cross, best * first,
      "the loss of \(count) image\(count == 1 ? "" : "s") falls from \(Decimals.text(first, 4)) to "
        + "\(Decimals.text(best * first, 3)) within \(steps) steps; under a tenth is expected")
  }

  /// The losses of the steps, up to the first that is under a twentieth of the first.
  private static func losses(
    _ subject: CheckupSubject, _ batch: Batch, _ rate: Double, _ steps: Int
  ) -> [Double] {
    var branch = TrainingBranch(subject, optimizer: Adam(rate: rate))
    var losses: [Double] = []
    for _ in 0..<steps {
      guard let loss = branch.train(batch)?.loss else { return [] }
      losses.append(Double(loss))
      if !loss.isFinite || Double(loss) < 0.05 * losses[0] { break }
    }
    return losses
  }
}
