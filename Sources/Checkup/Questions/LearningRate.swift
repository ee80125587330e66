import CNNModel
import NumberText

/// Whether the learning rate is near the one at which the loss falls.
enum LearningRate: CheckupQuestion {
  static let name = "learning-rate"
  static let question = "is the learning rate too small or too large?"
  static let threshold =
    "beside the rate that a sweep proposes; tick: within 5 times; cross: under a tenth, or where the "
    + "sweep diverges (Smith, Cyclical learning rates for training neural networks, 2015, 3.3)"
  static let look = "find-rate"

  static func find(in subject: CheckupSubject) -> Finding {
    if let reason = subject.withoutLoss { return .notApplicable(reason) }
    guard subject.network.parameterCount > 0 else {
      return .notApplicable("the network has no parameters")
    }
    var sweep = RateSweep(subject)
    while !sweep.isDone { sweep.advance() }
    let rate = subject.optimizer.rate
    guard let proposal = sweep.proposal else {
      return Finding(
        .unsure, nil,
        "\(sweep.withoutProposal), so nothing is known about \(Decimals.short(rate))")
    }
    let words =
      "\(subject.optimizer.kind) has the rate \(Decimals.short(rate)); find-rate proposes "
      + "\(Decimals.short(proposal))"
    if let end = sweep.divergence, rate >= end {
      return Finding(.cross, rate, "\(words), and the loss grows from \(Decimals.short(end)) on")
    }
    let ratio = rate / proposal
    return Finding(
      ratio < 0.1 ? .cross : (0.2...5).contains(ratio) ? .tick : .unsure, rate,
      ratio < 0.1 ? "\(words), \(Decimals.text(1 / ratio, 2)) times as much" : words)
  }
}
