import CNNEngine
import CNNModel

/// The one training loop, behind `train`, `repl`, `play` and the explorer: what runs, one goal after
/// the other. Steps are done as a whole while no redraw is due, else phase by phase, and every epoch
/// of a training ends with an evaluation.
package struct TrainingLoop: Sendable {
  package var debugger: Debugger
  /// How far it is running, and how far after that; nothing when nothing runs.
  private(set) var goals: [Goal] = []
  /// The evaluation that is being done.
  private(set) var evaluation: RunningEvaluation?
  /// What the last evaluation found.
  private(set) var lastEvaluation: EvaluationRecord?
  /// How many steps and samples were trained with since it was opened, to compute the pace from.
  private(set) var trained = (steps: 0, samples: 0)
  /// How many pieces of work were done since it was opened, counted in phases.
  var pieces = 0
  /// How many epochs a training takes when the number of its steps is not given.
  var epochs = 10
  /// What does whole steps, once there is something.
  var wholeSteps: WholeSteps?
  /// The last copies of good parameters, where nothing else keeps them; oldest first.
  var good: [GoodState] = []
  /// The parameters that a training without a screen has gone back to.
  var restored: GoodState?
  /// Epochs without progress.
  var plateau = PlateauWatch()
  /// What ended the training, until it is said.
  var divergence: Divergence?
  /// Whether a screen may be drawn between two pieces of work.
  let isWatched: Bool

  /// - Parameter isWatched: false for a training that only reports figures.
  init(_ debugger: Debugger, watched isWatched: Bool = true) {
    (self.debugger, self.isWatched) = (debugger, isWatched)
  }

  /// Whether there is something to do.
  var isRunning: Bool { !goals.isEmpty }

  /// Starts a run, or queues it behind the one that is running. Stepping ends a training that runs: it
  /// would come after all its steps.
  mutating func run(_ goal: Goal) {
    if isTraining { stop() }
    goals.append(goal)
  }

  /// Stops what is running.
  mutating func stop() {
    (goals, evaluation) = ([], nil)
    debugger.replay = nil
  }

  /// Does an evaluation before all else.
  mutating func begin(_ evaluation: RunningEvaluation) {
    self.evaluation = evaluation
    if goals.first != .evaluation { goals.insert(.evaluation, at: 0) }
  }

  /// Takes the next batch of the evaluation.
  ///
  /// - Returns: the evaluation, when it is over.
  mutating func advanceEvaluation() -> RunningEvaluation? {
    pieces += 1
    evaluation?.evaluation.advance()
    guard evaluation?.evaluation.isDone ?? true else { return nil }
    goals.removeFirst()
    defer { evaluation = nil }
    return evaluation
  }

  mutating func keep(_ record: EvaluationRecord) { lastEvaluation = record }

  /// Forgets what the last evaluation found.
  mutating func forgetEvaluation() { lastEvaluation = nil }

  /// Does one piece of what is running: a phase, or a batch of an evaluation. What cannot be done ends
  /// everything that was to follow.
  ///
  /// - Parameter isDue: whether a redraw or a key is due. Until then, steps that can be done as a whole
  ///   come before the piece.
  /// - Returns: why it stopped, when it did.
  mutating func work(until isDue: () -> Bool) -> Stop? {
    guard let goal = goals.first else { return nil }
    if goal == .evaluation { return evaluate() }
    if debugger.replay != nil {
      if !isDue() { replayWholeSteps(until: isDue) }
    } else {
      while !isDue(), wholeStep() != nil {}
    }
    return advance()
  }
}

/// Its pieces of work.
extension TrainingLoop {
  /// Counts a step that was done as a whole.
  mutating func countWholeStep(_ outcome: Trainer.Outcome) {
    pieces += debugger.phases.count
    guard case .steps(let count)? = goals.first else { return }
    trained.steps += 1
    trained.samples += outcome.count
    goals[0] = .steps(count - 1)
    if count <= 1 { goals.removeFirst() }
  }

  /// Does a phase, or begins the next step.
  ///
  /// - Returns: why it stopped, when it did.
  mutating func advance() -> Stop? {
    if let stop = divergedStop() { return stop }
    finishWholeSteps()
    pieces += 1
    if debugger.phase == 0 { noteState() }
    let (isTraining, wasOver) = (isTraining, debugger.next == nil)
    let stop = goals[0].advance(&debugger)
    if debugger.last == .loss, let loss = debugger.execution.loss, endsWith(loss) {
      diverge(loss)
      return divergedStop()
    }
    if stop == nil, goals[0] == .breakpoint, isAtEndOfPlan {
      goals = []
      return .endOfPlan(debugger.step)
    }
    if let stop { end(with: stop) }
    guard isTraining, !wasOver, debugger.next == nil else { return stop }
    trained.steps += 1
    trained.samples += debugger.batchSize
    return evaluateAfterEpoch(stop) ? nil : stop
  }

  /// Ends what runs after a divergence.
  private mutating func divergedStop() -> Stop? {
    guard let ended = divergence else { return nil }
    (goals, divergence) = ([], nil)
    return .diverged(ended.sentence)
  }

  private mutating func end(with stop: Stop) {
    switch stop {
    case .refused, .beginning, .breakpoint, .condition: goals = []
    default: goals.removeFirst()
    }
  }
}

/// How far it is.
extension TrainingLoop {
  /// Whether a training of several steps runs, or a test within it.
  var isTraining: Bool {
    switch goals.first {
    case .steps: true
    case .evaluation: !(evaluation?.isAnnounced ?? true)
    default: false
    }
  }

  /// How many steps of the training are left; `nil` when none is running.
  var stepsLeft: Int? {
    for case .steps(let count) in goals { return count }
    return nil
  }

  /// The steps to the end of the planned epochs, or one more epoch when they are over; 20 for the
  /// image alone.
  var plannedSteps: Int {
    guard let epoch = debugger.epoch else { return 20 }
    let over = debugger.next == nil ? 1 : 0
    let left = (epochs - epoch.number) * epoch.steps - epoch.step - over
    return left > 0 ? left : epoch.steps
  }

  /// Whether a run that looks for a breakpoint has looked long enough: as many epochs as are planned,
  /// or a thousand steps of the image alone.
  private var isAtEndOfPlan: Bool {
    guard debugger.next == nil else { return false }
    guard let epoch = debugger.epoch else { return (debugger.step + 1) % 1000 == 0 }
    return epoch.step + 1 == epoch.steps && (epoch.number + 1) % epochs == 0
  }
}
