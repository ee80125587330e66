import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("The list of commands above the prompt", .baselineLevel) struct CommandPaletteTests {
  /// The names in the list of commands, and the line that is typed.
  private func list(after keys: String...) throws -> (names: [String], line: String) {
    var player = try player()
    let screen = try player.screen(after: "keys \"\(keys.joined(separator: " "))\"")
    let lines = (0..<24).map { screen.line($0) }
    let rule = lines.lastIndex { $0.hasPrefix("─") && !$0.contains("│") }
    let rows = rule.map { lines[($0 + 1)..<23] } ?? []
    return (
      rows.compactMap { $0.split(separator: " ").first.map(String.init) }, lines[23]
    )
  }

  @Test(
    "Commands are found by name, key, part of the name, meaning, and letters in order",
    arguments: [
      ("eval", "evaluate"), ("P", "projector"), ("rain", "train"), ("worst", "mistakes"),
      ("prj", "projector"), ("same seed", "restart"),
      ("tarin", "train"), ("ladxer", "ladder"),
    ])
  func finding(text: String, name: String) throws {
    let typed = text.map { $0 == " " ? "<Space>" : String($0) }.joined(separator: " ")
    #expect(try list(after: "<C-p>", typed).names.first == name)
  }

  @Test("A command that cannot be done comes with the reason")
  func refusal() throws {
    var player = try player()
    let screen = try player.screen(after: "keys \": a c c u s e <Space>\"")
    #expect(screen.line(20).contains("accuse LAYER.PASS RULE"))
    #expect(screen.line(21).hasPrefix(" not now: no fault is planted"))
    #expect(screen.line(22).hasPrefix(" conv1.forward"))
  }

  @Test("Where nothing is found, one sentence says so")
  func absence() throws {
    var player = try player()
    let screen = try player.screen(after: "keys \": n o s u c h\"")
    #expect(
      screen.line(22).hasPrefix(
        "─ no command has \"nosuch\" in its name, its keys or its meaning ─"))
  }

  @Test("A misspelled command is refused with the one that is near")
  func misspelled() throws {
    var player = try player()
    let screen = try player.screen(after: "keys \": t a r i n <Enter>\"")
    #expect(screen.line(22).contains("there is no command \"tarin\"; did you mean \"train\"?"))
  }

  @Test("An alias, a key and a beginning are followed by what they take")
  func meant() throws {
    for (typed, usage) in [("p <Space> l", "print VALUE"), ("lad <Space>", "ladder")] {
      var player = try player()
      let keys = typed.hasPrefix("lad") ? "l a d <Space>" : typed
      let screen = try player.screen(after: "keys \": \(keys)\"")
      #expect((18..<23).contains { screen.line($0).contains(usage) }, "\(screen.text)")
    }
  }

  @Test(
    "What is offered for an argument is accepted there",
    arguments: [
      ("set ", "palette  background  mouse  pictures  scale"), ("set mouse ", "on  off"),
      // Nothing, but what the command does.
      ("set mouse on ", "palette, background, mouse, pictures, scale; without a name"),
      ("set scale ", "map  layer  network"),
      ("go ", "input  input.gradient  conv1"),
      // What was not computed yet is not offered.
      ("slope ", "input[  conv1.weight[  conv1.bias["),
      ("print ", "step  epoch  phase  rate  sample  updates  checksum  input  conv1.weight"),
    ])
  func arguments(_ line: String, _ offers: String) throws {
    var player = try player()
    let keys = line.map { $0 == " " ? "<Space>" : String($0) }.joined(separator: " ")
    let screen = try player.screen(after: "keys \": \(keys)\"")
    let row = (20..<23).map { screen.line($0).trimmed }.last { !$0.isEmpty } ?? ""
    #expect(row.hasPrefix(offers), "\(screen.text)")
  }

  @Test("The arrows select a command, Enter does it, and what takes arguments waits for them")
  func selecting() throws {
    var player = try player()
    let screen = try player.screen(after: "keys \": l a d d <Down> <Enter>\"")
    #expect((0..<24).contains { screen.line($0).contains("LADDER") })
    let line = try list(after: ":", "s a v e <Down> <Enter>").line
    #expect(line.hasPrefix(":save"))
  }

  @Test("Tab writes the best command where no name begins with the text")
  func fallback() throws {
    #expect(try list(after: ":", "w o r s t <Tab>").line == ":mistakes")
    #expect(try list(after: ":", "e v a l <Tab>").line == ":evaluate")
  }

  @Test("Up shows earlier lines, and the arrows stay with them")
  func history() throws {
    var player = try player()
    let screen = try player.screen(
      after: "keys \": z o o m <Enter>\"", "keys \": s c a l e <Enter>\"", "keys \": <Up> <Up>\"")
    #expect(screen.line(23).hasPrefix(":zoom"))
    #expect(try player.screen(after: "keys \"<Down>\"").line(23).hasPrefix(":scale"))
  }

  @Test("A prompt without commands has no list")
  func plain() throws {
    #expect(try list(after: "/").names.isEmpty)
    #expect(try list(after: ":", "n o s u c h t h i n g").names.isEmpty)
  }
}
