import CNNModel
import NumberText

/// Why a training makes no progress, and what would help: the sizes of gradients by layer, and what other
/// rates and optimizers reach from its current parameters.
package struct PlateauCause: Sendable {
  private let gradients: LayerGradients?
  /// What each attempt would be called, and the loss that it reached.
  private let attempts: [(optimizer: any Optimizer, loss: Double)]
  private let level: Double
  private let rate: Double

  /// How many steps an attempt has, and how many of the last its loss is the mean of.
  private static let (steps, last) = (150, 20)
  /// The most multiply-accumulates of all attempts: some ten seconds.
  private static let most = 400_000_000_000
  /// An attempt helps if its loss is at most so much of the first.
  private static let share = 0.9

  /// Computes it, on copies. Where attempts would take too long there are none.
  package init(_ subject: CheckupSubject) {
    rate = subject.optimizer.rate
    gradients = LayerGradients(subject)
    var branch = TrainingBranch(subject)
    level = Double(branch.loss(of: subject.batch(ofStep: 0), step: 0) ?? .nan)
    let work = 3 * RateSweep.steps * subject.work(ofStep: subject.data.order.batchSize)
    attempts =
      work < Self.most
      ? Self.optimizers(subject).map { ($0, Self.loss(subject, $0)) } : []
  }

  /// The own optimizer with the rate that a sweep proposes, and Adam with two usual rates.
  private static func optimizers(_ subject: CheckupSubject) -> [any Optimizer] {
    var sweep = RateSweep(subject)
    while !sweep.isDone { sweep.advance() }
    var own = subject.optimizer
    own.rate = sweep.proposal ?? own.rate
    let proposed = sweep.proposal == nil ? [] : [own]
    return proposed + [Adam(rate: 0.003), Adam(rate: 0.01)]
  }

  private static func loss(_ subject: CheckupSubject, _ optimizer: any Optimizer) -> Double {
    var branch = TrainingBranch(subject, optimizer: optimizer)
    var losses: [Double] = []
    for step in 0..<steps {
      guard let loss = branch.train(subject.batch(ofStep: step))?.loss else { return .nan }
      losses.append(Double(loss))
    }
    return losses.suffix(last).reduce(0, +) / Double(last)
  }

  /// Sentences, without periods.
  package var sentences: [String] {
    [gradients.map(words), help].compactMap(\.self)
  }

  private func words(_ gradients: LayerGradients) -> String {
    let (first, last) = (0, gradients.names.count - 1)
    return
      "gradients are \(Decimals.short(gradients.sizes[first])) in \(gradients.names[first]) and "
      + "\(Decimals.short(gradients.sizes[last])) in \(gradients.names[last]), "
      + "\(gradients.ratioWords)"
  }

  private var help: String {
    guard !attempts.isEmpty else { return "find-rate and checkup look for what helps" }
    let tried = attempts.map { $0.optimizer.text }.joined(separator: ", ")
    guard
      let best = attempts.filter({ $0.loss <= Self.share * level }).min(by: { $0.loss < $1.loss })
    else {
      return "\(Self.steps) steps of \(tried) do not help; checkup looks for other causes"
    }
    return "\(best.optimizer.text) reaches the loss \(Decimals.brief(best.loss, 3)) within "
      + "\(Self.steps) steps"
  }
}
