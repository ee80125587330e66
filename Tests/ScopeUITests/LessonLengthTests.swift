import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("How long the pages of lessons are", .baselineLevel)
struct LessonLengthTests {
  @Test(
    "A page has room for a hint and for the working of its answers",
    arguments: LessonLibrary.names)
  func wrongAnswers(_ name: String) throws {
    var player = try player()
    _ = try player.follow(lesson: name, by: try Script("# a reader", file: "t"))
    for _ in 0..<1000 {
      guard let reader = player.explorer.lesson else { break }
      if reader.question != nil, !reader.isTold {
        try player.perform(.command("answer -12345.5"))
        let isCut = player.explorer.draw().canvas.text.contains("more: >")
        #expect(!isCut, "\(reader.stop + 1).\(reader.page + 1) \(reader.heading) is too long")
      } else {
        try player.perform(.keys(">"))
      }
    }
    #expect(player.explorer.lesson == nil, "\(name) does not end")
  }
}
