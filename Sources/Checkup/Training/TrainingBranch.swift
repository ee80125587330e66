import CNNEngine
import CNNModel

/// Training steps on a copy of a state.
struct TrainingBranch {
  let network: Network
  private(set) var state: ModelState
  private(set) var optimizer: any Optimizer
  private let context: PassContext
  private var plan: Plan?
  private var step = 0

  /// - Parameter optimizer: by default the subject's; slots of another begin at 0.
  init(_ subject: CheckupSubject, optimizer: (any Optimizer)? = nil, mode: ComputeMode? = nil) {
    network = subject.network
    self.optimizer = optimizer ?? subject.optimizer
    state = subject.state
    state.prepareSlots(for: self.optimizer)
    context = PassContext(mode: mode ?? subject.mode, seed: subject.seed)
  }

  /// Does all phases of a step.
  ///
  /// - Returns: the step after its update; `nil` where the thread's `CancellationToken` is cancelled.
  mutating func train(_ batch: Batch, rate: Double? = nil) -> Execution? {
    if let rate { optimizer.rate = rate }
    return run(batch, through: .update)
  }

  /// The loss of a batch as a training step of that number would have it, without an update.
  mutating func loss(of batch: Batch, step: Int) -> Float? {
    self.step = step
    return run(batch, through: .loss)?.loss
  }

  /// Does the phases up to one, of which only running statistics are kept.
  mutating func run(_ batch: Batch, through last: Plan.Phase) -> Execution? {
    var context = context
    context.step = step
    let plan = plan(batch.size)
    var execution = Execution(plan, batch: batch, state: state, context: context)
    for phase in plan.phases {
      guard !CancellationToken.isCancelled else { return nil }
      execution.run(phase, state: &state, optimizer: optimizer)
      if phase == last { break }
    }
    if last == .update { step += 1 }
    return execution
  }

  private mutating func plan(_ size: Int) -> Plan {
    if let plan, plan.batchSize == size { return plan }
    let made = Plan(network, batchSize: size)
    plan = made
    return made
  }
}

extension CheckupSubject {
  /// A step on a copy, up to a phase; `nil` where the thread's `CancellationToken` is cancelled.
  func execution(
    _ batch: Batch, through last: Plan.Phase, mode: ComputeMode? = nil
  ) -> Execution? {
    var branch = TrainingBranch(self, mode: mode)
    return branch.run(batch, through: last)
  }

  /// Why there is no loss of a batch; `nil` where there is one.
  var withoutLoss: String? {
    data.batch(samples(atMost: 1)).target == nil
      ? "there is nothing to compare the output with" : nil
  }
}
