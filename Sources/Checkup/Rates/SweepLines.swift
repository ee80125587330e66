import NumberText

/// A sweep of learning rates as lines of text.
package enum SweepLines {
  /// Every twentieth step, and what the sweep says.
  package static func lines(_ sweep: RateSweep, rate: Double) -> [String] {
    let rows = sweep.points.enumerated().filter { $0.offset % 20 == 19 }.map { _, point in
      "lr \(Decimals.text(point.rate, 3))  loss \(Decimals.text(point.loss, 4))  "
        + "mean \(Decimals.text(point.mean, 4))"
    }
    return rows + conclusion(sweep, rate: rate)
  }

  /// The proposal, or why there is none, and where the loss grows.
  package static func conclusion(_ sweep: RateSweep, rate: Double) -> [String] {
    let found =
      sweep.proposal.map {
        "find-rate proposes lr \(Decimals.short($0)), where the loss falls most steeply; lr is "
          + Decimals.short(rate)
      } ?? sweep.withoutProposal
    let end = sweep.divergence.map { "the loss grows from lr \(Decimals.short($0)) on" }
    return [found] + [end].compactMap(\.self)
  }
}

extension CheckupSubject {
  /// Why there is nothing to sweep; `nil` where there is.
  package var refusalOfSweep: String? {
    network.parameterCount == 0
      ? "\(network.title) has no parameters, so no learning rate matters" : withoutLoss
  }
}
