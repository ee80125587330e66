import CNNModel
import ModelFiles

/// The command that draws on the input.
extension SessionCommands {
  static let drawing: [Command<Session>] = [
    Command(
      "draw", DrawnStroke(),
      help: "give pixels of the input a value: row, column, value, side of the square; undo, reset",
      answer: { session, stroke throws(UserError) in
        try session.draw(stroke)
        return Reply("\(session.debugger.setup.input.name) with what is drawn on it")
      })
  ].inGroup(.network)
}

extension Session {
  /// The drawing that is the input now, or a new one on the input.
  ///
  /// - Throws: ``UserError`` where the network's input is no image.
  package func currentDrawing() throws(UserError) -> Drawing {
    if let drawing, drawing.image == debugger.setup.input.image { return drawing }
    return try Drawing(debugger.setup.input, for: network)
  }

  /// Makes the sample that is looked at the input, so that it can be drawn on.
  ///
  /// - Throws: ``UserError`` where it cannot be opened.
  package mutating func beginDrawing() throws(UserError) {
    guard debugger.setup.dataLoader != nil else { return }
    try choose(debugger.selectedSample.name, preparation)
  }

  /// Draws on the input; the step begins anew with it.
  ///
  /// - Parameter continues: whether it belongs to the stroke before.
  /// - Throws: ``UserError`` where the network's input is no image, or there is nothing to undo.
  package mutating func draw(
    _ stroke: DrawnStroke.Value, continues: Bool = false
  ) throws(UserError) {
    var drawing = try currentDrawing()
    switch stroke {
    case .paint(let row, let column, let ink, let size):
      drawing.paint(row: row, column: column, size: size, ink, continues: continues)
    case .undo: try drawing.undo()
    case .redo: try drawing.redo()
    case .clear: drawing.clear()
    case .reset: drawing.reset()
    }
    loop.stop()
    debugger.choose(debugger.setup.input.drawn(drawing.image))
    self.drawing = drawing
  }
}
