import TestSupport
import TestTerminals
import Testing

/// Terminals that this machine's terminfo does not know, and what is sent to which.
@Suite("Families of terminals")
struct FamilyTests {
  @Test(
    "One that is unknown here, and answers, is used like what it resembles",
    arguments: ["xterm-kitty", "xterm-ghostty", "foot", "made-up-256color"])
  func unknown(term: String) throws {
    let terminal = try Program.explorer(term: term)
    #expect(Set(terminal.screen.cells.joined().map(\.pen)).count > 4, "there are no colors")
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("One that is unknown and does not answer is named, with what usually fits")
  func silent() throws {
    let terminal = try PseudoTerminal(
      Program.path, environment: Program.environment(term: "xterm-kitty"), columns: 200,
      answers: false)
    try terminal.wait("the line mode") { $0.text.contains("help says what can be typed") }
    #expect(terminal.screen.text.contains("TERM=xterm-256color fits most terminals"))
    terminal.send("quit\n")
    #expect(terminal.waitForEnd() == .status(0))
    #expect(terminal.modesAreRestored)
  }

  @Test(
    "Without an answer only sequences of the entry are sent",
    arguments: [
      ("vt100", [], "\u{1B}Z"), ("linux", [], "\u{1B}[c"), ("screen-256color", [], "\u{1B}[c"),
      ("xterm-256color", [2004], "\u{1B}[c"), ("tmux-256color", [2004], "\u{1B}[c"),
    ] as [(String, Set<Int>, String)])
  func sent(term: String, modes: Set<Int>, request: String) throws {
    let terminal = try Program.explorer(term: term, answers: false)
    #expect(terminal.screen.modes.intersection([2004, 2026, 1000, 1006]) == modes)
    let output = String(decoding: terminal.output, as: UTF8.self)
    #expect(output.contains(request))
    #expect(!output.contains("\u{1B}[5n"))
    #expect(!output.contains("2026"))
    #expect(output.contains("\u{1B}]11;?") == (term == "xterm-256color"))
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("Pictures are synchronized once the terminal has said that it can")
  func synchronized() throws {
    let terminal = try Program.explorer()
    try terminal.wait("it is asked") { _ in
      String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?2026$p")
    }
    terminal.send("\u{0C}?")
    try terminal.wait("a picture is wrapped") { _ in
      String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?2026h")
    }
    terminal.send("qQ")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }
}
