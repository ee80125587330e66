import TestSupport
import Testing

/// `cnnscope -c COMMAND` where standard input is no terminal.
@Suite("Commands of the command line", .baselineLevel)
struct CommandTests {
  @Test("They are done in their order, and their answers are plain text")
  func order() throws {
    let both = try Program.run(["digits8", "digits:42", "-c", "finish", "--command", "where"])
    #expect(both.status == 0)
    #expect(both.error.isEmpty && both.output.contains("\nloss 2.3"), "\(both.output)")
    let place = try #require(both.output.range(of: "end of the forward pass"))
    #expect(try #require(both.output.range(of: "checksum ")).lowerBound > place.upperBound)
    #expect(!both.output.contains("\u{1B}"))
  }

  @Test("A wrong one is a sentence on standard error, and the next is done")
  func wrong() throws {
    let run = try Program.run(["digits8", "-c", "nonsense", "-c", "finish"])
    #expect(run.error == "there is no command \"nonsense\"; help lists them\n")
    #expect(run.status == 0 && run.output.hasSuffix("end of the forward pass\n"))
  }

  @Test("quit leaves the rest out")
  func quit() throws {
    let run = try Program.run(["digits8", "-c", "label 3", "-c", "quit", "-c", "finish"])
    #expect(run.status == 0 && !run.output.contains("end of the forward pass"))
  }
}
