import Glibc
import TestSupport
import TestTerminals
import Testing

/// A training without a screen, on a terminal.
@Suite("train")
struct TrainTests {
  private func train(_ options: [String]) throws -> PseudoTerminal {
    try PseudoTerminal(
      Program.path, ["train", "digits8", "--data", "digits"] + options,
      environment: Program.environment())
  }

  @Test("A bar shows how far it is; C-c keeps what was learned so far and says where")
  func interrupted() throws {
    let (weights, log) = ("/tmp/cnnscope-train-\(getpid()).st", "/tmp/cnnscope-train-\(getpid())")
    defer { for path in [weights, log] { unlink(path) } }
    let terminal = try train(["--epochs", "900000", "--save", weights, "--log", log])
    try terminal.wait("the bar is there") { $0.text.contains("steps, loss") }
    terminal.send("\u{03}")
    #expect(terminal.waitForEnd() == .status(0))
    let text = terminal.screen.text
    let saved = text.split(separator: " ").reversed().first { Int($0) != nil }.flatMap { Int($0) }
    let steps = try #require(saved)
    #expect(text.contains("interrupted at step \(steps - 1)"), "\(text)")
    #expect(text.contains("\(weights): \(steps) updates"), "\(text)")
    #expect(access(weights, F_OK) == 0 && access(log, F_OK) == 0)
  }

  @Test("A signal keeps what was learned so far", arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGPIPE])
  func signalled(number: Int32) throws {
    let weights = "/tmp/cnnscope-train-\(getpid())-\(number).safetensors"
    defer { unlink(weights) }
    let terminal = try train(["--epochs", "900000", "--save", weights])
    try terminal.wait("the bar is there") { $0.text.contains("steps, loss") }
    terminal.signal(number)
    #expect(terminal.waitForEnd() == .status(Int(128 + number)))
    #expect(access(weights, F_OK) == 0)
  }

  @Test("Output that cannot be written is a failure")
  func fullOutput() throws {
    for line in ["--version", "help", "render lenet5 digits:1 --layer conv1 --ascii"] {
      let terminal = try PseudoTerminal(
        "/bin/bash", ["-c", "exec \(Program.path) \(line) > /dev/full"],
        environment: Program.environment())
      #expect(terminal.waitForEnd() == .status(1))
    }
  }

  @Test("A table with a row for every epoch fits 80 columns; then the shell is as it was")
  func table() throws {
    let terminal = try train(["--epochs", "3"])
    #expect(terminal.waitForEnd() == .status(0))
    // Between the rows stand sentences about epochs without progress.
    let rows = terminal.screen.text.split(separator: "\n").filter { line in
      line.split(separator: " ").first.map { ["1", "2", "3"].contains($0) } ?? false
    }
    #expect(rows.count == 3, "\(terminal.screen.text)")
    #expect(rows.allSatisfy { $0.contains("%") && !$0.contains("steps") })
  }
}
