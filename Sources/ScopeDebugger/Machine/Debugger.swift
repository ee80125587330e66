import CNNEngine

/// The state machine that steps a network forwards and backwards, one phase at a time.
///
/// Going back is exact: the moment before is the same again, bit for bit. Phases go forward through
/// the layers, over the loss, back through the layers, and over the update to the next step; a
/// batch is the chosen image alone.
public struct Debugger: Sendable {
  public let network: Network
  private let plan: Plan
  public private(set) var optimizer: any Optimizer
  private var timeline: Timeline
  /// How many phases of the step are done.
  public private(set) var phase = 0
  public private(set) var state: ModelState
  /// What the phases of the step have computed.
  public private(set) var execution: Execution
  /// The step as it was after each of its phases: what ``stepBack()`` returns to.
  private var trail: [(state: ModelState, execution: Execution)] = []
  /// Why there is no loss, when there is none.
  public private(set) var withoutTarget: String?
  /// What was loaded before the first step, instead of what the seed would give.
  private let loaded: ModelState?
  /// Nodes at which a run stops.
  public private(set) var breakpoints: Set<Int> = []

  /// How many bytes the history's checkpoints may take unless said.
  public static let defaultBudget = 256 << 20

  /// - Parameters:
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  ///   - budget: how many bytes the history's checkpoints may take.
  public init(
    _ network: Network, subject: Subject, optimizer: any Optimizer, seed: UInt64,
    loaded: ModelState? = nil, budget: Int = defaultBudget
  ) {
    (self.network, self.optimizer, self.loaded) = (network, optimizer, loaded)
    plan = Plan(network, batchSize: 1)
    var state = loaded ?? ModelState(network, optimizer: optimizer, seed: seed)
    state.prepareSlots(for: optimizer)
    self.state = state
    let setup = StepSetup(subject: subject, optimizer: optimizer.text, seed: seed)
    timeline = Timeline(setup, state: state, budget: budget)
    let (batch, reason) = subject.batch(for: network)
    withoutTarget = reason
    let context = PassContext(isTraining: true, seed: seed)
    execution = Execution(plan, batch: batch, state: state, context: context)
  }

  /// Where it stands.
  public var moment: Moment {
    Moment(state: state, step: step, phase: phase, setup: setup)
  }

  /// The training step, counted from 0.
  public var step: Int { timeline.entry.step }
  public var setup: StepSetup { timeline.entry.setup }
  public var phases: [Plan.Phase] { plan.phases }

  /// The phase that was done last; `nil` at the beginning of a step.
  public var last: Plan.Phase? { phase == 0 ? nil : phases[phase - 1] }

  /// The phase that comes next; `nil` at the end of a step.
  public var next: Plan.Phase? { phase < phases.count ? phases[phase] : nil }

  /// The losses on the way here, oldest first.
  public var losses: [(step: Int, loss: Float)] { timeline.losses }

  /// Why the next phase cannot be done; `nil` when it can.
  public var refusal: String? { next == .loss ? withoutTarget : nil }
}

extension Debugger {
  /// Does the next phase, or begins the next step.
  ///
  /// - Returns: why not, when it cannot.
  @discardableResult
  public mutating func stepForward() -> Stop? {
    if let refusal { return .refused(refusal) }
    guard let next else {
      timeline.advance(state)
      use(setup.optimizer)
      begin()
      return nil
    }
    trail.append((state, execution))
    execution.run(next, state: &state, optimizer: optimizer)
    phase += 1
    if next == .loss, let loss = execution.loss { timeline.record(loss: loss) }
    return nil
  }

  /// Undoes the last phase, or returns to the end of the step before.
  ///
  /// - Returns: why not, when it cannot.
  @discardableResult
  public mutating func stepBack() -> Stop? {
    if let (state, execution) = trail.popLast() {
      (self.state, self.execution) = (state, execution)
      phase -= 1
      return nil
    }
    guard timeline.retreat() else { return .beginning }
    rebuild(through: phases.count)
    return nil
  }

  /// Begins a step with the state that is there.
  private mutating func begin() {
    let (batch, reason) = setup.subject.batch(for: network)
    withoutTarget = reason
    phase = 0
    trail = []
    execution = Execution(
      plan, batch: batch, state: state,
      context: PassContext(isTraining: true, seed: setup.seed, step: step))
  }

  /// Rebuilds the current step from the last checkpoint before it.
  private mutating func rebuild(through phase: Int) {
    let (start, entries) = timeline.replay()
    state = start
    for entry in entries { replay(entry) }
    use(setup.optimizer)
    begin()
    while self.phase < phase {
      trail.append((state, execution))
      execution.run(phases[self.phase], state: &state, optimizer: optimizer)
      self.phase += 1
    }
  }

  /// Does a whole step again, without a trace.
  private mutating func replay(_ entry: Timeline.Entry) {
    use(entry.setup.optimizer)
    let (batch, _) = entry.setup.subject.batch(for: network)
    var execution = Execution(
      plan, batch: batch, state: state,
      context: PassContext(isTraining: true, seed: entry.setup.seed, step: entry.step))
    for phase in phases { execution.run(phase, state: &state, optimizer: optimizer) }
  }

  /// Takes the optimizer of a step that is done again.
  private mutating func use(_ text: String) {
    if text != optimizer.text {
      do throws(LineError) {
        optimizer = try OptimizerCatalogue.optimizer(Word.split(text[...]))
      } catch {
        preconditionFailure("an optimizer that does not read back: \(text)")
      }
    }
    state.prepareSlots(for: optimizer)
  }
}

extension Debugger {
  /// Begins anew: step 0 with the parameters that were loaded, or those of the seed. Another seed
  /// leaves loaded ones behind.
  public mutating func restart(seed: UInt64? = nil) {
    let kept = breakpoints
    self = Debugger(
      network, subject: setup.subject, optimizer: optimizer, seed: seed ?? setup.seed,
      loaded: seed == nil ? loaded : nil, budget: timeline.budget)
    breakpoints = kept
  }

  /// Begins the current step anew with another image.
  public mutating func choose(_ subject: Subject) {
    var setup = setup
    setup.subject = subject
    beginAnew(setup)
  }

  /// Begins the current step anew with another optimizer. One that remembers other things forgets
  /// what was remembered.
  public mutating func choose(_ optimizer: any Optimizer) {
    var setup = setup
    setup.optimizer = optimizer.text
    beginAnew(setup)
  }

  private mutating func beginAnew(_ setup: StepSetup) {
    timeline.branch(setup)
    rebuild(through: 0)
  }

  /// Sets or removes a breakpoint.
  ///
  /// - Returns: whether there is one now.
  @discardableResult
  public mutating func toggleBreakpoint(_ node: Int) -> Bool {
    precondition(network.nodes.indices.contains(node), "no node \(node)")
    if breakpoints.remove(node) != nil { return false }
    breakpoints.insert(node)
    return true
  }

  public mutating func removeBreakpoints() { breakpoints = [] }
}
