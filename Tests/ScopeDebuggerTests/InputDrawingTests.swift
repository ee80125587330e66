import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("InputDrawing on the input", .baselineLevel)
struct DrawingTests {
  private func perform(_ lines: String..., on session: inout Session) throws {
    for line in lines { _ = try Session.commands.perform(line, &session) }
    _ = session.workToTheEnd()
  }

  @Test("A square of pixels gets the value, and no other")
  func painting() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    let old = session.debugger.setup.input.image
    try perform("draw 2 3 0.25 2", on: &session)
    let new = session.debugger.setup.input.image
    for row in 0..<8 {
      for column in 0..<8 {
        let isInside = (1...2).contains(row) && (2...3).contains(column)
        let cell: Position = [0, 0, row, column]
        #expect(new[cell] == (isInside ? 0.25 : old[cell]))
      }
    }
  }

  @Test("undo, redo, clear and reset; a new stroke forgets what was undone")
  func undoing() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    let old = session.debugger.setup.input.image
    try perform("draw 0 0 1", on: &session)
    let first = session.debugger.setup.input.image
    try perform("draw clear", on: &session)
    #expect(session.debugger.setup.input.image.elements.allSatisfy { $0 == 0 })
    try perform("draw undo", on: &session)
    #expect(session.debugger.setup.input.image == first)
    try perform("draw undo", on: &session)
    #expect(session.debugger.setup.input.image == old)
    try perform("draw redo", on: &session)
    #expect(session.debugger.setup.input.image == first)
    try perform("draw reset", "draw undo", "draw 7 7 0.5", on: &session)
    #expect(throws: UserError("nothing was undone to redo")) {
      try Session.commands.perform("draw redo", &session)
    }
  }

  @Test("What the network says of a drawing is what it says of that image")
  func following() throws {
    var drawn = try Session(network: "digits8", input: "digits:3")
    try perform("draw 4 4 1 3", "finish", on: &drawn)
    var execution = try Session(network: "digits8", input: "digits:3")
    try perform("finish", on: &execution)
    #expect(drawn.debugger.probabilities != nil)
    #expect(drawn.debugger.probabilities != execution.debugger.probabilities)
    try perform("draw undo", "finish", on: &drawn)
    #expect(drawn.debugger.probabilities == execution.debugger.probabilities)
  }

  @Test("Black and white are what the preprocessing makes of them")
  func ends() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    try perform("input digits:3 --mean 0.5 --deviation 0.5", on: &session)
    let drawing = try InputDrawing(session.debugger.setup.input, for: session.network)
    #expect(drawing.black == [-1] && drawing.white == [1])
  }

  @Test("Mistakes are sentences")
  func mistakes() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    for (line, sentence) in [
      ("draw 8 0 1", "the image has the pixels 0 0 to 7 7, not 8 0"),
      ("draw 1 1 1,0,0", "the image has 1 channels, but 3 numbers were given"),
      ("draw undo", "nothing was drawn to undo"),
      (
        "draw 1 1 nan",
        "draw takes row, column and value of a pixel, or undo, redo, clear, reset, not \"1 1 nan\""
      ),
    ] {
      #expect(throws: UserError(sentence)) { try Session.commands.perform(line, &session) }
    }
  }
}
