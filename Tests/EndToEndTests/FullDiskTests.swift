import Glibc
import TestSupport
import TestTerminals
import Testing

/// A disk that is full, or a limit of file sizes: said in a sentence, on a screen that still works.
@Suite("Saving where there is no room")
struct FullDiskTests {
  @Test("In the explorer")
  func explorer() throws {
    let terminal = try Program.explorer(["digits8"])
    terminal.send(":save /dev/full\r")
    try terminal.wait("it is said") { $0.text.contains("/dev/full: not written: the disk is full") }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("With a limit of file sizes, in the explorer")
  func limit() throws {
    let path = "/tmp/cnnscope-limit-\(getpid())"
    let terminal = try PseudoTerminal(
      "/bin/bash", ["-c", "ulimit -f 1; exec \(Program.path)"],
      environment: Program.environment(), columns: 120)
    try terminal.wait("the first picture is there") { $0.showsExplorer }
    terminal.send(":save \(path)\r")
    try terminal.wait("it is said") { $0.text.contains("larger than the system allows") }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
    #expect(access(path, F_OK) != 0, "nothing is left of it")
  }

  @Test("Without a screen")
  func verb() throws {
    let terminal = try PseudoTerminal(
      "/bin/bash",
      [
        "-c",
        "ulimit -f 1; exec \(Program.path) run lenet5 digits:42 "
          + "--dump /tmp/cnnscope-limit-\(getpid()).npz",
      ], environment: Program.environment(), columns: 200)
    #expect(terminal.waitForEnd() == .status(1))
    #expect(terminal.screen.text.contains("larger than the system allows"))
  }
}
