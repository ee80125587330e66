public import CNNEngine
public import CNNModel

/// The state machine that steps a network forwards and backwards, one phase at a time.
///
/// Going back is exact: the moment before is the same again, bit for bit. Phases go forward through
/// the layers, over the loss, back through the layers, and over the update to the next step; a
/// batch is the chosen image alone, or images of a data set.
public struct Debugger: Sendable {
  public let network: Network
  /// How the network runs, by batch size.
  private var plans: [Int: Plan]
  var rule: Rule
  public private(set) var optimizer: any Optimizer
  var timeline: Timeline
  /// How many phases of the step are done.
  public private(set) var phase = 0
  public private(set) var state: ModelState
  /// What the phases of the step have computed.
  public private(set) var execution: Execution
  /// The state with which the step before ended.
  private var origin: ModelState
  /// The step as it was before each of its first phases: what ``stepBack()`` returns to. A run of
  /// many steps leaves none; it is made again when it is asked for.
  private(set) var trail: [(state: ModelState, execution: Execution)] = []
  /// Why there is no loss, when there is none.
  public private(set) var withoutTarget: String?
  /// What was loaded before the first step, instead of what the seed would give.
  private let loaded: ModelState?
  /// Nodes at which a run stops.
  public internal(set) var breakpoints: Set<Int> = []
  /// What a run stops at when it becomes true.
  public internal(set) var conditions: [Condition] = []
  /// How many phases of the step were looked through for conditions.
  var tested = 0
  /// The way to another step, while it is gone.
  var journey: Journey?
  /// What does whole steps, once there is something.
  var wholeSteps: WholeSteps?
  /// The sample of the batch that is looked at.
  public internal(set) var sample = 0

  /// How many bytes the history's checkpoints may take unless said.
  public static let defaultBudget = 256 << 20

  /// - Parameters:
  ///   - feed: what a batch is; the image alone unless said.
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  ///   - budget: how many bytes the history's checkpoints may take.
  public init(
    _ network: Network, subject: Subject, feed: Feed = .image, optimizer: any Optimizer,
    schedule: any Schedule = ConstantSchedule(), seed: UInt64, loaded: ModelState? = nil,
    budget: Int = defaultBudget
  ) {
    let setup = StepSetup(
      subject: subject, feed: feed, optimizer: optimizer.text, schedule: schedule.text, seed: seed)
    self.init(network, setup, Rule(optimizer, schedule), loaded: loaded, budget: budget)
  }

  private init(
    _ network: Network, _ setup: StepSetup, _ rule: Rule, loaded: ModelState?, budget: Int
  ) {
    (self.network, self.rule, self.loaded) = (network, rule, loaded)
    optimizer = self.rule.optimizer(for: setup, step: 0)
    origin = loaded ?? ModelState(network, optimizer: optimizer, seed: setup.seed)
    timeline = Timeline(setup, state: origin, budget: budget)
    state = origin
    state.prepareSlots(for: optimizer)
    let batch: Batch
    (batch, withoutTarget) = setup.batch(for: network, step: 0)
    let plan = Plan(network, batchSize: batch.size)
    plans = [batch.size: plan]
    let context = PassContext(isTraining: true, seed: setup.seed)
    execution = Execution(plan, batch: batch, state: state, context: context)
  }

  /// Where it stands.
  public var moment: Moment {
    Moment(state: state, step: step, phase: phase, setup: setup)
  }

  /// The training step, counted from 0.
  public var step: Int { timeline.step }
  public var setup: StepSetup { timeline.setup }
  public var phases: [Plan.Phase] { execution.plan.phases }

  /// The phase that was done last; `nil` at the beginning of a step.
  public var last: Plan.Phase? { phase == 0 ? nil : phases[phase - 1] }

  /// The phase that comes next; `nil` at the end of a step.
  public var next: Plan.Phase? { phase < phases.count ? phases[phase] : nil }

  /// The learning rate of the step, after its schedule.
  public var rate: Double { optimizer.rate }

  /// Why the next phase cannot be done; `nil` when it can.
  public var refusal: String? { next == .loss ? withoutTarget : nil }
}

extension Debugger {
  /// Does the next phase, or begins the next step.
  ///
  /// - Returns: why not, when it cannot.
  @discardableResult
  public mutating func stepForward() -> Stop? { stepForward(leavingTrail: true) }

  mutating func stepForward(leavingTrail: Bool) -> Stop? {
    if let refusal { return .refused(refusal) }
    if next != nil {
      runPhase(leavingTrail: leavingTrail)
    } else {
      advanceTimeline()
      begin(from: state)
    }
    return nil
  }

  /// Undoes the last phase, or returns to the end of the step before.
  ///
  /// - Returns: why not, when it cannot.
  @discardableResult
  public mutating func stepBack() -> Stop? {
    if rewind(to: phase - 1) { return nil }
    guard setOut(to: timeline.parent(of: timeline.current), phase: phases.count) else {
      return .beginning
    }
    while !travel() {}
    return nil
  }

