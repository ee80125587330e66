import Glibc
import TestSupport
import TestTerminals
import Testing

/// The line mode of `--plain` in a real terminal, and on a pipe.
@Suite("Lines instead of a screen")
struct LineModeTests {
  private func lines(_ arguments: [String] = []) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      Program.path, ["--plain"] + arguments, environment: Program.environment(), columns: 100)
    try terminal.wait("it waits for a line") { $0.lines.contains { $0.hasPrefix(">") } }
    return terminal
  }

  @Test("A training is interrupted, and the prompt is back")
  func interrupted() throws {
    let terminal = try lines(["digits8"])
    terminal.send("data digits\ntrain 1000000\n")
    try terminal.wait("the data are there") { $0.text.contains("1437 images") }
    try terminal.wait("it trains") { $0.text.contains("to go, loss") }
    terminal.send("\u{03}")
    try terminal.wait("it is paused") { $0.text.contains("paused; t resumes training") }
    terminal.send("where\n")
    try terminal.wait("lines are read again") { $0.text.contains("checksum") }
    terminal.send("quit\n")
    try terminal.wait("it asks") { $0.text.contains("save-and-leave FILE keeps it") }
    terminal.send("discard\n")
    #expect(terminal.waitForEnd() == .status(0))
    #expect(terminal.modesAreRestored)
  }

  @Test("An interrupt at the prompt asks, and the second one leaves")
  func twice() throws {
    let terminal = try lines()
    terminal.send("\u{03}")
    try terminal.wait("it asks") { $0.text.contains("press C-c again, or Q, to leave") }
    terminal.send("\u{03}")
    #expect(terminal.waitForEnd() == .status(0))
    #expect(terminal.modesAreRestored)
  }

  @Test("The end of input leaves")
  func end() throws {
    let terminal = try lines()
    terminal.send("\u{04}")
    #expect(terminal.waitForEnd() == .status(0))
  }

  @Test("A lesson is opened at the start, and lines are divided between words")
  func lesson() throws {
    let terminal = try lines(["--lesson", "tour"])
    try terminal.wait("its first page") { $0.text.contains("to do: type slide right") }
    #expect(terminal.screen.text.contains("stop 1 of 19, An image is an array, page 1 of 4"))
    #expect(terminal.screen.lines.allSatisfy { $0.count < 100 })
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    terminal.send("quit\n")
    #expect(terminal.waitForEnd() == .status(0))
  }

  @Test("Unsaved training is kept where the program is ended from outside, or input ends")
  func kept() throws {
    try withFolder { folder in
      let input = "data digits\ntrain 5\n"
      let run = try Program.run(
        ["--plain", "digits8"], input: input, environment: ["XDG_STATE_HOME": folder])
      #expect(run.status == 0)
      #expect(run.error.contains("unsaved training up to step 5 was written to"), "\(run.error)")
    }
  }

  @Test("On a pipe, --plain reads lines without a prompt; without it, repl does as before")
  func pipes() throws {
    let plain = try Program.run(["--plain", "digits8"], input: "finish\nfnord\ngo conv1[0,2,2]")
    #expect(plain.status == 0)
    #expect(plain.output.contains("\nconv1, "), "\(plain.output)")
    #expect(!plain.output.contains("> "))
    #expect(plain.error.contains("there is no command \"fnord\""))
    let repl = try Program.run(["digits8"], input: "finish\n")
    #expect(repl.output.hasPrefix("step 0 ∙ "), "\(repl.output)")
  }

  @Test("What is opened at the start and cannot be is one sentence")
  func mistakes() throws {
    let run = try Program.run(["--plain", "--lesson", "nowhere.md"], input: "")
    #expect(run.status == 1)
    #expect(run.error.contains("nowhere.md"), "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
  }
}
