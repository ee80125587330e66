import CNNEngine
import CNNModel

/// One training step under way: how many of its phases are done, and what they have computed.
struct StepExecution: Sendable {
  let optimizer: any Optimizer
  /// The state with which the step before ended.
  let origin: ModelState
  private(set) var state: ModelState
  private(set) var execution: Execution
  /// How many phases are done.
  private(set) var phase = 0
  /// The step as it was before each of its first phases: what going back returns to. A run of many
  /// steps keeps none; they are made again when they are asked for.
  private var snapshots: [(state: ModelState, execution: Execution)] = []

  /// The most phases that a step may have to be kept one by one: each copy holds all values.
  private static let mostSnapshots = 4096

  /// - Parameters:
  ///   - origin: the state with which the step before ended.
  ///   - earlier: the same step with other settings: what both compute of the same numbers is not
  ///     computed again.
  init(
    from origin: ModelState, _ optimizer: any Optimizer, _ plan: Plan, _ batch: Batch,
    _ setup: StepSetup, step: Int, reusing earlier: Execution? = nil
  ) {
    (self.origin, self.optimizer) = (origin, optimizer)
    start = setup.edits.applied(to: origin, at: step, of: plan.network)
    (state, fault, context) = (start, setup.fault, setup.context(step: step))
    state.prepareSlots(for: optimizer)
    held = setup.edits.held(at: step)
    execution = Execution(plan, batch: batch, state: state, context: context, held: held)
    if let earlier { execution.reuse(earlier) }
  }

  /// The cells that are held in the step, by node.
  private let held: [Int: HeldCells]

  /// The state that the step begins with: that of the step before, with what was edited.
  private let start: ModelState

  private let context: PassContext
  /// What is planted; the plan knows it, except for the update.
  private let fault: PlantedFault?

  var phases: [Plan.Phase] { execution.plan.phases }

  /// The phase that was done last; `nil` at the beginning of the step.
  var last: Plan.Phase? { phase == 0 ? nil : phases[phase - 1] }

  /// The phase that comes next; `nil` at the end of the step.
  var next: Plan.Phase? { phase < phases.count ? phases[phase] : nil }

  /// Whether the step before each phase is kept; of a network with too many nodes the step is done
  /// again instead.
  var canKeepSnapshots: Bool { phases.count <= Self.mostSnapshots }

  /// Does the next phase.
  ///
  /// - Precondition: there is one, and it has all that it needs.
  mutating func run(keepingSnapshots: Bool) {
    if keepingSnapshots, canKeepSnapshots, snapshots.count == phase {
      snapshots.append((state, execution))
    } else if !snapshots.isEmpty {
      // What is kept elsewhere would be copied instead of changed in place.
      snapshots = []
    }
    execution.run(phases[phase], state: &state, optimizer: optimizer)
    if phases[phase] == .update { fault?.update(&state, execution, optimizer) }
    phase += 1
  }

  /// Returns to an earlier phase.
  ///
  /// - Returns: false when there is none.
  mutating func rewind(to phase: Int) -> Bool {
    guard phase >= 0, phase < self.phase else { return false }
    if canKeepSnapshots {
      rebuildSnapshots()
      (state, execution) = snapshots[phase]
      snapshots.removeSubrange(phase...)
    } else {
      (state, execution) = beginning
      for phase in phases[..<phase] { execution.run(phase, state: &state, optimizer: optimizer) }
    }
    self.phase = phase
    return true
  }

  /// Compares with another target: the step is where it was, but before the loss where that was
  /// done, and no forward pass is computed again.
  ///
  /// - Precondition: the update is not done.
  mutating func replaceTarget(_ target: Target?) {
    phase = min(phase, execution.plan.forwardCount)
    var change = TargetChange(to: target)
    execution.replaceTarget(&change)
    for index in snapshots.indices.prefix(phase) {
      snapshots[index].execution.replaceTarget(&change)
    }
    snapshots.removeSubrange(min(phase, snapshots.count)...)
  }

  /// What could be seen after the first phases.
  ///
  /// - Precondition: so many phases are done.
  mutating func snapshot(after phase: Int) -> (state: ModelState, execution: Execution) {
    precondition(phase <= self.phase, "phase \(phase) of \(self.phase) is not done")
    if phase == self.phase { return (state, execution) }
    if phase == 0 { return beginning }
    rebuildSnapshots()
    return snapshots[phase]
  }

  /// Does the phases again, to have what was before each of them.
  private mutating func rebuildSnapshots() {
    guard snapshots.count < phase else { return }
    (state, execution) = beginning
    snapshots = []
    for phase in phases[..<phase] {
      snapshots.append((state, execution))
      execution.run(phase, state: &state, optimizer: optimizer)
    }
  }

  /// As it was before its first phase.
  private var beginning: (state: ModelState, execution: Execution) {
    var state = start
    state.prepareSlots(for: optimizer)
    return (
      state,
      Execution(
        execution.plan, batch: execution.batch, state: state, context: context, held: held)
    )
  }
}
