public import CNNEngine
public import CNNModel

/// The state machine that steps a network forwards and backwards, one phase at a time.
///
/// Going back is exact: the moment before is the same again, bit for bit. Phases go forward through
/// the layers, through the loss, back through the layers, and through the weight update to the next
/// step; a batch is the chosen image alone, or images of a data set.
public struct Debugger: Sendable {
  /// What is stepped through.
  public let network: Network
  /// How the network runs, by batch size and planted fault.
  private var plans = Plans()
  var scheduled: ScheduledOptimizer
  var timeline: Timeline
  /// The step that the timeline is at.
  private var current: StepExecution
  /// Why there is no loss, when there is none.
  public private(set) var withoutTarget: String?
  private let beginning: Beginning
  /// What a run stops at.
  public var breakpoints = Breakpoints()
  /// What was planted and found out so far.
  package var gym = FaultGym()
  /// How many phases of the step were looked through for conditions.
  private(set) var tested = 0
  /// Whether the input of the step was looked through for conditions.
  private var isInputTested = false
  /// The replay that leads to another step, while it is running.
  var replay: Replay?
  /// The sample of the batch that is looked at.
  public private(set) var sample = 0

  /// How many bytes the history's checkpoints may take by default.
  public static let defaultBudget = 256 << 20

  /// - Parameters:
  ///   - source: what a batch is; the image alone by default.
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  ///   - budget: how many bytes the history's checkpoints may take.
  package init(
    _ network: Network, input: NetworkInput, source: BatchSource = .image, optimizer: any Optimizer,
    schedule: any Schedule = ConstantSchedule(), seed: UInt64, loaded: ModelState? = nil,
    budget: Int = defaultBudget
  ) {
    let setup = StepSetup(
      input: input, source: source, optimizer: optimizer.text, schedule: schedule.text,
      seed: seed)
    self.init(
      network, setup, ScheduledOptimizer(optimizer, schedule), Beginning(loaded: loaded),
      budget: budget)
  }

  private init(
    _ network: Network, _ setup: StepSetup, _ scheduled: ScheduledOptimizer,
    _ beginning: Beginning, budget: Int
  ) {
    (self.network, self.scheduled, self.beginning) = (network, scheduled, beginning)
    let start = beginning.start
    let optimizer = self.scheduled.optimizer(for: setup, step: start)
    let origin = beginning.parameters ?? ModelState(network, optimizer: optimizer, seed: setup.seed)
    timeline = Timeline(setup, state: origin, start: start, budget: budget)
    let batch: Batch
    (batch, withoutTarget) = setup.batch(for: network, step: start)
    let plan = plans.plan(network, setup.fault, batchSize: batch.size)
    current = StepExecution(
      from: origin, optimizer, plan, batch, setup, step: start)
  }
}

/// Where it is.
extension Debugger {
  /// Whether the network has parameters and all of them are as the seed gave them.
  package var isUntrained: Bool {
    network.parameterCount > 0 && !hasLoadedParameters && state.updates == 0
      && network.nodes.allSatisfy { $0.initialValues == nil }
  }

  /// Whether it began with parameters that were loaded, not with those of its seed.
  package var hasLoadedParameters: Bool { beginning.parameters != nil }

  /// The state of the training now.
  public var moment: Moment { Moment(state: state, step: step, phase: phase, setup: setup) }

  /// The training step, counted from 0.
  public var step: Int { timeline.step }
  package var setup: StepSetup { timeline.setup }
  /// Parameters, running statistics, and what the optimizer remembers.
  public var state: ModelState { current.state }
  /// What the step began with.
  var origin: ModelState { current.origin }
  /// What the phases of the step have computed.
  public var execution: Execution { current.execution }
  /// The phases of the step, in the order in which they are done.
  public var phases: [Plan.Phase] { current.phases }
  /// How many phases of the step are done.
  public var phase: Int { current.phase }
  /// The phase that was done last; `nil` at the beginning of a step.
  public var last: Plan.Phase? { current.last }
  /// The phase that comes next; `nil` at the end of a step.
  public var next: Plan.Phase? { current.next }
  /// The step's optimizer, with the learning rate of its schedule.
  public var optimizer: any Optimizer { current.optimizer }
  /// The learning rate of the step, after its schedule.
  public var rate: Double { optimizer.rate }
  /// Why the next phase cannot be done; `nil` when it can.
  public var refusal: String? { next == .loss ? withoutTarget : nil }
}

