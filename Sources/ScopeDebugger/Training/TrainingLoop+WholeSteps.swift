import CNNEngine
import CNNModel

/// Whole steps in a row, while no redraw is due: the same bits as phase by phase, in less time.
///
/// They leave the debugger's own state behind; ``finishWholeSteps()`` fetches it.
extension TrainingLoop {
  /// Steps with more multiplications are done phase by phase, so that keys need not wait for them.
  private static let longest = 400_000_000

  /// Does the next step as a whole, where that can be and nothing in it is to be looked at.
  ///
  /// - Returns: what it found; `nil` when it was not done.
  mutating func wholeStep() -> Trainer.Outcome? {
    guard let goal = goals.first, allowsWholeSteps(goal), prepareWholeStep(),
      let trainer = wholeSteps?.trainer
    else { return nil }
    noteState(of: trainer)
    guard let outcome = trainer.step(debugger.step, rate: rate) else { return nil }
    let figures = snapshot(of: trainer, outcome)
    debugger.timeline.record(loss: outcome.loss, accuracy: figures.accuracy.map { Float($0) })
    if endsWith(outcome.loss) {
      diverge(outcome.loss)
      return nil
    }
    let holding = conditions.filter { !$0.isOfStep && $0.mayHold(figures) }
    guard holding.allSatisfy({ wholeSteps?.holding.contains($0) ?? false }) else {
      returnToBeginning()
      return nil
    }
    wholeSteps?.holding = holding.filter(\.isOfState)
    wholeSteps?.isStepDone = true
    countWholeStep(outcome)
    return outcome
  }

  /// Comes to where the whole steps have led: the beginning of the next step.
  mutating func finishWholeSteps() {
    guard let ahead = wholeSteps, let trainer = ahead.leader else { return }
    if ahead.isStepDone { advanceTimeline(trainer.state) }
    wholeSteps?.isAhead = false
    debugger.begin(from: trainer.state)
  }

  /// Parameters, statistics and slots as they are now.
  var state: ModelState { restored?.state ?? wholeSteps?.leader?.state ?? debugger.state }

  /// Whether the timeline's step is done.
  var isStepDone: Bool {
    guard let wholeSteps, wholeSteps.isAhead else { return debugger.next == nil }
    return wholeSteps.isStepDone
  }

  /// The learning rate of the timeline's step.
  var rate: Double { debugger.scheduled.rate(step: debugger.step) }

  /// Does steps of a replay as a whole.
  mutating func replayWholeSteps(until isDue: () -> Bool) {
    guard var replay = debugger.replay, replay.execution == nil, let first = replay.steps.first,
      let trainer = trainer(for: debugger.timeline.setup(of: first), replay.state, at: first.step)
    else { return }
    let setup = debugger.timeline.setup(of: first)
    replay.state.prepareSlots(for: debugger.scheduled.optimizer(for: setup, step: first.step))
    trainer.begin(replay.state)
    repeat {
      let place = replay.steps.removeFirst()
      _ = trainer.step(place.step, rate: debugger.scheduled.rate(step: place.step))
      pieces += debugger.phases.count
    } while replay.steps.first.map { debugger.timeline.setup(of: $0) == setup } ?? false && !isDue()
    replay.state = trainer.state
    debugger.replay = replay
  }
}

extension TrainingLoop {
  private var conditions: [Condition] { debugger.breakpoints.conditions }

  private func snapshot(
    of trainer: Trainer, _ outcome: Trainer.Outcome?
  ) -> TrainerSnapshot {
    TrainerSnapshot(
      trainer: trainer, outcome: outcome, step: debugger.step, rate: rate,
      keepsAll: wholeSteps?.keepsAll ?? false)
  }

  /// Goes on to the next step of the timeline; a piece of work, too.
  private mutating func advanceTimeline(_ state: @autoclosure () -> ModelState) {
    pieces += 1
    debugger.timeline.advance(state(), spacing: debugger.spacing)
  }

  /// Comes to the beginning of the step that is to be done as a whole.
  private mutating func prepareWholeStep() -> Bool {
    guard let ahead = wholeSteps, let trainer = ahead.leader else { return startWholeSteps() }
    guard ahead.isStepDone, debugger.timeline.nextSetup == ahead.setup,
      canBeWhole(debugger.step + 1)
    else { return false }
    advanceTimeline(trainer.state)
    wholeSteps?.isStepDone = false
    return true
  }

