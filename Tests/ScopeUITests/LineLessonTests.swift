import ModelFiles
import ScopeDebugger
import ScopeUI
import TestSupport
import Testing

@Suite("Lessons in lines", .baselineLevel)
struct LineLessonTests {
  private func lines() throws -> LineExplorer {
    LineExplorer(try Session(network: "lenet5", input: "digits:42"))
  }

  @Test("A page is said with its place, its text, what is shown and what is to be done")
  func page() throws {
    var lines = try lines()
    let said = lines.perform("tour").lines
    #expect(said[1] == "stop 1 of 19, An image is an array, page 1 of 4")
    #expect(said[2].hasPrefix("This handwritten 1 is nothing but numbers: 8 rows of 8"))
    #expect(said.contains("shown: lab: conv 1 3x3, 1 by 8 by 8 to 1 by 6 by 6"))
    #expect(said.last == "to do: type slide right")
    #expect(lines.perform("page").lines == Array(said.dropFirst()))
  }

  @Test("What is to be done is done by its command or its key")
  func tasks() throws {
    for line in ["slide right", "<Right>", "l", ":slide right"] {
      var lines = try lines()
      _ = lines.perform("tour")
      #expect(lines.perform(line).lines.first?.hasSuffix("page 2 of 4") == true, "\(line)")
    }
  }

  @Test("An answer is a line; a wrong one gets a hint, the second one the answer and its reason")
  func answers() throws {
    var lines = try lines()
    for line in ["tour", "slide right"] { _ = lines.perform(line) }
    #expect(
      lines.perform("next").lines.last
        == "question: How many numbers is a color image of 3 by 32 by 32?")
    #expect(
      lines.perform("12").lines == [
        "not 12", "channels times rows times columns", "answer again, or > shows the answer",
      ])
    #expect(
      lines.perform("13").lines
        == ["not 13: 3072", "3 times 32 times 32 = 3072", "> goes on"])
    #expect(lines.perform(">").lines.first?.hasSuffix("page 4 of 4") == true)
    #expect(lines.perform("back").lines.contains { $0.hasSuffix("page 3 of 4") })
    #expect(
      lines.perform("3 * 32 * 32").lines == [
        "right: 3 * 32 * 32 = 3072", "because 3 times 32 times 32 = 3072", "> goes on",
      ])
  }

  @Test("What is asked for is not said beside the question, and after the answer it is")
  func hidden() throws {
    var lines = try lines()
    _ = lines.perform("tour 2")
    while lines.explorer.lesson?.question == nil { _ = lines.perform(">") }
    let said = lines.perform("page").lines + lines.perform("describe").lines
    #expect(said.contains { $0.hasPrefix("question: Which number is output [3,1]") })
    #expect(said.contains("y[0,3,1] = ?"))
    #expect(said.contains { $0.hasPrefix("output row 3: 0 ?") || $0.contains(" ? ") })
    #expect(lines.perform("10").lines.contains { $0.hasPrefix("y[0,3,1] = 10 = ") })
  }

  @Test("An answer that names a cell is no command, though it begins with the name of one")
  func cells() throws {
    var lines = try lines()
    _ = lines.perform("tour 14")
    while !asksForCell(lines) { _ = lines.perform(">") }
    #expect(lines.perform("channel 0, row 0, column 9").complaint == "")
    let feedback = lines.explorer.lesson?.feedback
    #expect(feedback?.isEmpty == false)
    _ = lines.perform("channel 0")
    #expect(lines.explorer.lesson?.feedback == feedback)
  }

  private func asksForCell(_ lines: LineExplorer) -> Bool {
    if case .cell? = lines.explorer.lesson?.question?.answer { true } else { false }
  }

  @Test("A shape that is asked for is given away neither by arithmetic nor by counts")
  func hiddenShape() throws {
    var lines = try lines()
    let said = lines.perform("lesson mistakes").lines + lines.perform("describe").lines
    #expect(said.contains("shown: lab: conv 1 3x3 stride 2, 1 by 8 by 8 to ?"))
    #expect(!said.contains { $0.contains("MACs") || $0.hasPrefix("output row") })
  }

  @Test("The whole tour is read with right answers")
  func right() throws {
    var lines = try lines()
    var said = lines.perform("tour").all
    while let reader = lines.explorer.lesson {
      let line = try rightLine(reader, lines.session)
      let reply = lines.perform(line)
      #expect(reply.complaint.isEmpty, "\(reader.heading): \(line): \(reply.complaint)")
      #expect(lines.explorer.lesson != reader, "\(reader.heading): \(line) changes nothing")
      guard lines.explorer.lesson != reader else { return }
      said += reply.all
    }
    #expect(said.contains("From a digit to a trained network: that was the last stop"))
    #expect(said.filter { !$0.unicodeScalars.allSatisfy(\.isASCII) }.isEmpty)
    let attempts = lines.explorer.lessonAttempts
    #expect(attempts.count > 30 && attempts.allSatisfy(\.isRight))
  }

  private func rightLine(_ reader: LessonReader, _ session: Session) throws -> String {
    guard let line = reader.next else { return ">" }
    switch line.action {
    case .task(let commands): return commands[0]
    case .question(let question): return try question.solution(session)
    case .search(let accusation): return accusation
    case .script: return ">"
    }
  }

  @Test("The whole tour is read with wrong answers, each of which is told")
  func wrong() throws {
    var lines = try lines()
    _ = lines.perform("tour")
    var turns = 0
    while let reader = lines.explorer.lesson, turns < 1000 {
      let isAsked = reader.question != nil && !reader.isTold
      let said = lines.perform(isAsked ? "123456789" : ">").lines
      if isAsked { #expect(said.first?.hasPrefix("not 123456789") == true, "\(said)") }
      turns += 1
    }
    #expect(lines.explorer.lesson == nil)
    #expect(lines.explorer.lessonAttempts.allSatisfy { !$0.isRight })
  }

  @Test("Every lesson is read to its end by going on alone", arguments: LessonLibrary.names)
  func goingOn(name: String) throws {
    var lines = try lines()
    #expect(lines.perform("lesson \(name)").complaint.isEmpty)
    var turns = 0
    while lines.explorer.lesson != nil, turns < 1500 {
      _ = lines.perform(">")
      turns += 1
    }
    #expect(lines.explorer.lesson == nil, "\(name) is not over after \(turns) lines")
  }

  @Test("Whoever strays is told how to come back")
  func straying() throws {
    var lines = try lines()
    for line in ["tour", "slide right", ">"] { _ = lines.perform(line) }
    let strayed = lines.perform("go conv1").lines
    #expect(strayed.last == "this is not what the page speaks of; < brings that back")
    #expect(lines.perform("<").lines.first == "the scene of the page again")
  }

  @Test("A lesson of a file with a mistake is one sentence")
  func mistaken() throws {
    try withFolder { folder in
      let path = "\(folder)/broken.md"
      try FileContent.write(Array("# A\n## B\n```scope\nfnord\n```\n".utf8), to: path)
      var lines = try lines()
      let reply = lines.perform("lesson \(path)")
      #expect(reply.complaint.hasPrefix("\(path):4: there is no command \"fnord\""))
      #expect(reply.lines.isEmpty)
      #expect(throws: UserError.self) { try lines.open(lesson: path) }
    }
  }
}
