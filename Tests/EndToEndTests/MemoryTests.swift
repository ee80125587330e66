import ModelFiles
import TestSupport
import TestTerminals
import Testing

/// What does not fit into the memory that the program may have is a sentence.
@Suite("Memory that cannot be had")
struct MemoryTests {
  private static let text = "input 1x8x8\nflatten\nlinear 8000\nlinear 8000\nlinear 10\n"

  @Test(
    "A network that needs more than the limit of the address space is refused with both figures",
    arguments: [
      ("train NET --data digits", "for a training step with batches of 64"),
      ("run NET digits:1", "for a forward pass"),
      ("repl NET digits:1 < /dev/null", "for stepping through one image"),
    ])
  func refused(line: String, words: String) throws {
    let path = "/tmp/cnnscope-memory-\(words.count).cnn"
    try FileContent.write(Array(Self.text.utf8), to: path)
    defer { FileContent.remove(path) }
    // 64 million parameters take 256 MB, and the program itself takes about 150.
    let command = "ulimit -v 250000; exec \(Program.path) "
    let terminal = try PseudoTerminal(
      "/bin/bash", ["-c", command + line.replacing("NET", with: path)],
      environment: Program.environment(), columns: 300)
    #expect(terminal.waitForEnd() == .status(1))
    #expect(terminal.screen.text.contains(words), "\(terminal.screen.text)")
    #expect(terminal.screen.text.contains("the limit of the address space (ulimit -v) is"))
  }
}
