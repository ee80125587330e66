import Glibc
import TestSupport
import TestTerminals
import Testing

/// Signals that end a process: the terminal comes back, and a line says what happened.
@Suite("Deadly signals")
struct DeadlySignalTests {
  private static let faults = [SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE]
  private static let others = [
    SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGSYS, SIGVTALRM, SIGPROF, SIGIO, SIGSTKFLT, SIGPWR,
  ]
  /// The first and the last real-time signal that the C library leaves to programs.
  private static let realTime: [Int32] = [34, 50, 64]

  @Test("Each restores the terminal", arguments: faults + others + realTime)
  func restored(number: Int32) throws {
    let terminal = try Program.explorer()
    terminal.signal(number)
    #expect(terminal.waitForEnd() == .signal(number))
    terminal.expectRestored()
    let name = Self.realTime.contains(number) ? "a real-time signal" : "SIG"
    #expect(terminal.screen.text.contains("cnnscope: ended by \(name)"))
  }

  @Test("A closed pipe and a full quota are no end", arguments: [SIGPIPE, SIGXFSZ])
  func ignored(number: Int32) throws {
    let terminal = try Program.explorer()
    terminal.signal(number)
    terminal.send(":where\r")
    try terminal.wait("it goes on") { $0.text.contains("step 0") }
    terminal.send("qQ")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("Saving into a pipe whose reader has gone is a sentence")
  func brokenPipe() throws {
    let path = "/tmp/cnnscope-pipe-\(getpid())"
    mkfifo(path, 0o600)
    defer { unlink(path) }
    let reader = try PseudoTerminal(
      "/bin/sh", ["-c", "head -c 10 \(path) > /dev/null"], environment: Program.environment())
    let terminal = try Program.explorer()
    terminal.send(":save \(path)\r")
    try terminal.wait("it is said") { $0.text.contains("Broken pipe") }
    #expect(reader.waitForEnd() == .status(0))
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("One request ends it on a terminal that takes no output", arguments: [SIGTERM, SIGHUP])
  func stalled(number: Int32) throws {
    let terminal = try Program.explorer()
    terminal.stall()
    terminal.signal(number)
    #expect(terminal.endWithoutTerminal() == .status(0))
    terminal.stall(false)
    #expect(terminal.modesAreRestored)
  }

  @Test("Two requests end it in the middle of a picture that is not taken")
  func stalledInAPicture() throws {
    let terminal = try Program.explorer()
    terminal.stall()
    terminal.send("\u{0C}\u{0C}\u{0C}")
    terminal.signal(SIGTERM)
    terminal.signal(SIGTERM)
    #expect(terminal.endWithoutTerminal() == .status(0))
    terminal.stall(false)
    #expect(terminal.modesAreRestored)
  }

  @Test("A crash while the shell has the terminal leaves it alone")
  func suspended() throws {
    let shell = try Program.shellWithStoppedExplorer()
    shell.send("kill -USR1 %1; kill -CONT %1; wait; echo mark$((6*7))\n")
    try shell.wait("the shell works") { $0.text.contains("mark42") }
    #expect(!shell.screen.isAlternate)
    #expect(!shell.screen.text.contains("ended by"))
    shell.send("exit\n")
    #expect(shell.waitForEnd() == .status(0))
  }
}
