import CNNModel
import ModelFiles

/// The commands that draw on the input.
extension SessionCommands {
  static let drawing: [Command<Session>] = [
    Command(
      "draw", DrawnStroke(),
      help: "give pixels of the input a value: row, column, value, side of the square; undo, reset",
      answer: { session, stroke throws(UserError) in
        Reply(try InputDrawing.draw(stroke, in: &session))
      }
    ).detailed([
      "draw 3 4 1 gives a pixel a value, draw 3 4 1 5 the square of 5x5 pixels around it, draw 3 4 "
        + "1 2x6 a rectangle; / separates several of them",
      "a value is a number, one for each channel as in 1,0,0, or black, white, mean (of the image)",
      "strokes that follow each other are one drawing: draw undo takes back a stroke, back all of it",
    ]),
    Command(
      "occlude", OccludedPatch(),
      help: "cover a rectangle of the input with a value, the image's mean unless given",
      answer: { session, patch throws(UserError) in
        Reply(try InputDrawing.draw(.paint([patch]), in: &session))
      }
    ).detailed([
      "occlude 40 60 32 32 covers 32 rows and columns from row 40 and column 60 with the mean; a value "
        + "is a number, one for each channel, or black, white, mean"
    ]),
  ].inGroup(.network)
}

extension InputDrawing {
  /// The image of the drawing that is open, or the input as it is now.
  ///
  /// - Throws: ``UserError`` where the network's input is no image.
  package static func current(_ session: Session) throws(UserError) -> InputDrawing {
    let debugger = session.debugger
    if let open = session.drawing, open.isOpen(in: debugger) { return open.picture }
    let isAlone = debugger.setup.dataLoader == nil
    return try InputDrawing(
      debugger.setup.input, from: isAlone ? debugger.execution.batch.inputs[0] : nil,
      for: session.network)
  }

  /// Begins a drawing on the sample that is looked at, which becomes the input.
  ///
  /// - Throws: ``UserError`` where it cannot be opened, or is no image.
  package static func begin(in session: inout Session) throws(UserError) {
    if session.debugger.setup.dataLoader != nil {
      try session.choose(session.debugger.selectedSample.name, session.preparation)
    }
    session.drawing = try OpenDrawing(on: session)
  }

  /// Draws on the input; the step begins anew with it and goes on to where it was.
  ///
  /// - Parameter continues: whether it belongs to the stroke before.
  /// - Returns: what is drawn, and what it did to loss and class.
  /// - Throws: ``UserError`` where the network's input is no image, or there is nothing to undo.
  package static func draw(
    _ stroke: DrawnStroke.Value, continues: Bool = false, in session: inout Session
  ) throws(UserError) -> String {
    if session.drawing.map({ !$0.isOpen(in: session.debugger) }) ?? true { try begin(in: &session) }
    guard var drawing = session.drawing else { return "" }
    switch stroke {
    case .paint(let patches): drawing.picture.paint(patches, continues: continues)
    case .undo: try drawing.picture.undo()
    case .redo: try drawing.picture.redo()
    case .clear: drawing.picture.clear()
    case .reset: drawing.picture.reset()
    }
    drawing.apply(to: &session)
    session.drawing = drawing
    return drawing.lines(session).joined(separator: "; ")
  }

  /// Goes on to the loss, or to the end of the forward pass where there is none; from the end of a step
  /// to that of the next.
  package static func runToLoss(in session: inout Session) {
    session.loop.stop()
    if session.debugger.next == nil { session.debugger.stepForward() }
    Editing.runToLoss(&session.debugger)
    EditTrace.follow(&session)
  }

  /// Ends the drawing: what is drawn later is another.
  ///
  /// - Returns: `input: 23 pixels drawn`, and whether going back takes it out before anything else;
  ///   `nil` where the image is as it was.
  package static func end(in session: inout Session) -> (title: String, isLast: Bool)? {
    defer { session.drawing = nil }
    guard let drawing = session.drawing, let edit = drawing.edit,
      session.debugger.setup.edits.entries.contains(.edit(edit))
    else { return nil }
    return (edit.title, drawing.isOpen(in: session.debugger))
  }
}
