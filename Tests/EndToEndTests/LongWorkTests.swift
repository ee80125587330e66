import Glibc
import ModelFiles
import TestSupport
import TestTerminals
import Testing

/// A phase that takes seconds: the screen stays alive meanwhile, and C-c ends it.
@Suite("Long work")
struct LongWorkTests {
  /// Its second convolution has forty thousand million products.
  private static let network = """
    input 1x160x160
    conv 64 3x3 pad same
    conv 512 7x7 pad same

    """

  /// The explorer in the middle of that convolution.
  private func computing() throws -> PseudoTerminal {
    let path = "/tmp/cnnscope-long-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).cnn"
    try FileContent.write(Array(Self.network.utf8), to: path)
    defer { remove(path) }
    let terminal = try Program.explorer([path, "--threads", "3"], columns: 100)
    terminal.send("s")
    try terminal.wait("the first phase is done") { $0.text.contains("FORWARD 1/") }
    terminal.send("s")
    try terminal.wait("it is said what is computed") { $0.text.contains("computing conv2 forward") }
    return terminal
  }

  @Test("What is looked at can be changed, other keys wait, and C-c ends it")
  func interrupted() throws {
    let terminal = try computing()
    terminal.send("k")
    try terminal.wait("another layer is selected") { $0.text.contains("─input activation") }
    terminal.send("s")
    terminal.resize(columns: 90, rows: 30)
    try terminal.wait("it is painted anew") { $0.isFull }
    terminal.send("\u{03}")
    try terminal.wait("it is paused") { $0.text.contains("paused; s continues") }
    #expect(terminal.screen.text.contains("FORWARD 1/"), "the phase was not done")
    terminal.send("q")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("Signals are obeyed meanwhile", arguments: [SIGTERM, SIGHUP])
  func ended(number: Int32) throws {
    let terminal = try computing()
    terminal.signal(number)
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test(
    "A crash of the thread that computes restores the terminal", arguments: [SIGSEGV, SIGABRT])
  func crash(number: Int32) throws {
    let terminal = try computing()
    #expect(terminal.signalWorker(number), "there is no worker to signal")
    #expect(terminal.waitForEnd() == .signal(number))
    terminal.expectRestored()
  }

  @Test("A run that the command line begins is stopped, and what follows it is skipped")
  func beginning() throws {
    let terminal = try Program.explorer(
      ["digits8", "-c", "data digits", "-c", "train 1000000", "-c", "go conv1"], columns: 120)
    try terminal.wait("it trains") { $0.text.contains("C-c stops") && $0.text.contains("training") }
    terminal.send("\u{03}")
    try terminal.wait("it is stopped") { $0.text.contains("paused") }
    #expect(terminal.screen.text.contains("skipped: go conv1"))
    terminal.send("Qd")
    #expect(terminal.waitForEnd() == .status(0))
    terminal.expectRestored()
  }

  @Test("What is refused is said with its command, and what follows is done")
  func refused() throws {
    let terminal = try Program.explorer(
      ["digits8", "-c", "label none", "-c", "run", "-c", "go conv1"], columns: 120)
    try terminal.wait("the refusal is said") { $0.text.contains("run: digits:42 has no label") }
    #expect(terminal.screen.text.contains("─conv1 activation"))
  }

  @Test("A mistake names the command, and what is skipped")
  func mistaken() throws {
    let terminal = try Program.explorer(
      ["digits8", "-c", "fnord", "-c", "go conv1", "-c", "step"], columns: 120)
    try terminal.wait("the mistake is said") {
      $0.text.contains("fnord: there is no command") && $0.text.contains("skipped: go conv1, step")
    }
  }
}
