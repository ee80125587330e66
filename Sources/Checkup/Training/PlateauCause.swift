import CNNModel
import NumberText

/// Why a training makes no progress, and what would help: the sizes of gradients by layer, and a sweep
/// of learning rates from its current parameters.
package struct PlateauCause: Sendable {
  private let rate: Double
  private let optimizer: String
  private let gradients: LayerGradients?
  private let sweep: RateSweep

  /// Computes it, on copies. A sweep of a network that would take more than some ten seconds is left out.
  package init(_ subject: CheckupSubject) {
    (rate, optimizer) = (subject.optimizer.rate, subject.optimizer.kind)
    gradients = LayerGradients(subject)
    var sweep = RateSweep(subject)
    let work = RateSweep.steps * subject.work(ofStep: subject.data.order.batchSize)
    if work < Self.most { while !sweep.isDone { sweep.advance() } }
    self.sweep = sweep
  }

  private static let most = 400_000_000_000

  /// Sentences, without periods.
  package var sentences: [String] {
    [gradients.map(words), help].compactMap(\.self)
  }

  private func words(_ gradients: LayerGradients) -> String {
    let (first, last) = (0, gradients.names.count - 1)
    return "gradients are \(Decimals.short(gradients.sizes[first])) in \(gradients.names[first]) and "
      + "\(Decimals.short(gradients.sizes[last])) in \(gradients.names[last]), "
      + "\(gradients.ratioWords)"
  }

  private var help: String? {
    guard !sweep.points.isEmpty else { return "find-rate looks for a learning rate" }
    guard let proposal = sweep.proposal else {
      return "\(sweep.withoutProposal); checkup looks for other causes"
    }
    return proposal > rate * 1.5 || proposal < rate / 1.5
      ? "find-rate proposes lr \(Decimals.short(proposal)) instead of \(Decimals.short(rate))"
      : "lr \(Decimals.short(rate)) is what find-rate proposes; checkup looks for other causes"
  }
}
