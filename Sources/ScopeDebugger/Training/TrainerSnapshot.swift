import CNNEngine
import CNNModel

/// What can be seen after a whole step, without a copy of anything.
struct TrainerSnapshot {
  let trainer: Trainer
  /// `nil` before the step, when only what it begins with can be asked for.
  let outcome: Trainer.Outcome?
  let step: Int
  let rate: Double
  /// Whether the trainer kept intermediate tensors, so that figures of them are available.
  let keepsAll: Bool

  /// The share of the batch that was classified right; `nil` without classes.
  var accuracy: Double? {
    outcome.flatMap { outcome in outcome.correct.map { Double($0) / Double(outcome.count) } }
  }

  /// Whether all that the step computed is finite, as far as loss and parameters tell.
  var isSurelyFinite: Bool {
    trainer.network.isSurelyFinite(outcome?.loss ?? 0) { node, index in
      trainer.figure(.magnitude, of: .parameter(node: node, index: index))
    }
  }

  /// Whether the step may have made a number NaN or infinite.
  var mayHaveOddities: Bool {
    if isSurelyFinite { return false }
    guard keepsAll else { return true }
    let network = trainer.network
    return network.nodes.indices.contains { node in
      let parameters = network.parameters(of: node).indices
      let parts: [TrainingPart] =
        [.output(ValueReference(node)), .gradient(ValueReference(node))]
        + parameters.map { .parameterGradient(node: node, index: $0) }
        + parameters.map { .parameter(node: node, index: $0) }
      return parts.contains { (trainer.figure(.nan, of: $0) ?? 0) > 0 }
    }
  }
}