extension Debugger {
  /// Does the next phase, or begins the next step.
  ///
  /// - Parameter keepingSnapshots: whether the step before the phase is kept, so that to go back to it
  ///   takes no time.
  /// - Returns: why not, when it cannot.
  @discardableResult
  public mutating func stepForward(keepingSnapshots: Bool = true) -> Stop? {
    if let refusal { return .refused(refusal) }
    if next != nil {
      runPhase(keepingSnapshots: keepingSnapshots)
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
    guard beginStepBack() else { return .beginning }
    while !continueReplay() {}
    return nil
  }

  /// Returns to an earlier phase of the step.
  ///
  /// - Returns: false when there is none.
  mutating func rewind(to phase: Int) -> Bool {
    guard current.rewind(to: phase) else { return false }
    tested = min(tested, phase)
    return true
  }

  /// Does the next phase of the step.
  ///
  /// - Precondition: there is one, and it is not refused.
  mutating func runPhase(keepingSnapshots: Bool) {
    current.run(keepingSnapshots: keepingSnapshots)
    guard last == .loss, let loss = execution.loss else { return }
    timeline.record(loss: loss, accuracy: snapshot.accuracy.map { Float($0) })
  }

  /// Goes on to the next step of the timeline.
  mutating func advanceTimeline() {
    let end = state
    timeline.advance(end, spacing: spacing)
  }

  /// A state is kept every so many steps that to do them again takes a few hundredths of a second:
  /// a power of two.
  var spacing: Int {
    let work = max(1, 3 * network.multiplyAccumulateCount * batchSize)
    var spacing = 1
    while spacing < 64, 2 * spacing * work <= 1 << 30 { spacing *= 2 }
    return spacing
  }

  /// Begins the timeline's step with the state that the step before ended with.
  ///
  /// - Parameter earlier: the same step with other settings, of which is kept what would be the same.
  mutating func begin(from origin: ModelState, reusing earlier: Execution? = nil) {
    let optimizer = scheduled.optimizer(for: setup, step: step)
    let batch: Batch
    (batch, withoutTarget) = setup.batch(for: network, step: step)
    (tested, sample, isInputTested) = (0, min(sample, batch.size - 1), false)
    current = StepExecution(
      from: origin, optimizer, plan(batch.size, setup), batch, setup, step: step,
      reusing: earlier)
  }

  /// Gives the step other settings that compare the same image with another target: the forward
  /// pass stays as it is, and the loss is computed anew where it was known.
  ///
  /// - Precondition: the step is that of the image alone, and it is not over.
  mutating func replaceTarget(_ setup: StepSetup) {
    replay = nil
    let hadLoss = phase > execution.plan.forwardCount
    timeline.branch(setup)
    let batch: Batch
    (batch, withoutTarget) = setup.batch(for: network, step: step)
    current.replaceTarget(batch.target)
    tested = min(tested, phase)
    if hadLoss, refusal == nil { runPhase(keepingSnapshots: true) }
  }

  /// How the network runs with a batch of such a size, with what the settings plant.
  mutating func plan(_ batchSize: Int, _ setup: StepSetup) -> Plan {
    plans.plan(network, setup.fault, batchSize: batchSize)
  }

  /// Looks at another sample of the batch.
  ///
  /// - Precondition: the batch has such a sample.
  public mutating func select(sample: Int) {
    precondition((0..<batchSize).contains(sample), "no sample \(sample) of \(batchSize)")
    self.sample = sample
  }
}

/// What can be seen of the step.
extension Debugger {
  /// What can be seen now.
  var snapshot: PhaseSnapshot {
    PhaseSnapshot(execution: execution, state: state, step: step, rate: rate)
  }

  /// What could be seen after the first phases of the step.
  ///
  /// - Precondition: so many phases are done.
  mutating func snapshot(after phases: Int) -> PhaseSnapshot {
    let (state, execution) = current.snapshot(after: phases)
    return PhaseSnapshot(execution: execution, state: state, step: step, rate: rate)
  }

  /// Notes that the input was looked through for conditions.
  ///
  /// - Returns: whether it was not yet.
  mutating func markInputTested() -> Bool {
    defer { isInputTested = true }
    return !isInputTested
  }

  /// Notes that the phases so far were looked through for conditions.
  mutating func markTested() { tested = phase }

  /// Whether the step before each phase can be looked at.
  var canKeepSnapshots: Bool { current.canKeepSnapshots }
}

extension Debugger {
  /// Begins anew: without a seed with the parameters that were loaded, or else with those of the same
  /// seed. A seed puts its own in place of loaded ones, until it begins anew without one. A planted
  /// fault stays, and edits are gone.
  public mutating func restart(seed: UInt64? = nil) {
    var setup = timeline.firstSetup
    let beginning =
      seed == nil ? beginning.withLoaded : beginning.withoutLoaded(instead: setup.seed)
    (setup.seed, setup.fault) = (seed ?? self.beginning.seed ?? setup.seed, self.setup.fault)
    setup.edits = EditList()
    restart(setup, beginning)
  }

  /// Begins anew: a first step with the settings and these parameters.
  mutating func restart(_ setup: StepSetup, _ beginning: Beginning) {
    let kept = (breakpoints, gym)
    self = Debugger(network, setup, scheduled, beginning, budget: timeline.budget)
    (breakpoints, gym) = kept
  }

  /// A debugger at step 0 of another form of the network, with the same settings, and with the
  /// breakpoints on layers of the same names.
  ///
  /// - Parameters:
  ///   - input: the image, where it is another one.
  ///   - keepsParameters: whether it begins with the current parameters, not with those of the seed.
  func beginning(
    _ network: Network, with input: NetworkInput? = nil, keepsParameters: Bool = true
  ) -> Debugger {
    var setup = setup
    setup.input = input ?? setup.input
    setup.edits = setup.edits.begunAnew
    setup.fault = setup.fault?.moved(from: self.network, to: network)
    var begun = Debugger(
      network, setup, scheduled, Beginning(loaded: keepsParameters ? state : nil),
      budget: timeline.budget)
    begun.breakpoints = breakpoints.moved(from: self.network, to: network)
    begun.gym = gym
    return begun
  }

  /// Begins the step anew with other settings, or the next one where this is over. What was done
  /// with the old ones stays as a branch.
  package mutating func choose(_ setup: StepSetup) {
    replay = nil
    guard setup != (next == nil ? timeline.nextSetup : self.setup) else { return }
    let isOver = next == nil
    let origin = isOver ? state : current.origin
    if isOver { advanceTimeline() }
    timeline.branch(setup)
    begin(from: origin, reusing: isOver ? nil : execution)
  }
}
