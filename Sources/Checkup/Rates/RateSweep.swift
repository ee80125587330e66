import CNNEngine
import CNNModel
import NumberText
import RealModule

/// The learning-rate sweep: training steps on a copy, each with a rate a little higher than the one
/// before, until the loss grows.
///
/// Rates go from 1e-5 to 10 by equal factors, in two hundred steps. What is smoothed is how much the loss
/// of each step's batch differs from that of the parameters before the sweep, so that batches that are
/// harder than others do not hide what the rate does: `d ← 0.9 d + 0.1 (L(w) − L(w₀))`, corrected for its
/// beginning as in Adam. Sources: L. Smith, "Cyclical
/// learning rates for training neural networks", 2015, 3.3; J. Howard, S. Gugger, "fastai: a layered API
/// for deep learning", 2020 (`lr_find`).
package struct RateSweep: Sendable {
  /// A step of the sweep.
  package struct Point: Hashable, Sendable {
    package let rate: Double
    /// The loss of the step's batch before its update.
    package let loss: Double
    /// The loss of the first batch before the sweep, and the smoothed change since.
    package let mean: Double
  }

  package static let steps = 200
  private static let (lowest, highest) = (1e-5, 10.0)
  private static let smoothing = 0.9
  /// A smoothed loss of so many times the lowest ends the sweep.
  private static let growth = 3.0

  /// The steps so far.
  package private(set) var points: [Point] = []
  /// The rate at which the loss had grown or was not finite; `nil` before that.
  package private(set) var divergence: Double?
  /// Whether the thread's `CancellationToken` has ended it.
  package private(set) var isCancelled = false
  private var branch: TrainingBranch
  /// The parameters before the sweep.
  private var start: TrainingBranch
  private var changes: [Double] = []
  /// The loss of the first batch with them.
  private var first = 0.0
  private let subject: CheckupSubject

  package init(_ subject: CheckupSubject) {
    self.subject = subject
    branch = TrainingBranch(subject)
    start = branch
  }

  package var isDone: Bool {
    points.count == Self.steps || divergence != nil || isCancelled
  }

  /// The rate of a step.
  package static func rate(_ step: Int) -> Double {
    let span = Double.log(highest / lowest)
    return lowest * Double.exp(span * Double(step) / Double(steps - 1))
  }

  /// The power of ten that a rate is.
  package static func power(of rate: Double) -> Double { Double.log10(rate) }

  /// Does the next step.
  package mutating func advance() {
    guard !isDone else { return }
    let step = points.count
    let rate = Self.rate(step)
    let batch = subject.batch(ofStep: step)
    guard let before = start.loss(of: batch, step: step),
      let found = branch.train(batch, rate: rate)?.loss
    else {
      isCancelled = true
      return
    }
    let loss = Double(found)
    if step == 0 { first = Double(before) }
    guard loss.isFinite else {
      divergence = rate
      return
    }
    changes.append(loss - Double(before))
    points.append(Point(rate: rate, loss: loss, mean: first + smoothedChange))
    let lowest = points.map(\.mean).min() ?? loss
    if step > 10, points[step].mean > Self.growth * lowest { divergence = rate }
  }

  /// The exponential mean of all changes, corrected for its beginning.
  private var smoothedChange: Double {
    var (sum, weight) = (0.0, 0.0)
    for value in changes {
      sum = Self.smoothing * sum + (1 - Self.smoothing) * value
      weight = Self.smoothing * weight + (1 - Self.smoothing)
    }
    return sum / weight
  }
}

/// What it proposes.
extension RateSweep {
  /// The loss must fall by so much of the first smoothed loss for a rate to be proposed.
  private static let leastFall = 0.01

  /// The rate at which the smoothed loss falls most steeply before its lowest point, rounded to 1, 2 or
  /// 5 times a power of ten; `nil` where the loss does not fall.
  package var proposal: Double? {
    guard let lowest = points.indices.min(by: { points[$0].mean < points[$1].mean }),
      lowest > Self.window, points[lowest].mean < points[0].mean * (1 - Self.leastFall)
    else { return nil }
    let steepest = (Self.window...lowest).min { fall($0) < fall($1) } ?? lowest
    return Self.rounded(points[steepest].rate)
  }

  /// Why there is none, the beginning of a sentence.
  package var withoutProposal: String {
    points.isEmpty || isCancelled
      ? "the sweep has no finite loss"
      : "no rate from \(Decimals.short(Self.lowest)) to \(Decimals.short(points[points.count - 1].rate)) "
        + "lowers the loss of \(Decimals.short(points[0].mean))"
  }

  private static let window = 10

  /// How much the smoothed loss has changed over some steps.
  private func fall(_ index: Int) -> Double {
    points[index].mean - points[index - Self.window].mean
  }

  /// 1, 2 or 5 times a power of ten: the nearest below, so that it is never more than was tried.
  static func rounded(_ rate: Double) -> Double {
    var power = 1.0
    while power > rate { power /= 10 }
    while power * 10 <= rate { power *= 10 }
    let digits = rate / power
    return power * (digits >= 5 ? 5 : digits >= 2 ? 2 : 1)
  }
}
