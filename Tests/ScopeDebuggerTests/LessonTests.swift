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
        "# A\n## B\n~~~scope x\nstep\n~~~",
        "l.md:3: a block of \"scope x\" is only shown; did you mean \"scope\"?"
      ),
      ("# A\n## B\n~~~scope\nstep\n```", "l.md:5: there is no command \"```\"; help lists them"),
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

  @Test("Help on lessons fits a screen of 80 columns")
  func helpWidth() {
    for line in LessonLanguage.lines { #expect(line.count <= 76, "\(line)") }
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
    #expect(try Question("?", .number(0.5, tolerance: 0)).value(of: "1/2", session) == " = 0.5")
    let rounded = Question("?", .number(0.0371, tolerance: 0.001))
    #expect(try rounded.value(of: "0.01+0.02716", session) == " ≈ 0.0371")
    #expect(reader.isTold)
    #expect(try reader.answer("3", session))
    #expect(reader.explanation == "1 + 2" && reader.feedback.isEmpty)
    #expect(try reader.answer("4", session))
    #expect(reader.page == 1)
    #expect(reader.attempts.map(\.isRight) == [false, false, false, true])
    #expect(reader.attempts.map(\.isTold) == [false, false, true, false])
    #expect(reader.attempts.map(\.typed) == ["5", "6", "3", "4"])
  }

  @Test("An answer that the reader was told is not right, however it is typed then")
  func told() throws {
    let session = try Session(network: "lenet5", input: "digits:42")
    var reader = LessonReader(
      try lesson("# A", "## One", "Words", "```scope", "ask \"How many?\" 3", "```", "More"))
    try reader.tell(session)
    #expect(reader.feedback == ["the answer: 3"])
    #expect(try reader.answer("3", session))
    #expect(reader.attempts.map(\.typed) == ["", "3"])
    #expect(reader.attempts.map(\.isRight) == [false, false])
    #expect(reader.attempts.map(\.isTold) == [true, true])
  }

  @Test(
    "Every question of a built-in lesson has a hint and a reason", arguments: LessonLibrary.names)
  func hints(_ name: String) throws {
    for line in try LessonLibrary.open(name, check: { _ in }).stops.flatMap(\.pages).flatMap(
      \.lines)
    {
      guard case .question(let question) = line.action else { continue }
      #expect(question.hint != nil, "\(line.file):\(line.number)")
      #expect(question.reason != nil, "\(line.file):\(line.number)")
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
