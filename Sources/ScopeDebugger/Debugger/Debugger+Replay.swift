import CNNEngine
import CNNModel

/// A replay that leads to another step: a checkpoint before it, and the steps after that.
/// Until it arrives, the debugger's own state stays as it was.
struct Replay: Sendable {
  fileprivate let target: Timeline.Place
  /// How many phases of the target are to be done.
  fileprivate let phase: Int
  /// The state so far.
  var state: ModelState
  /// The steps that are still to be done again.
  var steps: ArraySlice<Timeline.Place>
  /// The step that is being done again, and how many of its phases are done.
  var execution: Execution?
  fileprivate var done = 0
  fileprivate var optimizer: any Optimizer = StochasticGradientDescent(rate: 0)
  fileprivate var hasArrived = false
}

extension Debugger {
  /// Begins to go to another step of the timeline.
  ///
  /// - Returns: false when there is no such step.
  mutating func startReplay(to target: Timeline.Place?, phase: Int) -> Bool {
    guard let target else { return false }
    let (state, steps) = timeline.replay(to: target)
    replay = Replay(target: target, phase: phase, state: state, steps: steps[...])
    return true
  }

  /// Does one phase of the replay.
  ///
  /// - Returns: whether it is at its end.
  mutating func continueReplay() -> Bool {
    guard var current = replay else { return true }
    // While it is worked on it is here alone, so that its tensors change in place.
    replay = nil
    if let step = current.steps.first {
      redo(step, &current)
    } else if !current.hasArrived {
      timeline.current = current.target
      begin(from: current.state)
      current.hasArrived = true
    } else {
      runPhase(keepingSnapshots: false)
    }
    if current.hasArrived, phase >= current.phase || refusal != nil { return true }
    replay = current
    return false
  }

  /// Does one phase of a step that was done before, without recording anything.
  private mutating func redo(_ place: Timeline.Place, _ replay: inout Replay) {
    if replay.execution == nil { prepare(place, &replay) }
    let phases = execution.plan.phases
    replay.execution?.run(
      phases[replay.done], state: &replay.state, optimizer: replay.optimizer)
    if phases[replay.done] == .update, let done = replay.execution {
      timeline.setup(of: place).fault?.update(&replay.state, done, replay.optimizer)
    }
    replay.done += 1
    guard replay.done == phases.count else { return }
    (replay.execution, replay.done) = (nil, 0)
    replay.steps.removeFirst()
  }

  private mutating func prepare(_ place: Timeline.Place, _ replay: inout Replay) {
    let (setup, step) = (timeline.setup(of: place), place.step)
    replay.state = setup.edits.applied(to: replay.state, at: step, of: network)
    replay.optimizer = scheduled.optimizer(for: setup, step: step)
    replay.state.prepareSlots(for: replay.optimizer)
    let batch = setup.batch(for: network, step: step).batch
    replay.execution = Execution(
      plan(batch.size, setup), batch: batch, state: replay.state,
      context: setup.context(step: step), held: setup.edits.held(at: step))
  }
}
