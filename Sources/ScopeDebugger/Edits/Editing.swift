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
    setup.edits.append(edit)
    let loss = debugger.execution.plan.forwardCount + 1
    begin(setup, phase: isOver ? loss : debugger.phase, &debugger)
    return edit
  }

  /// Takes edits out of the step.
  package static func change(
    _ debugger: inout Debugger, _ change: (inout EditList) -> Void
  ) {
    let phase = debugger.phase
    var setup = debugger.setup
    change(&setup.edits)
    guard setup != debugger.setup else { return }
    begin(setup, phase: debugger.next == nil ? 0 : phase, &debugger)
  }

  /// Goes back over the edit that was made at this point of the step.
  ///
  /// - Returns: false where none was.
  static func undo(in debugger: inout Debugger) -> Bool {
    guard let last = debugger.setup.edits.all.last, last.step == debugger.step,
      last.phase == debugger.phase
    else { return false }
    change(&debugger) { edits in edits.remove { $0 == last } }
    return true
  }

  /// Begins the step anew, as ``Debugger/choose(_:)`` does, and does its phases up to where it was.
  private static func begin(_ setup: StepSetup, phase: Int, _ debugger: inout Debugger) {
    let sample = debugger.sample
    debugger.choose(setup)
    if sample < debugger.batchSize { debugger.select(sample: sample) }
    while debugger.phase < phase, debugger.refusal == nil {
      debugger.runPhase(keepingSnapshots: true)
    }
    debugger.markTested()
  }
}
