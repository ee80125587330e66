import CNNEngine

extension Debugger {
  /// Goes one step towards a goal.
  ///
  /// - Parameter goal: counts down as phases and steps are done.
  /// - Returns: why it stopped, when it did.
  public mutating func advance(_ goal: inout Goal) -> Stop? {
    if case .toStep(let step) = goal { return approach(step) }
    return goal.isBackward ? retreatOnce(&goal) : advanceOnce(&goal)
  }

  private mutating func advanceOnce(_ goal: inout Goal) -> Stop? {
    if case .phases(let count) = goal, count <= 0 { return .done }
    if goal == .breakpoint, !hasBreakpoints { return .refused(Self.noBreakpoint) }
    if let stop = stepForward(leavingTrail: goal.isThorough) { return stop }
    if let stop = conditionStop(thorough: goal.isThorough || hitBreakpoint != nil) { return stop }
    switch goal {
    case .phases(let count):
      goal = .phases(count - 1)
      return count <= 1 ? .done : hitBreakpoint
    case .endOfPass:
      // Without a target the forward pass ends where the loss would come.
      if refusal != nil { return .endOfPass(.forward) }
      return passEnded.map(Stop.endOfPass) ?? hitBreakpoint
    case .endOfStep: return next == nil ? .endOfStep(step) : hitBreakpoint
    case .steps(let count):
      guard next == nil else { return hitBreakpoint }
      goal = .steps(count - 1)
      return count <= 1 ? .endOfStep(step) : nil
    case .breakpoint: return hitBreakpoint
    case .phasesBack, .startOfPass, .breakpointBack, .toStep, .evaluation: return nil
    }
  }

  private mutating func retreatOnce(_ goal: inout Goal) -> Stop? {
    if case .phasesBack(let count) = goal, count <= 0 { return .done }
    if goal == .breakpointBack, !canHitBreakpoint { return .refused(Self.noBreakpoint) }
    guard
      journey != nil || rewind(to: phase - 1)
        || setOut(to: timeline.parent(of: timeline.current), phase: phases.count)
    else { return .beginning }
    guard travel() else { return nil }
    switch goal {
    case .phasesBack(let count):
      goal = .phasesBack(count - 1)
      return count <= 1 ? .done : nil
    case .startOfPass: return passBegins.map(Stop.startOfPass)
    case .breakpointBack: return hitBreakpoint
    default: return nil
    }
  }

  /// Whether some phase works on a node with a breakpoint: none does where the image enters.
  var canHitBreakpoint: Bool {
    phases.contains { $0.node.map(breakpoints.contains) ?? false }
  }

  /// Goes on to a step that was begun before.
  private mutating func approach(_ number: Int) -> Stop? {
    if journey == nil {
      guard setOut(to: timeline.place(ofStep: number), phase: phase) else {
        return .refused(absence(number))
      }
    }
    return travel() ? .arrived(step) : nil
  }

  private func absence(_ number: Int) -> String {
    if number < 0 { return "this is the beginning; steps are counted from 0" }
    return "step \(number) was not begun yet; the last is \(lastStep)"
  }

  private static let noBreakpoint =
    "no layer that is computed has a breakpoint; :break LAYER (or Space on it) sets one"

  /// Whether there is anything that a run forward stops at.
  public var hasBreakpoints: Bool { canHitBreakpoint || !conditions.isEmpty }

  /// The breakpoint at the phase that was done last.
  private var hitBreakpoint: Stop? {
    guard let node = last?.node, breakpoints.contains(node) else { return nil }
    return .breakpoint(name: network.nodes[node].name, phase: last?.word ?? "")
  }

  /// The pass that ended with the phase done last.
  private var passEnded: PassKind? {
    guard let last, last.pass != next?.pass else { return nil }
    return last.pass
  }

  /// The pass that begins with the next phase.
  private var passBegins: PassKind? {
    guard let next, next.pass != last?.pass else { return nil }
    return next.pass
  }
}

extension Goal {
  /// Whether every phase is looked at, not the step as a whole.
  fileprivate var isThorough: Bool {
    switch self {
    case .phases, .endOfPass: true
    default: false
    }
  }
}

extension Plan.Phase {
  /// The node that it works on; `nil` for the loss and the update.
  public var node: Int? {
    switch self {
    case .forward(let node), .backward(let node): node
    case .loss, .update: nil
    }
  }

  /// The pass that it belongs to; the loss ends the forward pass.
  public var pass: PassKind {
    switch self {
    case .forward, .loss: .forward
    case .backward: .backward
    case .update: .update
    }
  }

  /// `forward`, `loss`, `backward` or `update`.
  public var word: String {
    switch self {
    case .forward: "forward"
    case .loss: "loss"
    case .backward: "backward"
    case .update: "update"
    }
  }
}
