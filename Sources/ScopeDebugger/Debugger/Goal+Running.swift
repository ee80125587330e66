import CNNEngine
import CNNModel

extension Goal {
  /// Goes one step towards it; counts down as phases and steps are done.
  ///
  /// - Returns: why the debugger stopped, when it did.
  public mutating func advance(_ debugger: inout Debugger) -> Stop? {
    if case .toStep(let step) = self { return Self.approach(step, &debugger) }
    return isBackward ? retreat(&debugger) : goForward(&debugger)
  }

  private mutating func goForward(_ debugger: inout Debugger) -> Stop? {
    if case .phases(let count) = self, count <= 0 { return .done }
    if self == .breakpoint, !debugger.hasBreakpoints { return .refused(Self.noBreakpoint) }
    if debugger.phase == 0, let stop = debugger.inputStop() { return stop }
    if let stop = debugger.stepForward(keepingSnapshots: isThorough) { return stop }
    if let stop = debugger.conditionStop(
      thorough: isThorough || RunPoint(debugger).breakpointHit != nil)
    {
      return stop
    }
    switch self {
    case .phases(let count):
      self = .phases(count - 1)
      return count <= 1 ? .done : RunPoint(debugger).breakpointHit
    case .endOfPass:
      // Without a target the forward pass ends where the loss would come.
      if debugger.refusal != nil { return .endOfPass(.forward) }
      return RunPoint(debugger).passEnded.map(Stop.endOfPass) ?? RunPoint(debugger).breakpointHit
    case .endOfStep:
      return debugger.next == nil ? .endOfStep(debugger.step) : RunPoint(debugger).breakpointHit
    case .steps(let count):
      guard debugger.next == nil else { return RunPoint(debugger).breakpointHit }
      self = .steps(count - 1)
      return count <= 1 ? .endOfStep(debugger.step) : nil
    case .breakpoint: return RunPoint(debugger).breakpointHit
    case .phasesBack, .startOfPass, .breakpointBack, .toStep, .evaluation: return nil
    }
  }

  private mutating func retreat(_ debugger: inout Debugger) -> Stop? {
    if case .phasesBack(let count) = self, count <= 0 { return .done }
    if self == .breakpointBack, !debugger.breakpoints.canBeHit(by: debugger.phases) {
      return .refused(Self.noBreakpoint)
    }
    let undone = debugger.replay == nil ? Editing.title(ofUndoIn: debugger) : nil
    guard debugger.beginStepBack() else { return .beginning }
    guard debugger.continueReplay() else { return nil }
    switch self {
    case .phasesBack(let count):
      self = .phasesBack(count - 1)
      return count <= 1 ? undone.map(Stop.undone) ?? .done : nil
    case .startOfPass: return RunPoint(debugger).passBegins.map(Stop.startOfPass)
    case .breakpointBack: return RunPoint(debugger).breakpointHit
    default: return nil
    }
  }

  /// Goes on to a step that was begun before.
  private static func approach(_ number: Int, _ debugger: inout Debugger) -> Stop? {
    if debugger.replay == nil {
      let place = debugger.timeline.place(ofStep: number)
      guard debugger.startReplay(to: place, phase: debugger.phase) else {
        return .refused(absence(of: number, last: debugger.history.lastStep))
      }
    }
    return debugger.continueReplay() ? .arrived(debugger.step) : nil
  }

  private static func absence(of number: Int, last: Int) -> String {
    number < 0
      ? "this is the beginning; steps are counted from 0"
      : "step \(number) was not begun yet; the last is \(last)"
  }

  private static let noBreakpoint =
    "no layer that is computed has a breakpoint; :break LAYER (or Space on it) sets one"

  private var isBackward: Bool {
    switch self {
    case .phasesBack, .startOfPass, .breakpointBack: true
    default: false
    }
  }

  /// Whether every phase is looked at, not the step as a whole.
  private var isThorough: Bool {
    switch self {
    case .phases, .endOfPass: true
    default: false
    }
  }
}

/// Where runs stop.
extension Debugger {
  /// Whether there is anything that a run forward stops at.
  public var hasBreakpoints: Bool {
    breakpoints.canBeHit(by: phases) || !breakpoints.conditions.isEmpty
  }

  /// Goes back over an edit that was made here, or by a phase of the step, or begins to go to the step before.
  ///
  /// - Returns: false where there is nothing before.
  mutating func beginStepBack() -> Bool {
    replay != nil || Editing.undo(in: &self) || rewind(to: phase - 1)
      || startReplay(to: timeline.parent(of: timeline.current), phase: phases.count)
  }
}

/// The point between the phase that was done last and the one that comes next.
private struct RunPoint {
  private let last: Plan.Phase?
  private let next: Plan.Phase?
  /// The breakpoint at the phase that was done last.
  let breakpointHit: Stop?

  init(_ debugger: Debugger) {
    (last, next) = (debugger.last, debugger.next)
    let node = last?.node.flatMap { debugger.breakpoints.contains($0) ? $0 : nil }
    let (name, word) = (node.map { debugger.network.nodes[$0].name }, last?.word ?? "")
    breakpointHit = name.map { .breakpoint(name: $0, phase: word) }
  }

  /// The pass that ended with the phase done last.
  var passEnded: PassKind? { last?.pass == next?.pass ? nil : last?.pass }

  /// The pass that begins with the next phase.
  var passBegins: PassKind? { last?.pass == next?.pass ? nil : next?.pass }
}

extension Plan.Phase {
  /// The node that it works on; `nil` for the loss and the update.
  package var node: Int? {
    switch self {
    case .forward(let node), .backward(let node): node
    case .loss, .update: nil
    }
  }

  /// The pass that it belongs to; the loss ends the forward pass.
  package var pass: PassKind {
    switch self {
    case .forward, .loss: .forward
    case .backward: .backward
    case .update: .update
    }
  }

  /// `forward`, `loss`, `backward` or `update`.
  package var word: String {
    switch self {
    case .forward: "forward"
    case .loss: "loss"
    case .backward: "backward"
    case .update: "update"
    }
  }
}
