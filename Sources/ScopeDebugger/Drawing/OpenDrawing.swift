import CNNEngine
import CNNModel

/// A drawing on the input that is under way: one edit of the step, which every stroke replaces, so
/// that going back takes all of it and a script has it in one line. Strokes are undone one by one as
/// long as it is open.
struct OpenDrawing: Sendable {
  var picture: InputDrawing
  /// What it is in the step; `nil` while the image is as it was.
  private(set) var edit: Edit?
  /// The step without it.
  private let trace: EditTrace

  /// A drawing on the input as it is now.
  ///
  /// - Throws: ``UserError`` where the network's input is no image.
  init(on session: Session) throws(UserError) {
    let debugger = session.debugger
    picture = try InputDrawing(
      debugger.setup.input, from: debugger.execution.batch.inputs[0], for: session.network)
    trace = EditTrace(before: debugger)
  }

  /// Whether it is what was done last in the step, and so can be gone on with.
  func isOpen(in debugger: Debugger) -> Bool {
    guard debugger.next != nil else { return false }
    guard let edit else {
      return trace.before.step == debugger.step && trace.before.setup == debugger.setup
    }
    return edit.step == debugger.step && debugger.setup.edits.entries.last == .edit(edit)
  }

  /// Makes the picture the input: the step begins anew with it and goes on to where it was.
  mutating func apply(to session: inout Session) {
    let debugger = session.debugger
    let isOver = debugger.next == nil
    let (old, new) = (edit, drawn(debugger))
    session.loop.stop()
    session.loop.forgetEvaluation()
    if old != nil { session.debugger.timeline.forgetCurrentIfLast() }
    Editing.change(&session.debugger) { edits in
      if old != nil { edits.undoLast() }
      if let new { edits.append(.edit(new)) }
    }
    if isOver { Editing.runToLoss(&session.debugger) }
    edit = new
    follow(&session)
  }

  /// The pixels that are other than before, as an edit; `nil` where none is.
  private func drawn(_ debugger: Debugger) -> Edit? {
    let patches = picture.changes
    guard !patches.isEmpty else { return nil }
    let offsets = patches.flatMap { patch in
      patch.rows.flatMap { row in patch.columns.flatMap { picture.offsets(row, $0) } }
    }
    let point = EditEntry.Point(debugger)
    var edit = Edit(
      EditPlace(pixelsAt: offsets, of: debugger), offsets.map { picture.image[$0] },
      patches: patches, step: point.step, phase: point.phase)
    edit.isPinned = true
    return edit
  }

  /// Compares the step with the one without the drawing.
  private func follow(_ session: inout Session) {
    var followed = edit == nil ? nil : trace
    followed?.follow(session.debugger)
    session.edited = followed
  }

  /// What is drawn, and what it did to loss and class.
  func lines(_ session: Session) -> [String] {
    guard let edit else { return ["\(session.debugger.setup.input.name) as it was"] }
    return [edit.title] + (session.edited?.lines(session.debugger) ?? [])
  }
}
