import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Lessons on the screen", .baselineLevel)
struct LessonScreenTests {
  private static let screens: [Capabilities] = [.full, .indexed, .monochrome, .plain]

  @Test("Every lesson is read to its end, and every page fits", arguments: LessonLibrary.names)
  func everyLesson(_ name: String) throws {
    for capabilities in Self.screens {
      var player = try player(with: capabilities)
      var pages = 0
      try player.read(lesson: name) { snapshot in
        pages += 1
        #expect(!snapshot.canvas.text.contains("more: >"), "\(snapshot.name) is too long")
      }
      #expect(pages > 9)
      #expect(player.explorer.lesson == nil)
      #expect(player.explorer.session.network.title == "lenet5")
    }
  }

  @Test(
    "A lesson is drawn on every screen, however small",
    arguments: [(120, 40), (60, 20), (40, 12), (1, 1)])
  func sizes(_ columns: Int, _ rows: Int) throws {
    var player = try player(columns: columns, rows: rows)
    try player.open(lesson: "tour", stop: 8)
    _ = player.explorer.draw()
  }

  @Test("The tour has nineteen stops, the mistakes are seven, the faults ten, the sources five")
  func counts() throws {
    #expect(LessonLibrary.names.count == 8)
    for (name, count) in [("tour", 19), ("mistakes", 7), ("faults", 10), ("notebook", 8)] {
      let lesson = try LessonLibrary.open(name) { _ in }
      #expect(lesson.stops.count == count)
    }
  }

  @Test("What a key does counts as done; anything else does not")
  func keysCount() throws {
    var player = try player()
    try player.open(lesson: "tour", stop: 2)
    #expect(player.explorer.lesson?.page == 0)
    try player.perform(.keys("K"))
    #expect(player.explorer.lesson?.page == 0)
    try player.perform(.keys("<Right>"))
    #expect(player.explorer.lesson?.page == 1)
  }

  @Test("The last page of a lesson says that it ends, not that a stop follows")
  func ending() throws {
    var player = try player()
    var last = ""
    try player.read(lesson: "epynn") { last = $0.canvas.text }
    #expect(last.contains("▶ > ends the lesson") && !last.contains("next stop"))
  }

  @Test(
    "Every lesson is read to its end with wrong answers and with > alone",
    arguments: LessonLibrary.names)
  func wrongAnswers(_ name: String) throws {
    for answersWrongly in [true, false] {
      var player = try player()
      _ = try player.follow(lesson: name, by: try Script("# a reader", file: "t"))
      for _ in 0..<1000 {
        guard let reader = player.explorer.lesson else { break }
        if answersWrongly, reader.question != nil, !reader.isTold {
          try player.perform(.command("answer -12345.5"))
        } else {
          try player.perform(.keys(">"))
        }
        #expect(player.explorer.lessonFailure == nil, "\(name) \(reader.heading)")
      }
      #expect(player.explorer.lesson == nil, "\(name) does not end")
    }
  }

  @Test("A wrong answer gets another try, a second one the working; the right one its reason")
  func answers() throws {
    var player = try player()
    try player.open(lesson: "mistakes")
    try player.play(try Script("answer 1x4x4", file: "t"))
    let first = player.explorer.draw().canvas.text
    #expect(first.contains("not 1x4x4") && !first.contains("1×3×3"))
    #expect(first.contains("> shows the answer"))
    try player.play(try Script("answer 1x5x5", file: "t"))
    let second = player.explorer.draw().canvas.text
    #expect(second.contains("not 1x5x5: 3 rows (1×3×3)"))
    #expect(second.contains("⌊(8 + 0 − 3)/2⌋"))
    try player.play(try Script("answer (1, 3, 3)", file: "t"))
    #expect(player.explorer.draw().canvas.text.contains("right: (1, 3, 3)"))
    #expect(player.explorer.lesson?.page == 0)
    #expect(player.explorer.draw().canvas.text.contains("right: ⌊(8 + 0 − 3)/2⌋ + 1"))
    try player.perform(.keys(">"))
    #expect(player.explorer.lesson?.page == 1)
  }