  /// Returns to an earlier phase of the step.
  ///
  /// - Returns: false when there is none.
  mutating func rewind(to phase: Int) -> Bool {
    guard leavesTrail else { return redo(to: phase) }
    if phase >= trail.count, phase >= 0 { retrace() }
    guard trail.indices.contains(phase) else { return false }
    (state, execution) = trail[phase]
    trail.removeSubrange(phase...)
    self.phase = phase
    tested = min(tested, phase)
    return true
  }

  /// Does the next phase of the step.
  ///
  /// - Precondition: there is one, and it is not refused.
  mutating func runPhase(leavingTrail: Bool) {
    if leavingTrail, leavesTrail, trail.count == phase {
      trail.append((state, execution))
    } else if !trail.isEmpty {
      // What is kept elsewhere would be copied instead of changed in place.
      trail = []
    }
    execution.run(phases[phase], state: &state, optimizer: optimizer)
    phase += 1
    guard last == .loss, let loss = execution.loss else { return }
    timeline.record(loss: loss, accuracy: look.accuracy.map { Float($0) })
  }

  /// Begins the timeline's step with the state that the step before ended with.
  mutating func begin(from origin: ModelState) {
    (self.origin, state) = (origin, origin)
    (phase, tested, trail) = (0, 0, [])
    optimizer = rule.optimizer(for: setup, step: step)
    state.prepareSlots(for: optimizer)
    let batch: Batch
    (batch, withoutTarget) = setup.batch(for: network, step: step)
    sample = min(sample, batch.size - 1)
    execution = begun(batch, state)
  }

  /// A step that has done nothing yet.
  mutating func begun(_ batch: Batch, _ state: ModelState) -> Execution {
    Execution(
      plan(batch.size), batch: batch, state: state,
      context: PassContext(isTraining: true, seed: setup.seed, step: step))
  }

  /// The most phases that a step may have to be kept one by one: each copy holds all values.
  private static let longestTrail = 4096

  /// Whether the step before each phase is kept; of a network with too many nodes the step is done
  /// again instead.
  var leavesTrail: Bool { phases.count <= Self.longestTrail }

  /// Does the first phases of the step again and stops there.
  ///
  /// - Returns: false when it does not stand behind that.
  private mutating func redo(to phase: Int) -> Bool {
    guard phase >= 0, phase < self.phase else { return false }
    state = origin
    state.prepareSlots(for: optimizer)
    execution = begun(execution.batch, state)
    for phase in phases[..<phase] { execution.run(phase, state: &state, optimizer: optimizer) }
    self.phase = phase
    tested = min(tested, phase)
    return true
  }

  /// Does the phases of the step again, to have their trail.
  mutating func retrace() {
    guard trail.count < phase else { return }
    var (state, execution) = (origin, execution)
    state.prepareSlots(for: optimizer)
    execution = begun(execution.batch, state)
    trail = []
    for phase in phases[..<phase] {
      trail.append((state, execution))
      execution.run(phase, state: &state, optimizer: optimizer)
    }
    (self.state, self.execution) = (state, execution)
  }

  mutating func plan(_ batchSize: Int) -> Plan {
    if let plan = plans[batchSize] { return plan }
    let plan = Plan(network, batchSize: batchSize)
    plans[batchSize] = plan
    return plan
  }
}

extension Debugger {
  /// Begins anew: step 0 with the parameters that were loaded, or those of the seed. Another seed
  /// leaves loaded ones behind.
  public mutating func restart(seed: UInt64? = nil) {
    var setup = timeline.firstSetup
    setup.seed = seed ?? setup.seed
    let (kept, conditions) = (breakpoints, conditions)
    self = Debugger(
      network, setup, rule, loaded: seed == nil ? loaded : nil, budget: timeline.budget)
    (breakpoints, self.conditions) = (kept, conditions)
  }

  /// One that begins anew with a network of the same layers, the parameters as they are now.
  func beginning(_ network: Network) -> Debugger {
    var begun = Debugger(
      network, setup, rule, loaded: state, budget: timeline.budget)
    (begun.breakpoints, begun.conditions) = (breakpoints, conditions)
    return begun
  }

  /// Begins anew: step 0 with these parameters.
  mutating func restart(loaded: ModelState) {
    let setup = timeline.firstSetup
    let (kept, conditions) = (breakpoints, conditions)
    self = Debugger(network, setup, rule, loaded: loaded, budget: timeline.budget)
    (breakpoints, self.conditions) = (kept, conditions)
  }

  /// Begins the step anew with other settings, or the next one where this is over. What was done
  /// with the old ones stays as a branch.
  public mutating func choose(_ setup: StepSetup) {
    journey = nil
    let begun =
      next == nil
      ? timeline.next(after: timeline.current).map(timeline.setup) ?? self.setup : self.setup
    guard setup != begun else { return }
    if next == nil {
      advanceTimeline()
      origin = state
    }
    timeline.branch(setup)
    begin(from: origin)
  }
}
