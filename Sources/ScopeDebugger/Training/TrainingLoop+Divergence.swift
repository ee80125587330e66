import CNNEngine
import CNNModel
import NumberText

/// A training that led to a loss which is not finite.
struct Divergence: Sendable {
  /// The step that gave the loss.
  let step: Int
  let loss: Float
  /// The step that the parameters now are at the start of.
  let restored: Int

  var sentence: String {
    let value = loss.isNaN ? "NaN" : "infinite"
    let place =
      restored == step ? "parameters are as they were" : "parameters are those of step \(restored)"
    return "the training stopped: the loss of step \(step) is \(value); \(place)"
  }
}

/// Parameters that were good.
struct GoodState: Sendable {
  let state: ModelState
  /// The step that they are at the start of.
  let step: Int
}

extension TrainingLoop {
  /// Every so many steps the parameters are copied, where there is no screen and so no history.
  private static let goodInterval = 64

  /// Whether a loss that is not finite ends what runs: in a training, unless a condition of the user
  /// looks for it.
  func endsWith(_ loss: Float) -> Bool {
    guard !loss.isFinite, case .steps? = goals.first else { return false }
    return !debugger.breakpoints.conditions.contains(where: \.isOfOddities)
  }

  /// Notes the parameters that a step begins with, before it is done.
  ///
  /// - Parameter trainer: what has them, in a training of whole steps.
  mutating func noteState(of trainer: Trainer? = nil) {
    guard !isWatched, debugger.step % Self.goodInterval == 0 else { return }
    let state = trainer?.state ?? debugger.state
    good = good.suffix(1) + [GoodState(state: state, step: debugger.step)]
  }

  /// Goes back to the start of the last step with a finite loss.
  mutating func diverge(_ loss: Float) {
    let step = debugger.step
    if isWatched { returnToParent() } else { restoreGood(before: step) }
    divergence = Divergence(
      step: step, loss: loss, restored: isWatched ? debugger.step : (restored?.step ?? step))
  }

  private mutating func returnToParent() {
    let timeline = debugger.timeline
    wholeSteps?.isAhead = false
    let place = timeline.parent(of: timeline.current) ?? timeline.current
    guard debugger.startReplay(to: place, phase: 0) else { return }
    replayWholeSteps { false }
    while !debugger.continueReplay() {}
  }

  /// The copy of the parameters from before the step, and the steps after it but for the last one.
  private mutating func restoreGood(before step: Int) {
    guard let last = good.last(where: { $0.step < step }) else {
      restored = good.first
      return
    }
    guard let trainer = wholeSteps?.leader else {
      restored = last
      return
    }
    trainer.begin(last.state)
    for number in last.step..<step - 1 {
      _ = trainer.step(number, rate: debugger.scheduled.rate(step: number))
    }
    restored = GoodState(state: trainer.state, step: step - 1)
  }
}
