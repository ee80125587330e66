import ScopeDebugger
import TestSupport
import Testing

@Suite("What a reader answers, and what a lesson gives as right", .baselineLevel)
struct LessonAnswerTests {
  @Test(
    "Answers are read as readers type them",
    arguments: [
      (Question("?", .number(28, tolerance: 0)), "28", true),
      (Question("?", .number(28, tolerance: 0)), "28.01", false),
      (Question("?", .number(2.3, tolerance: 0.1)), "2,25", true),
      (Question("?", .number(-0.5, tolerance: 0)), "−0.5", true),
      (Question("?", .words("6x28x28")), "6×28×28", true),
      (Question("?", .words("6x28x28")), "6 x 28 x 28", true),
      (Question("?", .words("6x28x28")), "28x28x6", false),
      (Question("?", .query("conv1.shape")), "6x28x28", true),
      (Question("?", .query("lab.shape")), "1x5x5", true),
      (Question("?", .sign("conv1[0,0,0]")), "positive", true),
      (Question("?", .sign("conv1[0,0,0]")), "-", false),
      (Question("?", .query("conv1[0,0,0]")), "0.188", true),
      (Question("?", .query("conv1[0,0,0]")), "0.2", false),
      (Question("?", .number(36, tolerance: 0)), "32+4", true),
      (Question("?", .number(36, tolerance: 0)), "32 + 2·2 = 36 rows", true),
      (Question("?", .number(36, tolerance: 0)), "it is 36.", true),
      (Question("?", .number(36, tolerance: 0)), "3 6", false),
      (Question("?", .number(2.5, tolerance: 0)), "5/2", true),
      (Question("?", .number(1, tolerance: 0)), "100 %", true),
      (Question("?", .number(100, tolerance: 0)), "100%", true),
      (Question("?", .number(3072, tolerance: 0)), "3,072 numbers", true),
      (Question("?", .number(4, tolerance: 0)), "four", true),
      (Question("?", .number(0.001, tolerance: 0)), "1e-3", true),
      (Question("?", .number(-2, tolerance: 0)), "-(1+1)", true),
      (Question("?", .number(5, tolerance: 0)), "1/0", false),
      (Question("?", .number(5, tolerance: 0)), "(((", false),
      (Question("?", .query("conv1.shape")), "(6, 28, 28)", true),
      (Question("?", .query("conv1.shape")), "[6,28,28]", true),
      (Question("?", .query("conv1.shape")), "6 28 28", true),
      (Question("?", .query("conv1.shape")), "6 maps of 28×28", true),
      (Question("?", .query("conv1.shape")), "28", false),
      (Question("How many rows?", .query("conv1.shape")), "28 rows", true),
      (Question("How many rows?", .query("conv1.shape")), "6", false),
      (Question("How many channels come out?", .query("conv1.shape")), "6", true),
      (Question("How many rows and columns?", .query("conv1.shape")), "6", false),
      (Question("How many rows and columns?", .query("conv1.shape")), "28", true),
      (Question("What is the size?", .words("3x3")), "3", true),
      (Question("What is the size?", .query("conv1.shape")), "6", false),
      (Question("?", .number(-10, tolerance: 0)), "minus 10", true),
      (Question("?", .number(-10, tolerance: 0)), "negative 10", true),
      (Question("?", .number(36, tolerance: 0)), "36 x 36", true),
      (Question("?", .number(36, tolerance: 0)), "36 x 35", false),
      (Question("?", .number(36, tolerance: 0)), "thirty-six", true),
      (Question("?", .number(49, tolerance: 0)), "7x7", true),
      (Question("?", .number(0.1486, tolerance: 0)), "0.15", true),
      (Question("?", .number(0.1486, tolerance: 0.002)), "0.15", true),
      (Question("?", .number(0, tolerance: 0)), "nothing", true),
      (Question("?", .words("3x3")), "1x3x3", true),
      (Question("?", .words("3x3")), "2x3x3", false),
      (Question("?", .number(-0.9066, tolerance: 0)), "−0.91", true),
      (Question("?", .number(0.1486, tolerance: 0)), "0.14", false),
      (Question("?", .number(0.1486, tolerance: 0)), "0.1", false),
      (Question("?", .number(0.1449, tolerance: 0)), "0.14", true),
      (Question("?", .number(0.1449, tolerance: 0)), "0.13", false),
      (Question("?", .number(2.3026, tolerance: 0)), "2,3", true),
      (Question("How many rows?", .query("conv1.shape")), "28x28", true),
      (Question("?", .words("-")), "it is negative", true),
      (Question("?", .words("-")), "−", true),
      (Question("?", .words("-")), "+", false),
      (Question("?", .sign("conv1[0,0,0]")), "above zero", true),
      (Question("?", .sign("conv1[0,0,0]")), "not positive", false),
      (Question("?", .number(36, tolerance: 0)), "rows: 36", true),
      (Question("?", .number(36, tolerance: 0)), "[36]", true),
      (Question("?", .number(36, tolerance: 0)), "{36}", true),
      (Question("?", .number(36, tolerance: 0)), "32 plus 4", true),
      (Question("?", .number(28, tolerance: 0)), "32 minus 4 rows", true),
      (Question("?", .number(8, tolerance: 0)), "32 divided by 4", true),
      (Question("?", .number(8, tolerance: 0)), "32:4", true),
      (Question("?", .number(1296, tolerance: 0)), "36 times 36", true),
      (Question("?", .number(1296, tolerance: 0)), "1 296", true),
      (Question("?", .number(1296, tolerance: 0)), "1'296", true),
      (Question("?", .number(1296, tolerance: 0)), "12 96", false),
      (Question("?", .number(1296, tolerance: 0)), "1296 1", false),
      (Question("?", .number(2.5, tolerance: 0)), "2 1/2", true),
      (Question("?", .number(-2.5, tolerance: 0)), "-2 1/2", true),
      (Question("?", .number(2.5, tolerance: 0)), "2½", true),
      (Question("?", .number(0.25, tolerance: 0)), "¼", true),
      (Question("?", .number(0.25, tolerance: 0)), "a quarter", true),
      (Question("?", .number(0.75, tolerance: 0)), "three quarters", true),
      (Question("?", .number(-10, tolerance: 0)), "–10", true),
      (Question("How many rows?", .query("conv1.shape")), "[28]", true),
      (Question("How many rows?", .query("conv1.shape")), "rows: 28", true),
      (Question("?", .query("conv1.shape")), "{6,28,28}", true),
      (Question("What size is the map?", .query("conv1.shape")), "28", true),
      (Question("What size is the map?", .query("conv1.shape")), "6", false),
      (Question("What shape?", .query("conv1.shape")), "28", false),
      (Question("What shape?", .words("1x36x36")), "36", true),
      (Question("What shape?", .words("1x36x36")), "35", false),
      (Question("What shape?", .words("1x36x35")), "36", false),
      (Question("?", .words("-")), "–", true),
      (Question("?", .words("-")), "neg", true),
      (Question("?", .words("-")), "p - 1 < 0", true),
      (Question("?", .words("+")), "p - 1 < 0", false),
      (Question("?", .words("+")), "1 - p > 0", true),
    ])
  func answers(_ question: Question, _ typed: String, _ isRight: Bool) throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    _ = try Session.commands.perform("step", &session)
    _ = session.workToTheEnd()
    try session.openLab()
    #expect(try question.accepts(typed, session) == isRight)
  }

  private static let weight = Question("Which weight?", .cell("w[1,2]", indices: [1, 2]))
  private static let pixel = Question(
    "Which cell?", .cell("input[0,1,0]", indices: [0, 1, 0]))
  private static let column = Question("In which column is it?", .number(2, tolerance: 0))

  @Test(
    "A cell is read in every form in which readers name one",
    arguments: [
      "[1,2]", "(1,2)", "(1, 2)", "1,2", "1, 2", "1 2", "w[1,2]", "w [1, 2]", "w(1,2)", "w[1][2]",
      "row 1 column 2", "row 1, column 2", "column 2, row 1", "row 1 and column 2.", "Row 1, col 2",
      "r1 c2", "row: 1, column: 2", "the weight w[1,2]", "it is w[1,2].", "[1,2] of the kernel",
      "w[0,1,2]", "conv2.weight[0,0,1,2]", "{1;2}", "w[1,2] = 6", "`w[1,2]`",
      "channel 0, row 1, column 2",
    ])
  func cells(_ typed: String) throws {
    let session = try Session(network: "digits8", input: "digits:42")
    #expect(try Self.weight.accepts(typed, session))
  }

  @Test(
    "Another cell, and what names none, is wrong",
    arguments: [
      "[2,1]", "w[1,1]", "2", "12", "1.2", "w[1,2,0]", "w[1,1,2]", "row 2 column 1", "row 1", "[1]",
      "",
      "w[1,2] + w[2,1]", "1 2 3", "-1 2", "row -1 column 2", "[]", ")(", "column",
    ])
  func otherCells(_ typed: String) throws {
    let session = try Session(network: "digits8", input: "digits:42")
    #expect(try !Self.weight.accepts(typed, session))
  }

  @Test("A cell of the network's arrays may be said by its number, and is told with it")
  func numberInCell() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    for line in ["net input 1x2x2; flatten; linear 2", "set-value input 1 3 5 4"] {
      try Session.commands.perform(line, &session)
    }
    for typed in ["5", "the 5", "[1,0]", "row 1, column 0", "input[0,1,0]"] {
      #expect(try Self.pixel.accepts(typed, session), "\(typed)")
    }
    #expect(try !Self.pixel.accepts("3", session) && !Self.pixel.accepts("[0,1]", session))
    #expect(try Self.pixel.told(session) == "input[0,1,0] = 5")
    #expect(try Self.weight.told(session) == "w[1,2]")
  }

  @Test("Where a row or a column is asked for, a cell that names both is read")
  func axisOfCell() throws {
    let session = try Session(network: "digits8", input: "digits:42")
    for typed in ["2", "[1,2]", "w[0,2]", "row 1, column 2"] {
      #expect(try Self.column.accepts(typed, session), "\(typed)")
    }
    #expect(try !Self.column.accepts("[2,1]", session))
  }

  @Test("A cell with row and column exchanged gets a remark, and a cell needs its indices")
  func exchanged() throws {
    let session = try Session(network: "digits8", input: "digits:42")
    #expect(
      try Self.weight.remark(on: "[2,1]", session) == "the row comes first, then the column")
    #expect(try Self.weight.remark(on: "[2,2]", session) == nil)
    #expect(try question("ask \"?\" cell w[1, 2]").answer == .cell("w[1, 2]", indices: [1, 2]))
    let sentence = "a cell is a name and its indices, as in cell w[1,2], not \"w\""
    #expect(throws: UserError("l.md:4: \(sentence)")) { try question("ask \"?\" cell w") }
  }

  /// A question as a lesson writes it.
  private func question(_ line: String, reason: String? = nil) throws -> Question {
    let lines =
      ["# A", "## B", "```scope", line] + (reason.map { ["because \($0)"] } ?? []) + ["```"]
    let lesson = try Lesson(lines.joined(separator: "\n"), file: "l.md") { _ in }
    guard case .question(let question) = lesson.stops[0].pages[0].lines[0].action else {
      throw UserError("no question")
    }
    return question
  }

  @Test(
    "A lesson's answer is read as a reader's",
    arguments: [
      ("5/2", Question.Answer.number(2.5, tolerance: 0)),
      ("36 rows", .number(36, tolerance: 0)),
      ("−3", .number(-3, tolerance: 0)),
      ("50%", .number(0.5, tolerance: 0)),
      ("four", .number(4, tolerance: 0)),
      ("−3 ± 0.1", .number(-3, tolerance: 0.1)),
      ("negative", .words("-")),
      ("−", .words("-")),
      ("positive", .words("+")),
      ("6 x 28 x 28", .words("6x28x28")),
      ("(6, 28, 28)", .words("6x28x28")),
      ("36 by 36", .words("36x36")),
      ("conv2", .words("conv2")),
      ("the first of ten", .words("the first of ten")),
      ("step", .query("step")),
      ("conv1[0, 2, 3]", .query("conv1[0, 2, 3]")),
      ("no. it is not", .words("no. it is not")),
    ])
  func keys(_ key: String, _ answer: Question.Answer) throws {
    #expect(try question("ask \"?\" \(key)").answer == answer)
  }

  @Test(
    "A lesson's answer with digits that is no single number and no shape is refused",
    arguments: ["1/0", "3,072", "3 6", "about 3 or 4"])
  func unreadableKeys(_ key: String) throws {
    let sentence =
      "the answer \"\(key)\" says no single number and no shape; "
      + "write a number as 1296 or 2.5, a shape as 6x28x28"
    #expect(throws: UserError("l.md:4: \(sentence)")) { try question("ask \"?\" \(key)") }
  }

  @Test(
    "A reason that comes to something else than the answer is a mistake of the author",
    arguments: [
      ("72", "9·1 + 9·2 = 68", "68"), ("72", "8·9 = 72", nil), ("72", "8·9 = 72.", nil),
      ("72", "so = many", nil), ("72", "because of that", nil),
      ("35", "32 + 4, so it is 36", "36"), ("35", "32 + 4 = 36 rows", "36"),
      ("35", "32 + 4 = 36, which is more", "36"), ("36", "32 + 4 = 36, which is more", nil),
      ("3x3", "7 − 3 + 1 = 5, so 5x5", "5x5"), ("5x5", "7 − 3 + 1 = 5, so 5x5", nil),
      ("+", "1 - 2 = -1", "-1"), ("-", "1 - 2 = −1", nil),
      ("56", "2·3·3·3 = 54 weights and 2 biases", nil),
      ("3", "5 − 2 = 3, and 5 − 1 = 4 rows down", nil),
      ("24", "28 − 5 + 1 = 24, so it meets a patch of 24×24 = 576 cells", nil),
      ("3", "⌊2.5⌋ + 1 = 3; with 2 it is 4", nil), ("8x14x14", "28/2 = 14", nil),
      ("400", "the stride is 2", nil),
      ("0.9065 ± 0.01", "0.01813 / 0.02 = 0.9065", nil),
      ("0.9065 ± 0.01", "0.01813 / 0.02 = 0.9066", "0.9066"),
      ("0.9065 ± 0.01", "0.01813 / 0.02 = 0.907", nil),
      ("0.9065 ± 0.01", "0.01813 / 0.02 = 0.91", nil),
    ] as [(String, String, String?)])
  func contradictions(_ key: String, _ reason: String, _ said: String?) throws {
    let session = try Session(network: "lenet5", input: "digits:42")
    let question = try question("ask \"?\" \(key)", reason: reason)
    let found = try question.contradiction(session)
    let right = key.split(separator: " ").first ?? ""
    #expect(found == said.map { "the reason gives \($0), but the answer is \(right)" })
  }
}
