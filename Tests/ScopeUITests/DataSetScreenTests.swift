import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// The view of the data set that is trained on.
@Suite("The data set on the screen", .baselineLevel) struct DataSetScreenTests {
  private func explorer(
    columns: Int = 80, rows: Int = 24, with capabilities: Capabilities = .monochrome
  ) throws -> Explorer {
    let session = try Session(
      try NetworkLibrary.open("digits8"), input: "digits:42", seed: 3, data: "digits")
    return Explorer(
      session, size: Size(columns: columns, rows: rows), capabilities: capabilities)
  }

  @Test("It shows parts, normalization and the images of classes, and scrolls through them")
  func classes() throws {
    var explorer = try explorer()
    explorer.perform("data")
    let first = explorer.draw().canvas.text
    for text in [
      "[DATA SET] digits: 1437 images to train with, 360 to test with",
      "images of 1×8×8, 0 to 16, 10 classes", "--mean 0.3054 --deviation 0.3755", "143 train",
      "35 test",
    ] { #expect(first.contains(text), "\(text)") }
    #expect(!first.contains("141 train"))
    for _ in 0..<9 { explorer.perform("down") }
    let last = explorer.draw().canvas.text
    #expect(last.contains("141 train") && !last.contains("146 train"))
    #expect(last != first)
  }

  @Test("Enter opens the selected image")
  func opening() throws {
    var explorer = try explorer()
    for line in ["data", "down", "right", "visit"] { explorer.perform(line) }
    #expect(explorer.session.debugger.setup.input.label == 1)
    #expect(explorer.session.debugger.setup.input.name == "digits:train:11")
  }

  @Test("It fits on screens of any size")
  func sizes() throws {
    for (columns, rows) in [(200, 60), (40, 12), (1, 1), (0, 0)] {
      for capabilities in [Capabilities.monochrome, Capabilities(depth: .truecolor, glyphs: .full)]
      {
        var explorer = try explorer(columns: columns, rows: rows, with: capabilities)
        explorer.perform("data")
        #expect(explorer.draw().canvas.size == Size(columns: columns, rows: rows))
      }
    }
  }

  @Test("I shows the images of the data set that the input is from, the cursor on its class")
  func images() throws {
    var explorer = try explorer()
    explorer.perform("data none")
    explorer.perform("images")
    let screen = explorer.draw().canvas.text
    #expect(screen.contains("[DATA SET] digits"), "\(screen)")
    explorer.perform("down")
    explorer.perform("visit")
    #expect(explorer.session.debugger.setup.input.label == 2)
  }

  @Test("Without a data set it says so")
  func absence() throws {
    var explorer = try explorer()
    explorer.perform("data none")
    explorer.perform("data")
    #expect(explorer.draw().canvas.text.contains("the image alone: digits:42"))
  }
}
