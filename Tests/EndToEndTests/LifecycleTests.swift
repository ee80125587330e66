import CPty
import Glibc
import TestSupport
import TestTerminals
import Testing

/// Whatever happens, the shell gets its terminal back as it was.
@Suite("The shell gets its terminal back")
struct LifecycleTests {
  @Test("A key leaves")
  func quitByKey() throws {
    let terminal = try Program.explorer()
    #expect(terminal.screen.isAlternate)
    #expect(!terminal.modesAreRestored)
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("Other keys leave, too", arguments: ["Q", "\u{03}\u{03}", ":quit\r"])
  func otherKeys(keys: String) throws {
    let terminal = try Program.explorer()
    terminal.send(keys)
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("A signal from outside asks first")
  func interruptedFromOutside() throws {
    let terminal = try Program.explorer()
    terminal.signal(SIGINT)
    try terminal.wait("it asks") { $0.text.contains("press C-c again") }
    terminal.signal(SIGINT)
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("A run is paused")
  func aRunIsPaused() throws {
    let terminal = try Program.explorer(["digits8"])
    terminal.send(":train 1000000\r")
    try terminal.wait("it runs") { $0.text.contains("C-c stops") }
    terminal.send("\u{03}")
    try terminal.wait("it is paused") { $0.text.contains("paused") }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("A signal ends it and restores the terminal", arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func endedBySignal(number: Int32) throws {
    let terminal = try Program.explorer()
    terminal.signal(number)
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("A crash of another thread restores the terminal", arguments: [SIGSEGV, SIGABRT])
  func crashOfAnotherThread(number: Int32) throws {
    let terminal = try Program.explorer(program: Program.threadedScreen)
    #expect(terminal.signalWorker(number), "there is no worker to signal")
    #expect(terminal.waitForEnd() == .signal(number))
    terminal.expectRestored()
  }

  @Test("A crash of a worker restores the terminal", arguments: [SIGSEGV, SIGBUS, SIGFPE, SIGABRT])
  func crashOfAWorker(number: Int32) throws {
    let terminal = try Program.explorer(["--threads", "3"])
    #expect(terminal.signalWorker(number), "there is no worker to signal")
    #expect(terminal.waitForEnd() == .signal(number))
    terminal.expectRestored()
  }

  @Test("The terminal goes away")
  func theTerminalGoesAway() throws {
    let terminal = try Program.explorer()
    terminal.hangUp()
    #expect(terminal.endWithoutTerminal() == .status(0))
  }

  @Test("It is stopped and continued from outside")
  func stoppedAndContinuedFromOutside() throws {
    let terminal = try Program.explorer()
    terminal.signal(SIGSTOP)
    terminal.signal(SIGCONT)
    terminal.resize(columns: 100, rows: 30)
    try terminal.wait("it was painted for 100×30") { $0.isFull }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  /// In a shell with job control; the pseudo terminal's own child could not be stopped.
  @Test("It is suspended and continued in a shell")
  func suspendedAndContinuedInAShell() throws {
    let shell = try Program.shellWithStoppedExplorer()
    #expect(shell.screen.cursorIsVisible)
    shell.send("echo mark$((6*7))\n")
    try shell.wait("the shell works") { $0.text.contains("mark42") }
    shell.send("fg\n")
    try shell.wait("the picture is back") { $0.isAlternate && $0.showsExplorer }
    shell.send("q")
    try shell.wait("it has ended") { !$0.isAlternate }
    shell.send("exit\n")
    #expect(shell.waitForEnd() == .status(0))
  }

  /// In the background it may not touch the terminal: it stops until it is brought back.
  @Test(
    "It is sent to the background and comes back",
    arguments: [("", "Q"), (":data digits\r:train 1000000\r", "\u{03}Qd")])
  func sentToTheBackground(before: String, leaving: String) throws {
    let shell = try PseudoTerminal(
      "/bin/bash", ["--norc", "--noprofile", "-i"],
      environment: Program.environment(more: ["PS1": "shell> "]))
    try shell.wait("there is a prompt") { $0.text.contains("shell>") }
    shell.send("\(Program.path) digits8\n")
    try shell.wait("the first picture is there") { $0.isAlternate && $0.showsExplorer }
    shell.send(before)
    if !before.isEmpty { try shell.wait("it trains") { $0.text.contains("C-c stops") } }
    shell.send("\u{1A}")
    try shell.wait("it is stopped") { !$0.isAlternate && $0.text.contains("Stopped") }
    shell.send("bg\n")
    shell.send("echo mark$((6*7)); stty -a | grep -c ' icanon'\n")
    try shell.wait("the shell works") { $0.text.contains("mark42\n1") }
    #expect(!shell.screen.isAlternate)
    shell.send("fg\n")
    try shell.wait("the picture is back") { $0.isAlternate && $0.showsExplorer }
    shell.send(leaving)
    try shell.wait("it has ended") { !$0.isAlternate }
    shell.send("echo end$((6*8)); exit\n")
    try shell.wait("the shell works") { $0.text.contains("end48") }
    #expect(shell.waitForEnd() == .status(0))
    #expect(shell.screen.cursorIsVisible)
  }

  @Test("Every size survives")
  func everySizeSurvives() throws {
    let terminal = try Program.explorer()
    for (columns, rows) in [(1, 1), (200, 60), (3, 50), (50, 3), (2, 2), (80, 24)] {
      terminal.resize(columns: columns, rows: rows)
    }
    try terminal.wait("the picture is back") { $0.showsExplorer }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("Too small a terminal is said, and not the end")
  func tooSmallIsSaidAndNotTheEnd() throws {
    let terminal = try PseudoTerminal(
      Program.path, environment: Program.environment(), columns: 20, rows: 5)
    try terminal.wait("it says what it has") { $0.text.contains("20x5") }
    terminal.resize(columns: 80, rows: 24)
    try terminal.wait("the picture is there") { $0.showsExplorer }
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
  }
}
