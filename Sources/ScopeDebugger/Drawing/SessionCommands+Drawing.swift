import CNNModel
import ModelFiles

/// The command that draws on the input.
extension SessionCommands {
  static let drawing: [Command<Session>] = [
    Command(
      "draw", DrawnStroke(),
      help: "give pixels of the input a value: row, column, value, side of the square; undo, reset",
      answer: { session, stroke throws(UserError) in
        try InputDrawing.draw(stroke, in: &session)
        return Reply("\(session.debugger.setup.input.name) with what is drawn on it")
      })
  ].inGroup(.network)
}

extension InputDrawing {
  /// The drawing that is a session's input now, or a new one on the input.
  ///
  /// - Throws: ``UserError`` where the network's input is no image.
  package static func current(_ session: Session) throws(UserError) -> InputDrawing {
    let input = session.debugger.setup.input
    if let drawing = session.drawing, drawing.image == input.image { return drawing }
    return try InputDrawing(input, for: session.network)
  }

  /// Makes the sample that is looked at the input, so that it can be drawn on.
  ///
  /// - Throws: ``UserError`` where it cannot be opened.
  package static func begin(in session: inout Session) throws(UserError) {
    let debugger = session.debugger
    guard debugger.setup.dataLoader != nil else { return }
    try session.choose(debugger.selectedSample.name, session.preparation)
  }

  /// Draws on the input; the step begins anew with it.
  ///
  /// - Parameter continues: whether it belongs to the stroke before.
  /// - Throws: ``UserError`` where the network's input is no image, or there is nothing to undo.
  package static func draw(
    _ stroke: DrawnStroke.Value, continues: Bool = false, in session: inout Session
  ) throws(UserError) {
    var drawing = try current(session)
    switch stroke {
    case .paint(let row, let column, let ink, let size):
      drawing.paint(row: row, column: column, size: size, ink, continues: continues)
    case .undo: try drawing.undo()
    case .redo: try drawing.redo()
    case .clear: drawing.clear()
    case .reset: drawing.reset()
    }
    session.loop.stop()
    session.debugger.choose(session.debugger.setup.input.drawn(drawing.image))
    session.drawing = drawing
  }
}
