import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Questions of lessons must be worked out", .baselineLevel)
struct LessonSecretTests {
  @Test(
    "What is asked for does not stand on an earlier page of the stop",
    arguments: LessonLibrary.names)
  func earlierPages(_ name: String) throws {
    var player = try player()
    _ = try player.follow(lesson: name, by: try Script("# a reader", file: "t"))
    var stop = -1
    var earlier: [Player] = []
    for _ in 0..<1000 {
      guard let reader = player.explorer.lesson else { break }
      if reader.stop != stop { (stop, earlier) = (reader.stop, []) }
      if let question = reader.question, reader.feedback.isEmpty {
        let place = "\(name) \(reader.stop + 1).\(reader.page + 1): \(question.text)"
        for page in earlier where page.explorer.lesson?.page != reader.page {
          #expect(try !Self.shows(page, question, player.explorer.session), "\(place)")
        }
      }
      earlier.append(player)
      try player.perform(.keys(">"))
    }
    #expect(player.explorer.lesson == nil, "\(name) does not end")
  }

  @Test("A cell with the same number and a number of three digits are seen")
  func seen() throws {
    var player = try player()
    for line in ["lab reset", "lab size 5", "lab at 1,1"] { try player.perform(.command(line)) }
    let (before, cell) = (player, Question("?", .query("lab.cell")))
    try player.perform(.command("lab at 0,1"))
    #expect(try Self.shows(player, cell, before.explorer.session))
    try player.perform(.command("lab bias 100"))
    #expect(try !Self.shows(player, cell, before.explorer.session))
    let counts = { Question("?", .number($0, tolerance: 0)) }
    #expect(try Self.shows(player, counts(81), before.explorer.session) == false)
    try player.perform(.command("lab size 7"))
    #expect(try Self.shows(player, counts(225), before.explorer.session))
    #expect(try !Self.shows(player, counts(226), before.explorer.session))
  }

  /// Whether a screen has the answer: the cell of the lab with the same number, or the text of a shape or
  /// of a number of three digits and more.
  private static func shows(
    _ page: Player, _ question: Question, _ session: Session
  ) throws -> Bool {
    let solution = try question.solution(session)
    if question.answer == .query("lab.cell") { return try hasCell(page, solution, session) }
    guard solution.filter(\.isNumber).count > 2 else { return false }
    let shown = solution.replacing("x", with: "×")
    return page.explorer.draw().canvas.text.split { !$0.isNumber && !"×.-".contains($0) }
      .contains { $0 == shown }
  }

  private static func hasCell(
    _ page: Player, _ solution: String, _ session: Session
  ) throws -> Bool {
    var earlier = page.explorer.session
    guard let asked = session.lab, let lab = earlier.lab,
      asked.backward.pass == lab.backward.pass, asked.run.output.shape == lab.run.output.shape
    else { return false }
    let cursor = asked.cursor
    let place =
      switch asked.backward.pass {
      case .forward, .scatter: cursor.place
      case .input: cursor.source
      case .weight: cursor.tap
      }
    try Session.commands.perform("lab at \(place.rows),\(place.columns)", &earlier)
    return try Question("?", .query("lab.cell")).solution(earlier) == solution
  }
}
