import ModelFiles
import ScopeDebugger
import ScopeUI
import TestSupport
import Testing

@Suite("The language of lessons")
struct LessonLanguageTests {
  @Test("Help lists every kind of line that lessons are made of", arguments: SampleFiles.names)
  func listed(_ name: String) throws {
    guard name.hasSuffix(".md") else { return }
    let words = LessonLanguage.forms.flatMap { $0.usage.split { " ,".contains($0) } }
    let known = Set(words.filter { $0.allSatisfy(\.isLowercase) }.map(String.init))
    #expect(
      known.isSuperset(of: ["ask", "hint", "because", "do", "solve", "expect", "keys", "type"]))
    let commands = Set(Explorer.commands.commands.flatMap { [$0.name] + $0.aliases })
    let text = String(decoding: try #require(SampleFiles.bytes(named: name)), as: UTF8.self)
    let blocks = text.split(separator: "```scope\n").dropFirst()
    for block in blocks.compactMap({ $0.split(separator: "```").first }) {
      for line in block.split(separator: "\n") {
        let word = String(line.split(separator: " ").first ?? "#")
        #expect(commands.contains(word) || known.contains(word) || word == "#", "\(name): \(line)")
      }
    }
  }
}
