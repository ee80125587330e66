import ScopeDebugger
import TestSupport
import Testing

@Suite("How the answer to a question is told", .baselineLevel)
struct ToldAnswerTests {
  @Test(
    "One extent of a shape is told with its word, a sign as a word, anything else as it is",
    arguments: [
      (Question("How many rows?", .query("conv1.shape")), "28 rows (6×28×28)"),
      (Question("How many maps come out?", .query("conv1.shape")), "6 maps (6×28×28)"),
      (Question("How many rows?", .query("linear3.shape")), "10"),
      (Question("How many channels?", .query("input.shape")), "1 channel (1×32×32)"),
      (Question("What is the shape?", .query("conv1.shape")), "6×28×28"),
      (Question("How many rows and columns?", .query("conv1.shape")), "6×28×28"),
      (Question("How many rows?", .number(28, tolerance: 0)), "28"),
      (Question("Positive or negative?", .words("-")), "negative"),
      (Question("Positive or negative?", .sign("conv1[0,0,0]")), "positive"),
    ])
  func told(_ question: Question, _ text: String) throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    _ = try Session.commands.perform("step", &session)
    _ = session.workToTheEnd()
    #expect(try question.told(session) == text)
  }

  @Test("A page has more as long as anything but what its author expects is left")
  func more() throws {
    let lesson = try Lesson(
      """
      # A
      ## One
      Words
      ```scope
      step
      ask "How many?" 3
      expect step = 0
      ```
      """, file: "l.md"
    ) { _ in }
    var reader = LessonReader(lesson)
    #expect(reader.hasMore)
    reader.advance()
    #expect(reader.hasMore)
    reader.advance()
    #expect(!reader.hasMore && reader.next != nil)
  }
}
