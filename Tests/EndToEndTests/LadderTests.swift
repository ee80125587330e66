import TestSupport
import TestTerminals
import Testing

/// Every step of the ladder from true color down to plain ASCII.
@Suite("From true color down to plain ASCII")
struct LadderTests {
  @Test(
    "A terminal that cannot show the screen is named, and commands are answered in lines",
    arguments: ["dumb", "no-such-terminal"])
  func lines(term: String) throws {
    let terminal = try PseudoTerminal(
      Program.path, environment: Program.environment(term: term), columns: 200,
      answers: false)
    try terminal.wait("where it begins") { $0.text.contains("input, 32 by 32, largest ") }
    #expect(terminal.screen.text.contains("TERM=\(term)"))
    terminal.send("finish\ndescribe conv2 3\n")
    try terminal.wait("a map in words") { $0.text.contains("conv2, map 3 of 16: largest ") }
    terminal.send("quit\n")
    #expect(terminal.waitForEnd() == .status(0))
    #expect(terminal.modesAreRestored)
  }

  @Test(
    "Colors and Unicode are used",
    arguments: [
      "xterm-256color", "screen-256color", "tmux-256color", "xterm", "screen", "linux",
    ])
  func colorsAndUnicode(term: String) throws {
    let terminal = try Program.explorer(term: term)
    let pens = Set(terminal.screen.cells.joined().map(\.pen))
    #expect(pens.contains { $0.background >= 0 || $0.foreground >= 0 })
    #expect(terminal.screen.text.contains("─"))
    #expect(terminal.screen.unknown.isEmpty, "\(terminal.screen.unknown)")
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
  }

  @Test("Without Unicode only ASCII is sent", arguments: ["vt100", "xterm-256color"])
  func withoutUnicodeOnlyASCIIIsSent(term: String) throws {
    let terminal = try Program.explorer(term: term, language: "C")
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    #expect(terminal.screen.text.contains("─"), "lines of the terminal's own set")
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
  }

  @Test("ASCII can be forced")
  func asciiCanBeForced() throws {
    let terminal = try Program.explorer(["--ascii"])
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    #expect(!terminal.screen.text.contains("─"))
  }

  @Test("NO_COLOR is obeyed")
  func noColorIsObeyed() throws {
    let terminal = try Program.explorer(more: ["NO_COLOR": "1"])
    let pens = Set(terminal.screen.cells.joined().map(\.pen))
    #expect(pens.allSatisfy { $0.background == -1 && $0.foreground == -1 })
    #expect(pens.contains { !$0.attributes.isEmpty }, "the selection is seen without colors")
  }

  @Test("It works in tmux", .enabled(if: TmuxSession.isInstalled, "tmux is not installed"))
  func inTmux() throws {
    let window = try TmuxSession("TERM=screen-256color LANG=C.UTF-8 \(Program.path)")
    try window.wait("the first picture is there", styles: true) {
      $0.contains("cnnscope") && $0.contains("48;5;")
    }
    try window.resize(columns: 1, rows: 1)
    try window.resize(columns: 80, rows: 24)
    try window.wait("the picture is back") { $0.contains("cnnscope") }
    try window.press("q")
    #expect(try window.waitForEnd() == 0)
  }
}