  @Test("> reminds of what is pending each time, and then does it or tells the answer")
  func pending() throws {
    var player = try player()
    try player.open(lesson: "tour", stop: 2)
    try player.perform(.keys(">"))
    let reminder = "the lesson waits for <Right>; > again does it"
    #expect(player.explorer.draw().canvas.text.contains(reminder))
    try player.perform(.keys(">"))
    #expect(player.explorer.lesson?.page == 1)

    try player.open(lesson: "mistakes")
    try player.perform(.keys(">"))
    #expect(player.explorer.draw().canvas.text.contains("a question is pending"))
    try player.perform(.keys(">"))
    #expect(player.explorer.draw().canvas.text.contains("the answer: 3 rows (1×3×3)"))
    try player.perform(.keys(">"))
    #expect(player.explorer.lesson?.page == 1)
  }

  @Test(
    "A page is shown with its scene, whatever the reader did before, and so is one gone back to")
  func scenes() throws {
    var player = try player()
    try player.open(lesson: "mistakes")
    let scene = try Script("expect lab.shape = 1x3x3", file: "t")
    try player.play(scene)
    try player.perform(.command("lab stride 1"))
    #expect(throws: UserError.self) { try player.play(scene) }
    try player.perform(.command("answer 1x3x3"))
    #expect(player.explorer.lesson?.explanation != nil)
    try player.perform(.keys(">"))
    try player.play(scene)
    try player.perform(.command("lab stride 1"))
    try player.perform(.keys("<lt>"))
    #expect(player.explorer.lesson?.page == 0)
    try player.play(scene)
  }

  @Test("A lesson goes on where it was left")
  func resuming() throws {
    var player = try player()
    #expect(throws: UserError("no lesson was read yet; lesson tour opens the tour")) {
      try player.perform(.command("lesson"))
    }
    try player.open(lesson: "tour", stop: 8)
    try player.perform(.command("leave-lesson"))
    try player.perform(.command("lesson"))
    #expect(player.explorer.lesson?.stop == 7)
  }

  @Test("Leaving brings back what was looked at before")
  func leaving() throws {
    var player = try player("digits8")
    let before = try player.screen(after: "step 3", "keys \"2\"")
    _ = try player.screen(after: "tour 11", "keys \"s q\"")
    let after = player.explorer.draw().canvas
    for row in 0..<22 { #expect(after.line(row) == before.line(row)) }
  }

  @Test("Predicting hides a number and a shape, and shows the working when wrong")
  func predicting() throws {
    var player = try player()
    let hidden = try player.screen(after: "step", "keys \"2 p\"").text
    #expect(hidden.contains("conv1[0,0,0] = ?"))
    let wrong = try player.screen(after: "type \"7\"", "keys \"<Enter>\"").text
    #expect(wrong.contains("not 7: 0.1876737"))
    let shape = try player.screen(after: "keys \"q 1 p\"").text
    #expect(!shape.contains("6×28×28 ──"))
    let right = try player.screen(after: "type \"6x28x28\"", "keys \"<Enter>\"").text
    #expect(right.contains("right: 6x28x28"))
  }

  @Test("Golden screens of stop 8")
  func stop8() throws {
    for (name, capabilities) in [("color", Capabilities.full), ("ascii", .plain)] {
      var player = try player(with: capabilities)
      try player.open(lesson: "tour", stop: 8)
      let canvas = try player.screen(after: "keys \"<Down> >\"")
      Golden.expect(canvas.text, "stop8-\(name)")
    }
  }

  @Test("A long text is divided into lines once, however often it is scrolled")
  func longText() throws {
    try withFolder { folder in
      let text = String(repeating: "word ", count: 2000)
      let path = "\(folder)/long.md"
      try FileContent.write(Array("# Title\n## Stop\n\(text)\n".utf8), to: path)
      var player = try player()
      var (pages, wrappings) = (0, 0)
      try player.open(lesson: path)
      while player.explorer.lesson != nil {
        pages += 1
        _ = player.explorer.draw()
        wrappings = player.explorer.lessonWrappings
        try player.perform(.keys(">"))
      }
      #expect(pages > 10)
      #expect(wrappings == 1)
    }
  }

  @Test("A word that is longer than a line goes on in the next")
  func longWord() throws {
    try withFolder { folder in
      let path = "\(folder)/long.md"
      let word = String(repeating: "0123456789", count: 12)
      try FileContent.write(Array("# Title\n## Stop\na `\(word)` b\n".utf8), to: path)
      var player = try player()
      try player.open(lesson: path)
      let text = player.explorer.draw().canvas
      let pane = (0..<24).map { String(text.line($0).prefix(36)) }.joined()
      #expect(pane.filter(\.isNumber).contains(word))
    }
  }
}
