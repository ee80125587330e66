import CNNEngine
import CNNModel

/// Steps of a training that are done as a whole, by a `Trainer`.
struct WholeSteps: Sendable {
  /// What the trainer was made for.
  let setup: StepSetup
  /// Whether it keeps intermediate tensors, for figures of them.
  let keepsAll: Bool
  /// `nil` where whole steps have no form.
  var trainer: Trainer?
  /// Whether the timeline is ahead of the debugger's state, which the trainer has then.
  var isAhead = false
  /// Whether the timeline's step is done.
  var isStepDone = false
  /// The conditions on parameters that are true.
  var holding: [Condition] = []

  /// The trainer, where the timeline is ahead.
  var leader: Trainer? { isAhead ? trainer : nil }
}
