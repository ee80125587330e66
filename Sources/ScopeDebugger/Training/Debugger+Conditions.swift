import CNNEngine
import CNNModel

extension Debugger {
  /// Looks whether a condition became true, and if so goes back to the first phase that made it so.
  ///
  /// Figures are tested once a step, at its end; what a condition is about does not become false
  /// again within a step.
  ///
  /// - Parameter thorough: whether to test in the middle of a step, too.
  mutating func conditionStop(thorough: Bool) -> Stop? {
    if conditions.isEmpty { return nil }
    if phase == 0 { return stepStop }
    guard thorough || next == nil else { return nil }
    let now = look
    var holding = conditions.filter { !$0.isOfStep && $0.mayHold(now) && $0.holds(now) }
    defer { tested = phase }
    if !holding.isEmpty, tested == 0 { holding = holding.filter { !$0.holds(beginning) } }
    guard !holding.isEmpty, let (place, condition) = firstEdge(of: holding) else { return nil }
    _ = rewind(to: place)
    let phase = last.map(describe) ?? ""
    return .condition(
      "\(condition.sentence(look, self)), at step \(step), \(phase)")
  }

  /// The first phase, of those not tested yet, that made one of the conditions true; the last one of
  /// a network whose steps leave no trail.
  private mutating func firstEdge(
    of conditions: [Condition]
  ) -> (phase: Int, condition: Condition)? {
    guard tested < phase else { return nil }
    guard leavesTrail else { return conditions.first.map { (phase, $0) } }
    retrace()
    for place in tested + 1...phase {
      let (before, after) = (look(after: place - 1), look(after: place))
      if let first = conditions.first(where: { $0.holds(after) && !$0.holds(before) }) {
        return (place, first)
      }
    }
    return nil
  }

  /// What could be seen before the first phase of the step.
  private var beginning: Look {
    mutating get {
      let start = execution.start
      return Look(
        execution: begun(execution.batch, start), state: start, step: step, rate: rate)
    }
  }

  /// The condition that the beginning of this step made true.
  private var stepStop: Stop? {
    let now = look
    let before = Look(
      execution: execution, state: state, step: step - 1,
      rate: rateBefore)
    let first = conditions.first { $0.isOfStep && $0.holds(now) && !$0.holds(before) }
    return first.map { .condition("\($0.sentence(now, self)), at the start of step \(step)") }
  }

  /// The learning rate of the step before.
  private var rateBefore: Double {
    var rule = rule
    let place = timeline.parent(of: timeline.current) ?? timeline.current
    return rule.optimizer(for: timeline.setup(of: place), step: step - 1).rate
  }
}
