import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Reading on and back in a lesson, and answering", .baselineLevel)
struct LessonReadingTests {
  /// A lesson of two stops in a file.
  private static let stops = """
    # Two
    ## First
    The first page.
    ```scope
    open digits8 digits:42
    lab reset
    lab stride 2
    do lab pad 1 | slide right
    ```
    The second page.
    ```scope
    lab stride 1
    ask "How many rows?" 8
    because 6 + 2 = 8
    ```
    The third page.
    ```scope
    ask "And columns?" 8
    ```
    """

  private func reader(of text: String) throws -> Player {
    try withFolder { folder in
      let path = "\(folder)/two.md"
      try FileContent.write(Array(text.utf8), to: path)
      var player = try player()
      try player.open(lesson: path)
      return player
    }
  }

  @Test("What a task did is seen until the reader goes on to a page with a scene of its own")
  func seen() throws {
    var player = try reader(of: Self.stops)
    try player.perform(.keys("<Right>"))
    #expect(player.explorer.lesson?.page == 0 && player.explorer.lesson?.next == nil)
    #expect(player.explorer.session.lab?.setting.stride == 2)
    try player.perform(.keys(">"))
    #expect(player.explorer.lesson?.page == 1)
    #expect(player.explorer.session.lab?.setting.stride == 1)
  }

  @Test("< goes back one page, and a question that was answered is not asked again")
  func back() throws {
    var player = try reader(of: Self.stops)
    try player.perform(.keys("<Right> > 6"))
    try player.perform(.keys("+ 2 <Enter>"))
    #expect(player.explorer.draw().canvas.text.contains("right: 6+2 = 8"))
    try player.perform(.keys(">"))
    #expect(player.explorer.lesson?.page == 2)
    try player.perform(.keys("<lt>"))
    #expect(player.explorer.lesson?.page == 1 && player.explorer.lesson?.question == nil)
    #expect(player.explorer.draw().canvas.text.contains("right: 6 + 2 = 8"))
    try player.perform(.keys("<lt>"))
    #expect(player.explorer.lesson?.page == 0)
    #expect(player.explorer.session.lab?.setting.stride == 2)
  }

  @Test("A digit begins the answer to a question that is pending, and changes nothing else")
  func typing() throws {
    var player = try reader(of: Self.stops)
    try player.perform(.keys("<Right> > 7"))
    #expect(player.explorer.draw().canvas.text.contains("7"))
    try player.perform(.keys("<Enter>"))
    #expect(player.explorer.lesson?.tries == 1)
    #expect(player.explorer.lesson?.attempts.map(\.typed) == ["7"])
  }

  @Test("A recording in which the reader goes on at a question is judged to its end")
  func judging() throws {
    try withFolder { folder in
      let path = "\(folder)/two.md"
      try FileContent.write(Array(Self.stops.utf8), to: path)
      var player = try player()
      let recording = try Script(
        "lab pad 1\nread-on\nread-on\nread-on\nanswer 8\nread-on\nanswer 8", file: "t")
      let attempts = try player.follow(lesson: path, by: recording).attempts
      #expect(attempts.map(\.question) == ["How many rows?", "How many rows?", "And columns?"])
      #expect(attempts.map(\.isRight) == [false, false, true])
      #expect(attempts.map(\.isTold) == [true, true, false])
    }
  }

  @Test("< brings back the view that a page speaks of, where the reader has left it")
  func leftScene() throws {
    var player = try reader(of: Self.stops)
    try player.perform(.command("close"))
    #expect(player.explorer.draw().canvas.text.contains("< brings the page's view back"))
    try player.perform(.keys("<lt>"))
    #expect(player.explorer.lesson?.page == 0)
    #expect(player.explorer.draw().canvas.text.contains("[LAB]"))
    #expect(!player.explorer.draw().canvas.text.contains("brings the page's view back"))
  }

  @Test(
    "< brings back what a page speaks of, whatever the reader has changed of it",
    arguments: ["restart", "finish", "step", "pane next", "show weights", "open fcn digits:3"])
  func changedScene(_ command: String) throws {
    var player = try player()
    try player.open(lesson: "tour", stop: 12)
    let before = player.explorer.draw().canvas.text
    try player.perform(.command(command))
    let after = player.explorer.draw().canvas.text
    #expect(after.contains("< brings the page's view back"))
    #expect(player.explorer.lesson?.page == 0)
    try player.perform(.keys("<lt>"))
    let back = player.explorer.draw().canvas.text
    #expect(player.explorer.lesson?.page == 0)
    #expect(!back.contains("brings the page's view back"))
    #expect(back.split(separator: "\n").prefix(20) == before.split(separator: "\n").prefix(20))
  }

  @Test("Every lesson goes on at the page where it was left, with what stood beside it")
  func places() throws {
    try withFolder { folder in
      let path = "\(folder)/two.md"
      try FileContent.write(Array(Self.stops.utf8), to: path)
      var player = try player()
      try player.perform(.command("lesson \(path)"))
      try player.perform(.keys("<Right> > 9"))
      try player.perform(.keys("<Enter>"))
      let page = player.explorer.draw().canvas.text
      #expect(page.contains("not 9"))
      try player.perform(.command("lesson tour 8"))
      try player.perform(.command("lesson notebook"))
      #expect(player.explorer.lesson?.stop == 0)
      try player.perform(.command("leave-lesson"))
      #expect(player.explorer.session.lab == nil)
      try player.perform(.command("lesson tour"))
      #expect(player.explorer.draw().canvas.text.contains("the tour goes on at stop 8"))
      try player.perform(.command("lesson \(path)"))
      #expect(player.explorer.lesson?.page == 1 && player.explorer.lesson?.tries == 1)
      #expect(player.explorer.session.lab?.setting.stride == 1)
      #expect(player.explorer.draw().canvas.text.contains("goes on at stop 1,"))
      #expect(player.explorer.lessonAttempts.count == 1)
      try player.perform(.command("lesson \(path) 1"))
      #expect(player.explorer.lesson?.page == 0)
    }
  }

  @Test("The tour goes on at the stop where it was left, and says so")
  func tour() throws {
    var player = try player()
    try player.perform(.command("tour 8"))
    try player.perform(.command("leave-lesson"))
    #expect(player.explorer.draw().canvas.text.contains(":tour goes on at stop 8"))
    try player.perform(.command("tour"))
    #expect(player.explorer.lesson?.stop == 7)
    try player.perform(.command("tour 1"))
    #expect(player.explorer.lesson?.stop == 0)
  }
}