  private mutating func startWholeSteps() -> Bool {
    let state = debugger.state
    guard debugger.next == nil || debugger.phase == 0, canStartWholeSteps,
      let trainer = trainer(for: debugger.setup, state, at: debugger.step)
    else { return false }
    if debugger.next == nil { advanceTimeline(state) }
    trainer.begin(state)
    let holding = conditions.filter { $0.isOfState && $0.mayHold(snapshot(of: trainer, nil)) }
    wholeSteps?.holding = holding
    wholeSteps?.isAhead = true
    wholeSteps?.isStepDone = false
    return true
  }

  /// Goes back to the beginning of the step that was done as a whole, to do it phase by phase.
  private mutating func returnToBeginning() {
    wholeSteps?.isAhead = false
    guard debugger.startReplay(to: debugger.timeline.current, phase: 0) else { return }
    let before = pieces
    replayWholeSteps { false }
    while !debugger.continueReplay() {}
    pieces = before
  }

  /// Whether steps towards a goal may be done as a whole: with a screen, the last one is
  /// looked at.
  private func allowsWholeSteps(_ goal: Goal) -> Bool {
    let stopsInside = debugger.breakpoints.canBeHit(by: debugger.phases)
    return switch goal {
    case .steps(let count): !stopsInside && (count > 1 || !isWatched)
    case .breakpoint: !stopsInside && !conditions.isEmpty
    default: false
    }
  }

  /// Whether the step that is to be done next can be done as a whole.
  private var canStartWholeSteps: Bool {
    let isBetween = debugger.next == nil
    let number = isBetween ? debugger.step + 1 : debugger.step
    let goesOnAlike = !isBetween || debugger.timeline.nextSetup == debugger.setup
    return debugger.withoutTarget == nil && goesOnAlike && canBeWhole(number)
      && (!isBetween || !begins(number))
      && conditions.allSatisfy { $0.canBeSeen(in: debugger.network) }
  }

  /// Whether a step may be done as a whole: with a screen the last of an epoch may not, nor one
  /// after which a condition on the number of the step becomes true.
  private func canBeWhole(_ number: Int) -> Bool {
    guard let loader = debugger.setup.dataLoader else { return false }
    let place = loader.order(seed: debugger.setup.seed).place(of: number)
    return (!isWatched || place.index + 1 < loader.stepsPerEpoch) && !begins(number + 1)
  }

  /// Whether a condition becomes true with the beginning of a step.
  private func begins(_ number: Int) -> Bool {
    let scheduled = debugger.scheduled
    return conditions.contains {
      $0.isOfStep && $0.holds(step: number, rate: scheduled.rate(step: number))
        && !$0.holds(step: number - 1, rate: scheduled.rate(step: number - 1))
    }
  }

  /// The trainer for whole steps with settings; `nil` where there is none, or they take too long for
  /// a screen.
  private mutating func trainer(
    for setup: StepSetup, _ state: ModelState, at step: Int
  ) -> Trainer? {
    guard let loader = setup.dataLoader, setup.fault?.place != .update,
      !setup.edits.changes(step),
      !isWatched
        || 3 * debugger.network.multiplyAccumulateCount * loader.batchSize <= Self.longest
    else { return nil }
    let keepsAll = conditions.contains { $0.needsAll(debugger.network, state) }
    if var known = wholeSteps, known.setup == setup, known.keepsAll == keepsAll {
      // Another copy of the loop may be at work with the same one.
      wholeSteps = nil
      if known.trainer == nil || isKnownUniquelyReferenced(&known.trainer) {
        wholeSteps = known
        return known.trainer
      }
    }
    let optimizer = debugger.scheduled.optimizer(for: setup, step: 0)
    var state = state
    state.prepareSlots(for: optimizer)
    let trainer = Trainer(
      setup.fault?.planted(in: debugger.network) ?? debugger.network, state: state,
      optimizer: optimizer,
      samples: loader.data.train,
      order: loader.order(seed: setup.seed), augmentation: loader.augmentation,
      mode: setup.mode,
      keepsAll: keepsAll)
    wholeSteps = WholeSteps(setup: setup, keepsAll: keepsAll, trainer: trainer)
    return trainer
  }
}
