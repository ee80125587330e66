import ModelFiles
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("What a lesson hides and shows of a question", .baselineLevel)
struct LessonQuestionTests {
  /// A player that reads a lesson of these lines.
  private func reader(_ lines: String...) throws -> Player {
    try withFolder { folder in
      let path = "\(folder)/question.md"
      let text = ["# A", "## B", "Words", "```scope", "open digits8 digits:42"] + lines + ["```"]
      try FileContent.write(Array(text.joined(separator: "\n").utf8), to: path)
      var player = try player()
      try player.open(lesson: path)
      return player
    }
  }

  private func window() throws -> Player {
    try reader(
      "lab reset", "lab size 7", "lab weights identity", "lab bias 3", "lab at 3,1",
      "ask \"Which number is output [3,1]?\" lab.cell", "```", "Last words", "```scope",
      "expect lab.cell = 9")
  }

  @Test("The asked cell stays hidden wherever the window is, and no other does")
  func pinnedCell() throws {
    var player = try window()
    let first = player.explorer.draw().canvas.text
    #expect(first.contains("6[ ?] 6 11  6") && first.contains("y[0,3,1] = ?"))
    try player.perform(.keys("<Right>"))
    let second = player.explorer.draw().canvas.text
    #expect(second.contains("6  ?[ 6]11  6") && second.contains("y[0,3,2] = 6"))
  }

  @Test("A told answer is shown beside what was asked about")
  func toldCell() throws {
    var player = try window()
    try player.perform(.keys("<Right> > >"))
    let text = player.explorer.draw().canvas.text
    #expect(text.contains("the answer: 9") && text.contains("6[ 9] 6 11  6"))
    try player.perform(.keys("<Right>"))
    #expect(player.explorer.draw().canvas.text.contains("6  9[ 6]11  6"))
    try player.perform(.keys(">"))
    #expect(player.explorer.lesson?.page == 1)
    #expect(player.explorer.draw().canvas.text.contains("6[ 9] 6 11  6"))
  }

  @Test("A wrong answer for the second time goes back to the asked cell, too")
  func wrongTwice() throws {
    var player = try window()
    try player.perform(.keys("<Right>"))
    for _ in 0..<2 { try player.perform(.command("answer 6")) }
    let text = player.explorer.draw().canvas.text
    #expect(text.contains("not 6: 9") && text.contains("6[ 9] 6 11  6"))
  }

  @Test("The asked cell of a backward pass stays hidden in both results")
  func pinnedGradient() throws {
    var player = try reader(
      "lab reset", "lab size 4", "lab pass dx", "lab at 1,1", "ask \"dX[1,1]?\" lab.cell")
    try player.perform(.keys("<Right>"))
    let text = player.explorer.draw().canvas.text
    #expect(text.count { $0 == "?" } == 2 + 2)
    #expect(text.contains("dx[0,1,2] ="))
  }

  @Test("A number of a network is hidden where it is asked for, whatever is selected")
  func pinnedNumber() throws {
    var player = try reader(
      "step", "go conv1[0,2,3]", "pane maps", "ask \"What is it?\" conv1[0,2,3]")
    #expect(player.explorer.draw().canvas.text.contains("conv1[0,2,3] = ?"))
    try player.perform(.command("go conv1[0,2,4]"))
    let text = player.explorer.draw().canvas.text
    #expect(!text.contains("conv1[0,2,4] = ?") && text.contains("??"))
  }

  @Test("With a shape all shapes are hidden that follow from it")
  func shapes() throws {
    let player = try reader("pane layers", "ask \"How many rows?\" conv1.shape")
    let text = player.explorer.draw().canvas.text
    for layer in ["conv1 1 3x3", "relu1", "flatten1"] {
      #expect(text.lines(with: layer).allSatisfy { $0.trimmedEnd.hasSuffix("?") }, "\(layer)")
    }
    for layer in ["linear1 10", "relu2", "linear2 10"] {
      #expect(text.lines(with: layer).allSatisfy { $0.trimmedEnd.hasSuffix(" 10") }, "\(layer)")
    }
  }

  @Test("The lab keeps the shape of the image while that of the output is asked for")
  func labShape() throws {
    var player = try reader("lab reset", "lab size 6", "ask \"How many rows?\" lab.shape")
    #expect(player.explorer.draw().canvas.text.contains("1×6×6 → ?"))
    try player.perform(.keys("> >"))
    #expect(player.explorer.draw().canvas.text.contains("the answer: 4 rows (1×4×4)"))
  }

  @Test("A minus begins an answer, and a point where it means nothing else")
  func signs() throws {
    for keys in ["- 5 <Enter>", ". 5 <Enter>"] {
      var player = try reader("lab reset", "ask \"How many?\" 3")
      try player.perform(.keys(keys))
      let typed = keys.hasPrefix("-") ? "-5" : ".5"
      #expect(player.explorer.lessonAttempts.map(\.typed) == [typed])
    }
    var player = try reader("step", "open conv1[0,2,3]", "ask \"How many?\" 3")
    try player.perform(.keys("."))
    #expect(player.explorer.lessonAttempts.isEmpty)
    #expect(player.explorer.draw().canvas.text.contains("MICROSCOPE"))
  }

  @Test("Behind a told answer > turns the page, where only the author expects something")
  func expectations() throws {
    var player = try reader("ask \"How many?\" 3", "expect step = 0", "```", "More", "```scope")
    try player.perform(.keys("> > >"))
    #expect(player.explorer.lesson?.page == 1)
  }

  @Test("A command that is longer than a line of the text goes on in the next")
  func longCommand() throws {
    let player = try reader("do set-value input[0] 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8")
    let canvas = player.explorer.draw().canvas
    let pane = (0..<24).map { String(canvas.line($0).prefix(30)) }.joined(separator: "\n")
    #expect(pane.contains("▶ type") && pane.contains("7 8") && !pane.contains("…"))
  }
}

extension String {
  /// The lines that contain a text.
  fileprivate func lines(with text: String) -> [Substring] {
    split(separator: "\n").filter { $0.contains(text) }
  }
}

extension Substring {
  fileprivate var trimmedEnd: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
