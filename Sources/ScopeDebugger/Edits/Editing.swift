import CNNEngine
import CNNModel

/// Makes edits, and takes them back: the step is begun anew with them and comes to where it was.
package enum Editing {
  /// Changes the step, or the next one where it is over.
  ///
  /// - Parameter numbers: by what they were in the step so far, or `nil` where they were not computed.
  package static func edit(
    _ place: EditPlace, _ numbers: (_ old: [Float]?) throws(UserError) -> [Float],
    in debugger: inout Debugger
  ) throws(UserError) -> Edit {
    let old = debugger.tensors.value(of: place.target).map { tensor in
      place.offsets.map { tensor.elements[$0] }
    }
    let isOver = debugger.next == nil
    var edit = Edit(
      place, try numbers(old), step: debugger.step + (isOver ? 1 : 0),
      phase: isOver ? 0 : debugger.phase)
    edit.isPinned = place.kind == .input && debugger.setup.dataLoader == nil
    var setup = debugger.setup
    setup.edits.append(.edit(edit))
    let loss = debugger.execution.plan.forwardCount + 1
    begin(setup, phase: isOver ? loss : debugger.phase, &debugger)
    return edit
  }

  /// Adds what was done, and begins the step anew with it.
  static func add(_ entry: EditEntry, to debugger: inout Debugger) {
    change(&debugger) { $0.append(entry) }
  }

  /// Changes the edits of the step, or of the next one where it is over.
  package static func change(
    _ debugger: inout Debugger, _ change: (inout EditList) -> Void
  ) {
    let phase = debugger.phase
    var setup = debugger.setup
    change(&setup.edits)
    guard setup != debugger.setup else { return }
    begin(setup, phase: debugger.next == nil ? 0 : phase, &debugger)
  }

  /// What going back would undo at this point of the step: `conv1[0] = 0`; `nil` where a phase comes
  /// first.
  static func title(ofUndoIn debugger: Debugger) -> String? {
    debugger.setup.edits.entries.last.flatMap { last in
      last.step == debugger.step && last.phase == debugger.phase ? last.title : nil
    }
  }

  /// Goes back over what was done by hand at this point of the step.
  ///
  /// - Returns: false where none was.
  static func undo(in debugger: inout Debugger) -> Bool {
    guard title(ofUndoIn: debugger) != nil else { return false }
    change(&debugger) { $0.undoLast() }
    return true
  }

  /// Goes on to the loss, or to the end of the forward pass where there is none.
  static func runToLoss(_ debugger: inout Debugger, keepingSnapshots: Bool = true) {
    let loss = debugger.execution.plan.forwardCount + 1
    run(&debugger, to: loss, keepingSnapshots: keepingSnapshots)
  }

  /// Runs the phases before one, as far as the step has them.
  private static func run(_ debugger: inout Debugger, to phase: Int, keepingSnapshots: Bool = true)
  {
    while debugger.phase < phase, debugger.refusal == nil {
      debugger.runPhase(keepingSnapshots: keepingSnapshots)
    }
  }

  /// Begins the step anew, as ``Debugger/choose(_:)`` does, and does its phases up to where it was.
  private static func begin(_ setup: StepSetup, phase: Int, _ debugger: inout Debugger) {
    let sample = debugger.sample
    debugger.choose(setup)
    if sample < debugger.batchSize { debugger.select(sample: sample) }
    run(&debugger, to: phase)
    debugger.markTested()
  }
}
