import ScopeDebugger
import TestSupport
import Testing

@Suite("Lessons", .baselineLevel)
struct LessonTests {
  private func lesson(_ lines: String...) throws -> Lesson {
    try Lesson(lines.joined(separator: "\n"), file: "l.md", check: check)
  }

  private func check(_ action: Script.Action) throws(UserError) {
    guard case .command(let line) = action else { return }
    let name = line.split(separator: " ").first.map(String.init) ?? ""
    _ = try Session.commands.command(named: name)
  }

  @Test("Text and blocks make pages")
  func pages() throws {
    let lesson = try lesson(
      "# Convolution", "", "## One", "First words", "go on.", "", "```", "y = x", "```",
      "```scope", "# a comment", "step", "do step 2 | finish", "```", "Second page.", "## Two",
      "```scope", "ask \"How many?\" 28 ± 1", "because 32 − 4", "```")
    #expect(lesson.title == "Convolution")
    #expect(lesson.stops.map(\.heading) == ["One", "Two"])
    let pages = lesson.stops[0].pages
    #expect(pages.count == 2)
    #expect(pages[0].text == [.words("First words go on."), .code(["y = x"])])
    #expect(pages[0].lines.map(\.number) == [12, 13])
    #expect(
      pages[0].lines.map(\.action) == [
        .script(.command("step")), .task(["step 2", "finish"]),
      ])
    #expect(pages[1].text == [.words("Second page.")])
    #expect(
      lesson.stops[1].pages[0].lines[0].action
        == .question(Question("How many?", .number(28, tolerance: 1), reason: "32 − 4")))
  }

  @Test(
    "A mistake is refused with file, line and reason",
    arguments: [
      ("", "l.md:1: there is no stop; ## and its heading begin one"),
      ("# A", "l.md:1: there is no stop; ## and its heading begin one"),
      ("## A", "l.md:1: a lesson begins with its title, as in # Convolution"),
      ("# A\n# B", "l.md:2: there is a title already; ## begins a stop"),
      ("# A\nwords", "l.md:2: a text belongs to a stop; ## and its heading begin one"),
      ("# A\n```scope", "l.md:2: a block belongs to a stop; ## and its heading begin one"),
      ("# A\n## B\n```scope\nstep", "l.md:3: a block begins here that is never closed by ```"),
      (
        "# A\n### B",
        "l.md:2: # is the title and ## the heading of a stop, each with words after it"
      ),
      (
        "# A\n## B\n```scope\nstpe\n```",
        "l.md:4: there is no command \"stpe\"; did you mean \"step\"?"
      ),
      (
        "# A\n## B\n```scope\n\ndo stpe\n```",
        "l.md:5: there is no command \"stpe\"; did you mean \"step\"?"
      ),
      ("# A\n## B\n```scope\ndo\n```", "l.md:4: do needs a command, as in do step"),
      (
        "# A\n## B\n```scope\nask How many? 3\n```",
        "l.md:4: ask needs a question in quotation marks and an answer, "
          + "as in ask \"How many rows?\" 28"
      ),
      (
        "# A\n## B\n```scope\nask \"How many?\" 3 ± x\n```",
        "l.md:4: an answer is a number and perhaps ± a number, not \"3 ± x\""
      ),
      (
        "# A\n## B\n```scope\nstep\nbecause I say so\n```",
        "l.md:5: because follows an ask and says why its answer is right"
      ),
      (
        "# A\n## B\n```scope\nresize 80x24\n```",
        "l.md:4: a lesson cannot resize the screen"
      ),
      (
        "# A\n## B\n```scope\nsolve bias\n```",
        "l.md:4: solve needs what is to be found, as in solve accuse conv1.forward bias"
      ),
      ("# A\n## B\n```scope\nexpect\n```", "l.md:4: expect needs a text or a value"),
      (
        "# A\n## B\n```scop\nstep\n```",
        "l.md:3: a block of \"scop\" is only shown; did you mean \"scope\"?"
      ),
      (
        "# A\n## B\n```scope\nstep\nhint look\n```",
        "l.md:5: hint follows an ask and says where to look"
      ),
    ])
  func mistakes(_ text: String, _ sentence: String) throws {
    #expect(throws: UserError(sentence)) { try lesson(text) }
  }

  @Test("A reader goes from line to line, from page to page, and back")
  func reader() throws {
    let lesson = try lesson(
      "# A", "## One", "Words", "```scope", "step", "do step", "expect step = 0", "```", "More",
      "## Two", "End")
    var reader = LessonReader(lesson)
    #expect(reader.task == nil)
    reader.advance()
    #expect(reader.task == ["step"])
    reader.advance()
    #expect(reader.page == 0)
    reader.advance()
    #expect(reader.page == 1)
    reader.turn()
    #expect(reader.stop == 1)
    reader.turnBack()
    #expect((reader.stop, reader.page) == (0, 1))
    reader.turnBack()
    reader.turnBack()
    #expect((reader.stop, reader.page) == (0, 0))
    reader.turn()
    reader.turn()
    reader.turn()
    #expect(reader.isOver)
  }

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
    ])
  func answers(_ question: Question, _ typed: String, _ isRight: Bool) throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    _ = try Session.commands.perform("step", &session)
    _ = session.workToTheEnd()
    try session.openLab()
    #expect(try question.accepts(typed, session) == isRight)
  }

  @Test("Every line that help lists can be read", arguments: LessonLanguage.forms)
  func language(_ form: LessonLanguage.Form) throws {
    let word = form.usage.split(separator: " ")[0].lowercased()
    let follows = ["hint", "because"].contains(word)
    let lines = (follows ? ["ask \"Why?\" 1"] : []) + [form.example]
    let lesson = try Lesson(
      (["# A", "## B", "```scope"] + lines + ["```"]).joined(separator: "\n"), file: "l.md"
    ) { _ in }
    #expect(lesson.stops[0].pages[0].lines.count == (word == "#" ? 0 : 1))
  }

  @Test("A wrong answer gets a hint, a second one the reason; a right one gets its reason too")
  func tries() throws {
    let session = try Session(network: "lenet5", input: "digits:42")
    let lesson = try lesson(
      "# A", "## One", "Words", "```scope", "ask \"How many?\" 3", "because 1 + 2",
      "hint add them", "ask \"And?\" 4", "```", "More")
    var reader = LessonReader(lesson)
    #expect(try !reader.answer("5", session))
    #expect(reader.feedback == ["not 5", "add them"])
    #expect(!reader.isTold)
    #expect(try !reader.answer("6", session))
    #expect(reader.feedback == ["not 6: 3", "1 + 2"])
    #expect(try Question("?", .number(3, tolerance: 0)).value(of: "2+1", session) == " = 3")
    #expect(try Question("?", .number(3, tolerance: 0)).value(of: "3", session).isEmpty)
    #expect(reader.isTold)
    #expect(try reader.answer("3", session))
    #expect(reader.explanation == "1 + 2" && reader.feedback.isEmpty)
    #expect(try reader.answer("4", session))
    #expect(reader.page == 1)
    #expect(reader.attempts.map(\.isRight) == [false, false, true, true])
    #expect(reader.attempts.map(\.typed) == ["5", "6", "3", "4"])
  }

  @Test("A reason that ends in another number than the answer is a mistake of the author")
  func contradictions() throws {
    let session = try Session(network: "lenet5", input: "digits:42")
    func contradiction(_ reason: String) throws -> String? {
      try Question("?", .number(72, tolerance: 0), reason: reason).contradiction(session)
    }
    #expect(try contradiction("9·1 + 9·2 = 68") == "the reason gives 68, but the answer is 72")
    for reason in ["8·9 = 72", "8·9 = 72.", "so = many", "because of that"] {
      #expect(try contradiction(reason) == nil)
    }
    for (said, isSame) in [("0.9065", true), ("0.9066", false), ("0.907", true), ("0.91", true)] {
      let question = Question(
        "?", .number(0.9065, tolerance: 0.01), reason: "0.01813 / 0.02 = \(said)")
      #expect(try (question.contradiction(session) == nil) == isSame)
    }
  }

  @Test("A wrong sign is named")
  func signs() throws {
    let session = try Session(network: "lenet5", input: "digits:42")
    var reader = LessonReader(
      try lesson("# A", "## One", "Words", "```scope", "ask \"How many?\" -0.1442", "```"))
    #expect(try !reader.answer("0.1442", session))
    #expect(reader.feedback == ["not 0.1442", "only its sign is wrong"])
  }

  @Test("The working of an answer is the engine's arithmetic")
  func working() throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    try session.openLab()
    #expect(
      Question("?", .query("conv1.shape"), reason: "so").working(session)
        == ["so", "28 = ⌊(32 + 2·0 − 1·(5−1) − 1)/1⌋ + 1"])
    #expect(
      Question("?", .query("lab.macs")).working(session)
        == ["parameters 1·1·3·3 + 1 = 10; 225 MACs"])
  }
}
