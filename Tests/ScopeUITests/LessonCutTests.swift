import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("What is cut on the screens of lessons", .baselineLevel)
struct LessonCutTests {
  @Test("No number, word or name is cut off at 80×24", arguments: LessonLibrary.names)
  func everyPage(_ name: String) throws {
    var player = try player()
    _ = try player.follow(lesson: name, by: try Script("# a reader", file: "t"))
    for _ in 0..<1000 {
      guard let reader = player.explorer.lesson else { break }
      let page = "\(reader.stop + 1).\(reader.page + 1)"
      for line in player.explorer.draw().canvas.text.split(separator: "\n") {
        #expect(!Self.isCut(line), "\(name) \(page): \(line)")
      }
      try player.perform(.keys(">"))
    }
    #expect(player.explorer.lesson == nil, "\(name) does not end")
  }

  @Test(
    "Every page has room for its hint and its reason, also behind an answer that was right",
    arguments: LessonLibrary.names)
  func hintsAndReasons(_ name: String) throws {
    var player = try player()
    _ = try player.follow(lesson: name, by: try Script("# a reader", file: "t"))
    for _ in 0..<1000 {
      guard let reader = player.explorer.lesson else { break }
      guard let question = reader.question else {
        try player.perform(.keys(">"))
        continue
      }
      let place = "\(name) \(reader.stop + 1).\(reader.page + 1)"
      let solution = try question.solution(player.explorer.session)
      var wrong = player
      try wrong.perform(.command("answer \(Self.opposite(of: solution, to: question))"))
      Self.expect(question.hint, on: wrong, place)
      try wrong.perform(.command("answer \(Self.opposite(of: solution, to: question))"))
      Self.expect(question.reason, on: wrong, place)
      try player.perform(.command("answer \(solution)"))
      Self.expect(question.reason, on: player, place)
    }
    #expect(player.explorer.lesson == nil, "\(name) does not end")
  }

  /// A wrong answer with the longest feedback: that only its sign is wrong, or that row and column are
  /// exchanged.
  private static func opposite(of solution: String, to question: Question) -> String {
    if case .cell(_, let indices) = question.answer, indices.count > 1 {
      return "[\(indices.reversed().prefix(2).map(String.init).joined(separator: ","))]"
    }
    if solution == "-" { return "+" }
    guard let number = Double(solution), number != 0 else { return "-12345.5" }
    return number < 0 ? String(solution.dropFirst()) : "-\(solution)"
  }

  /// Expects a text of the lesson to its last word in the pane of the text, and nothing below it.
  private static func expect(_ text: String?, on player: Player, _ place: String) {
    let screen = player.explorer.draw().canvas.text
    #expect(!screen.contains("more: >"), "\(place)")
    let pane = screen.split(separator: "\n").compactMap { $0.split(separator: "│").first }
    func words(_ text: String) -> String {
      text.split { $0.isWhitespace || "`*".contains($0) }.joined(separator: " ")
    }
    let isThere = words(pane.joined(separator: " ")).contains(words(text ?? "no text"))
    #expect(isThere, "\(place): \(text ?? "")")
  }

  @Test("The steps of a pass in a batch fit beside a lesson, with what shows the other pass")
  func steps() throws {
    var player = try player()
    try player.open(lesson: "epynn", stop: 4)
    try player.perform(.keys(">"))
    let screen = player.explorer.draw().canvas.text
    for text in ["3 dX = 0", "7 bias: sum over m, oh, ow", "= -0.1066", "a shows the forward pass"]
    {
      #expect(screen.contains(text), "\(text)")
    }
  }

  @Test("The cells that are tied for a maximum have their names beside a lesson, too")
  func ties() throws {
    var player = try player()
    let screen = try player.screen(after: "tour 17", "keys \">\"", "keys \">\"")
    for line in ["▸x[0,2] 2", "= 2 ◀", " x[0,3] 2", "= 2 tie", " x[1,2] 2", " x[1,3] 1"] {
      let isThere = screen.text.split(separator: "\n").contains {
        $0.split(separator: " ").joined(separator: " ").contains(
          line.split(separator: " ").joined(separator: " "))
      }
      #expect(isThere, "\(line)")
    }
  }

  @Test("A line is cut where its last word is, not where words or the middle are left out")
  func cuts() {
    for line in ["= 0.12…", "conv1.gradien…  = products", " [Forw…─── 2/3 │", "a│ weigh…"] {
      #expect(Self.isCut(line[...]), "\(line)")
    }
    for line in [
      "0…16", "max…ent[0] = 1", "1 + … + 2", "0.1  0.2  … (16)", "pad same … 8×8", "a …",
    ] {
      #expect(!Self.isCut(line[...]), "\(line)")
    }
  }

  /// Whether a word begins in a line, and `…` stands for its end.
  private static func isCut(_ line: Substring) -> Bool {
    let characters = Array(line)
    return characters.indices.contains { index in
      guard characters[index] == "…", index > 0, !" ─│".contains(characters[index - 1]) else {
        return false
      }
      let next = index + 1 < characters.count ? characters[index + 1] : " "
      return " ─│]".contains(next)
    }
  }
}
