import Glibc
import TestSupport
import TestTerminals
import Testing

/// What was learned and is in no file: kept, discarded, or the program is not left.
@Suite("Leaving a training")
struct SavingTests {
  /// The explorer, which has trained and is asked to end.
  private func asked() throws -> PseudoTerminal {
    let terminal = try Program.explorer(["-c", "data digits", "digits8"])
    terminal.send(":train 2\r")
    try terminal.wait("it has trained") { $0.text.contains("end of step 1") }
    terminal.send("q")
    try terminal.wait("it asks") { $0.text.contains("k save to a file") }
    return terminal
  }

  @Test("Cancelled")
  func stays() throws {
    let terminal = try asked()
    terminal.send("c")
    try terminal.wait("it stays") { $0.text.contains("still here") }
    terminal.send("Qd")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("Kept, after a disk that was full")
  func kept() throws {
    let path = "/tmp/cnnscope-kept-\(getpid()).safetensors"
    defer { remove(path) }
    let terminal = try asked()
    terminal.send("k\u{15}/dev/full\r")
    try terminal.wait("it is said") { $0.text.contains("the disk is full") }
    terminal.send("k\u{15}\(path)\r")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
    #expect(access(path, R_OK) == 0)
  }

  @Test("A signal leaves without asking")
  func signalled() throws {
    let terminal = try asked()
    terminal.signal(SIGTERM)
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }
}
