import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Drawing on the input", .baselineLevel)
struct InputDrawingTests {
  private func image(_ session: Session) -> Tensor { session.debugger.execution.batch.inputs[0] }

  @Test("A square of pixels gets the value, and no other")
  func painting() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    let old = image(session)
    try perform("draw 2 3 0.25 2", on: &session)
    for row in 0..<8 {
      for column in 0..<8 {
        let isInside = (1...2).contains(row) && (2...3).contains(column)
        let cell: Position = [0, 0, row, column]
        #expect(image(session)[cell] == (isInside ? 0.25 : old[cell]))
      }
    }
  }

  @Test("undo, redo, clear and reset; a new stroke forgets what was undone")
  func undoing() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    let old = image(session)
    try perform("draw 0 0 1", on: &session)
    let first = image(session)
    try perform("draw clear", on: &session)
    #expect(image(session).elements.allSatisfy { $0 == 0 })
    try perform("draw undo", on: &session)
    #expect(image(session) == first)
    try perform("draw undo", on: &session)
    #expect(image(session) == old)
    try perform("draw redo", on: &session)
    #expect(image(session) == first)
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
    try perform("draw undo", on: &drawn)
    #expect(drawn.debugger.probabilities == execution.debugger.probabilities)
  }

  @Test("Black and white are what the preprocessing makes of them, the mean that of the image")
  func ends() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    try perform("input digits:3 --mean 0.5 --deviation 0.5", on: &session)
    let drawing = try InputDrawing(session.debugger.setup.input, for: session.network)
    #expect(drawing.black == [-1] && drawing.white == [1])
    let numbers = image(session).elements
    let sum = numbers.reduce(0.0) { $0 + Double($1) }
    #expect(drawing.mean == [Float(sum / 64)])
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
      (
        "occlude 6 0 3 2",
        "from pixel 6 0 a rectangle has at most 2 rows and 8 columns, not 3 and 2"
      ),
      (
        "occlude 6 0 0 2",
        "occlude takes the upper left pixel of a rectangle, its height and width, and perhaps a "
          + "value, not \"6 0 0 2\""
      ),
    ] {
      #expect(throws: UserError(sentence)) { try Session.commands.perform(line, &session) }
    }
  }
}

@Suite("A drawing is an edit of the step", .baselineLevel)
struct DrawnEditTests {
  @Test("The strokes are one edit: back takes all of them, and all is as it was")
  func back() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    try perform("finish", on: &session)
    let old = session.debugger.moment
    let answer = try perform("draw 2 2 1", "draw 3 3 1 3", "draw 0 0 0.5", on: &session)
    #expect(answer.hasPrefix("input: 10 pixels drawn; loss "), "\(answer)")
    #expect(answer.contains("; says "))
    #expect(session.debugger.setup.edits.entries.count == 1)
    #expect(session.debugger.phase == old.phase)
    _ = try Session.commands.perform("back", &session)
    let lines = session.workToTheEnd()
    #expect(lines.contains("input: 10 pixels drawn is undone"), "\(lines)")
    #expect(session.debugger.moment == old)
  }

  @Test("Nothing is left of a drawing that was undone stroke by stroke")
  func nothing() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    try perform("finish", on: &session)
    let old = session.debugger.moment
    let answer = try perform("draw 2 2 1", "draw 3 3 1", "draw undo", "draw undo", on: &session)
    #expect(answer == "digits:3 as it was")
    #expect(session.debugger.moment == old && session.editTrace == nil)
  }

  @Test("Strokes replace each other on the timeline instead of standing side by side")
  func oneBranch() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    try perform("finish", on: &session)
    for column in 0..<6 { try perform("draw 2 \(column) 1", on: &session) }
    #expect(session.debugger.history.oldCurves.count == 1)
  }

  @Test("The drawn image goes on through the training, and replay repeats it bit for bit")
  func replay() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    try perform("finish", "draw 2 2 1 / 5 5 0.25 2x3", "run 5", on: &session)
    let last = session.debugger.state
    try perform("goto 1", "goto 4", on: &session)
    #expect(session.debugger.state == last)
    var fresh = try Session(network: "digits8", input: "digits:3")
    try perform("draw 5 5 0.25 2x3", "draw 2 2 1", "run 5", on: &fresh)
    #expect(fresh.debugger.state == last)
  }

  @Test("One line of the reproduction makes it again, in all passes")
  func reproduction() throws {
    var session = try Session(network: "digits8", input: "digits:3", seed: 4)
    try perform("finish", "draw 3 3 0.3 3", "draw 3 3 1", "occlude 0 0 2 5 mean", on: &session)
    try perform("finish", on: &session)
    let lines = session.reproduction
    #expect(lines.filter { $0.hasPrefix("draw ") }.count == 1, "\(lines)")
    var again = try Session(network: "digits8", input: "digits:3", seed: 4)
    for line in lines { try perform(line, on: &again) }
    #expect(passNumbers(again) == passNumbers(session))
    #expect(again.debugger.phase == session.debugger.phase)
  }

  @Test("Another image forgets it; a held value that was pinned stays")
  func otherImage() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    try perform(
      "finish", "ablate conv1[0]", "pin all", "draw 3 3 1", "input digits:5", on: &session)
    #expect(session.debugger.setup.edits.entries.map(\.title) == ["conv1[0] = 0", "pin all"])
    #expect(!session.reproduction.contains { $0.hasPrefix("draw") || $0.hasPrefix("release") })
  }

  @Test("A rectangle of a large color image is covered: exactly what a fresh pass gives")
  func occlusion() throws {
    let text = "input 3x72x80; conv1: conv 2 5x5 stride 4; flatten; fc1: linear 4"
      .replacing("; ", with: "\n")
    let network = try Network(text: text, title: "net")
    var session = try Session(network, input: "digits:42", seed: 3)
    try perform("label 1", "finish", on: &session)
    let old = session.debugger.execution.batch.inputs[0]
    let answer = try perform("occlude 10 20 8 12 0.5,0.25,0", on: &session)
    #expect(answer.hasPrefix("input: rows 10–17, columns 20–31 = 0.5,0.25,0; loss "), "\(answer)")
    var expected = old
    for row in 10..<18 {
      for column in 20..<32 {
        for channel in 0..<3 { expected[[0, channel, row, column]] = [0.5, 0.25, 0][channel] }
      }
    }
    #expect(session.debugger.execution.batch.inputs[0] == expected)
    var fresh = try Session(network, input: "digits:42", seed: 3)
    try perform("label 1", on: &fresh)
    let rows = (10..<18).map(String.init).joined(separator: "+")
    let columns = (20..<32).map(String.init).joined(separator: "+")
    for (channel, value) in ["0.5", "0.25", "0"].enumerated() {
      try perform("set-value input[\(channel),\(rows),\(columns)] \(value)", on: &fresh)
    }
    try perform("finish", on: &fresh)
    #expect(passNumbers(fresh) == passNumbers(session))
  }
}
