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
