import CNNEngine
import CNNModel

/// The way to another step: a checkpoint before it, and the steps between that are done again.
/// Until it arrives, the debugger stands where it stood.
struct Journey: Sendable {
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
  /// Sets out to another step of the timeline.
  ///
  /// - Returns: false when there is no such step.
  mutating func setOut(to target: Timeline.Place?, phase: Int) -> Bool {
    guard let target else { return false }
    let (state, steps) = timeline.replay(to: target)
    journey = Journey(target: target, phase: phase, state: state, steps: steps[...])
    return true
  }

  /// Does one phase of the way.
  ///
  /// - Returns: whether it is at its end.
  mutating func travel() -> Bool {
    guard var way = journey else { return true }
    // While it is worked on it is here alone, so that its tensors change in place.
    journey = nil
    if let step = way.steps.first {
      redo(step, &way)
    } else if !way.hasArrived {
      timeline.current = way.target
      begin(from: way.state)
      way.hasArrived = true
    } else {
      runPhase(leavingTrail: false)
    }
    if way.hasArrived, phase >= way.phase || refusal != nil { return true }
    journey = way
    return false
  }

  /// Does one phase of a step that was done before, without a trace.
  private mutating func redo(_ place: Timeline.Place, _ way: inout Journey) {
    if way.execution == nil { prepare(place, &way) }
    let phases = execution.plan.phases
    way.execution?.run(phases[way.done], state: &way.state, optimizer: way.optimizer)
    way.done += 1
    guard way.done == phases.count else { return }
    (way.execution, way.done) = (nil, 0)
    way.steps.removeFirst()
  }

  private mutating func prepare(_ place: Timeline.Place, _ way: inout Journey) {
    let (setup, step) = (timeline.setup(of: place), place.step)
    way.optimizer = rule.optimizer(for: setup, step: step)
    way.state.prepareSlots(for: way.optimizer)
    let batch = setup.batch(for: network, step: step).batch
    way.execution = Execution(
      plan(batch.size), batch: batch, state: way.state,
      context: PassContext(isTraining: true, seed: setup.seed, step: step))
  }

  /// Stays where it stands, wherever it was going to.
  public mutating func stay() { journey = nil }
}
