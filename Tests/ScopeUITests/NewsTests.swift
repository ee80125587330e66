import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("News and help where the user is", .baselineLevel)
struct NewsTests {
  @Test(
    "A refusal goes away with the next thing that is done",
    arguments: [
      (#"keys "S""#, "this is the beginning"), ("type \":goto 9\"\nkeys \"<Enter>\"", "step 9"),
      ("type \":nonsense\"\nkeys \"<Enter>\"", "nonsense"), (#"keys "<F9>""#, "not bound here"),
    ])
  func refusals(_ refused: String, _ words: String) throws {
    for done in [#"keys "<Down>""#, #"keys "<Tab>""#, #"keys "s""#, "pane maps"] {
      var player = try player()
      let before = try player.screen(after: refused).text
      #expect(before.contains(words), "\(before)")
      let after = try player.screen(after: done).text
      #expect(!after.contains(words), "\(done): \(after)")
    }
  }

  @Test("A refusal that comes a second time stays")
  func again() throws {
    var player = try player()
    let text = try player.screen(after: #"keys "<F9> <F9>""#).text
    #expect(text.contains("<F9> is not bound here"), "\(text)")
  }

  @Test("What was said of something done stays until something else is said")
  func answers() throws {
    var player = try player()
    let text = try player.screen(
      after: "finish", #"type ":rate""#, #"keys "<Enter>""#, #"keys "<Tab>""#
    ).text
    #expect(text.contains("optimizer sgd lr 0.1"), "\(text)")
  }

  @Test(
    "What was said of a moment, of the lab or in a view goes away with it",
    arguments: [
      ("find conv2", "mode train"), ("rate", "input digits:7"),
      ("open conv2[0,0,0]\nfield", "leave"),
      ("lab stride 2\nlab", "lab pad 1"), ("rate", "net input 1x8x8; flatten; linear 10"),
    ])
  func outdated(_ said: String, _ done: String) throws {
    var player = try player()
    let news = try player.screen(after: "finish", said).line(22)
    try #require(!news.trimmed.isEmpty)
    #expect(try player.screen(after: done).line(22) != news)
  }

  @Test("Long news leave the number under the cursor, and the selected row of a list")
  func rows() throws {
    var player = try player("digits8")
    let long = "type \":step 1\(String(repeating: " words", count: 60))\""
    for (script, words) in [
      ("finish\ngo relu1[0,0,0]", "relu1[0,0,0] = "), ("finish\nfinish\nladder\nlast", "linear2"),
    ] {
      let text = try player.screen(after: script, long, #"keys "<Enter>""#).text
      #expect(text.contains(words), "\(text)")
    }
  }

  @Test("News that cover rows of a lesson go with the next key")
  func overLesson() throws {
    var player = try player()
    try player.open(lesson: "tour")
    let long = "type \":lab colour red\"\nkeys \"<Enter>\""
    let covered = try player.screen(after: long).text
    try #require(covered.contains("image, pass, dx-rotated"), "\(covered)")
    let after = try player.screen(after: #"keys "<Up>""#).text
    #expect(!after.contains("dx-rotated") && after.contains("y[0,1,2] = 27"), "\(after)")
  }

  @Test("A confusion matrix of another step says of which")
  func otherStep() throws {
    var player = try player("digits8")
    let here = try player.screen(
      after: "data digits\nbatch 360\nrun 1\nevaluate\nconfusion"
    ).text
    #expect(here.contains("[CONFUSION] accuracy "), "\(here)")
    let later = try player.screen(after: "leave\nrun 1\nconfusion").text
    #expect(later.contains("[CONFUSION] after step 0: accuracy "), "\(later)")
    let back = try player.screen(after: "leave\nearlier\nconfusion").text
    #expect(back.contains("[CONFUSION] accuracy "), "\(back)")
  }

  @Test("The class bars are headed by what they are")
  func classBars() throws {
    for (end, title) in [
      ("linear 10", "softmax"), ("linear 10; softmax", "probability"),
      ("linear 10; log-softmax", #"exp\(output\)"#), ("linear 10; sigmoid", "probability"),
    ] {
      var player = try player()
      let text = try player.screen(after: "net input 1x8x8; flatten; \(end)", "finish").text
      #expect(text.firstMatch(of: try Regex("\(title)  (says )?\\d")) != nil, "\(text)")
    }
  }

  @Test(
    "The help begins with the keys of what is looked at",
    arguments: [
      ("finish", "maps"), ("pane maps", "maps"), ("finish\nopen conv2[3,4,5]", "microscope"),
      ("finish\nfield conv2[3,4,5]", "maps"), ("finish\nreach conv1[0,3,4]", "maps"),
      ("curve", "curve"), ("finish\nfinish\nladder", "ladder"), ("confusion", "confusion"),
      ("finish\nprojector", "projector"), ("lab", "lab"),
      ("data digits\nbatch 360\nrun 1\nevaluate\nmistakes", "samples"),
    ])
  func help(_ script: String, _ title: String) throws {
    var player = try player(script.contains("data") || script == "confusion" ? "digits8" : "lenet5")
    let text = try player.screen(after: script, #"keys "?""#).text
    #expect(text.contains("Here: \(title) "), "\(text)")
  }
}
