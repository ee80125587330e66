import CNNModel

extension Debugger {
  /// Looks whether a condition became true, and if so goes back to the first phase that made it so.
  ///
  /// Figures are tested once a step, at its end; what a condition is about does not become false
  /// again within a step.
  ///
  /// - Parameter thorough: whether to test in the middle of a step, too.
  mutating func conditionStop(thorough: Bool) -> Stop? {
    if breakpoints.conditions.isEmpty { return nil }
    if phase == 0 { return stepStop }
    // Where the next phase is refused, the step ends here.
    guard thorough || next == nil || refusal != nil else { return nil }
    if tested == 0, let stop = inputStop() {
      _ = rewind(to: 0)
      return stop
    }
    let (now, isFirst) = (snapshot, tested == 0)
    var holding = breakpoints.conditions.filter { !$0.isOfStep && $0.mayHold(now) && $0.holds(now) }
    if !holding.isEmpty, isFirst {
      let start = snapshot(after: 0)
      holding = holding.filter { !$0.holds(start) }
    }
    let edge = holding.isEmpty ? nil : firstEdge(of: holding)
    markTested()
    guard let (place, condition) = edge else { return nil }
    _ = rewind(to: place)
    markTested()
    let phase = last.map(names.name) ?? ""
    return .condition(
      "\(condition.sentence(snapshot, self)), at step \(step), \(phase)")
  }

  /// The condition that the input of the step makes true, before anything is computed: asked once,
  /// of an input that the step before did not have.
  mutating func inputStop() -> Stop? {
    guard !breakpoints.conditions.isEmpty, markInputTested(), hasNewInput else { return nil }
    let start = snapshot(after: 0)
    let first = breakpoints.conditions.first {
      !$0.isOfStep && !$0.isOfState && $0.mayHold(start) && $0.holds(start)
    }
    return first.map { .condition("\($0.sentence(start, self)), at the start of step \(step)") }
  }

  private var hasNewInput: Bool {
    guard setup.dataLoader == nil, let before = timeline.parent(of: timeline.current) else {
      return true
    }
    let earlier = timeline.setup(of: before)
    return earlier.dataLoader != nil || earlier.input != setup.input
  }

  /// The first phase, of those not tested yet, that made one of the conditions true; the last one of
  /// a network whose steps are not kept phase by phase.
  private mutating func firstEdge(
    of conditions: [Condition]
  ) -> (phase: Int, condition: Condition)? {
    guard tested < phase else { return nil }
    guard canKeepSnapshots else { return conditions.first.map { (phase, $0) } }
    for place in tested + 1...phase {
      let (before, after) = (snapshot(after: place - 1), snapshot(after: place))
      if let first = conditions.first(where: { $0.holds(after) && !$0.holds(before) }) {
        return (place, first)
      }
    }
    return nil
  }

  /// The condition that the beginning of this step made true.
  private var stepStop: Stop? {
    var scheduled = scheduled
    let place = timeline.parent(of: timeline.current) ?? timeline.current
    let rate = scheduled.optimizer(for: timeline.setup(of: place), step: step - 1).rate
    let now = snapshot
    let before = PhaseSnapshot(execution: execution, state: state, step: step - 1, rate: rate)
    let first = breakpoints.conditions.first {
      $0.isOfStep && $0.holds(now) && !$0.holds(before)
    }
    return first.map { .condition("\($0.sentence(now, self)), at the start of step \(step)") }
  }
}
