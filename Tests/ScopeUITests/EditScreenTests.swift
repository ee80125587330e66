import CNNModel
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Edits and drawing on the screen", .baselineLevel)
struct EditScreenTests {
  private func image(_ player: Player) -> Tensor {
    player.explorer.session.debugger.execution.batch.inputs[0]
  }

  @Test("Pressing and dragging draws a line without gaps, which one undo takes back")
  func mouse() throws {
    var player = try ScopeUITests.player("digits8", "digits:3")
    let old = image(player)
    _ = try player.screen(after: "set mouse on", "draw", "draw clear")
    // Cells of eight columns and four rows: the pixels 0 0 to 4 2.
    let screen = try player.screen(
      after: "mouse press 0 2", "mouse drag 0 4", "mouse drag 9 12", "mouse release 9 12")
    let white = (0..<64).filter { image(player).elements[$0] == 1 }
    let layoutHolds = white.count >= 3 && white.first == 0
    #expect(layoutHolds, "\(white)\n\(screen.text)")
    for (one, next) in zip(white, white.dropFirst()) {
      #expect(next / 8 - one / 8 <= 1 && abs(next % 8 - one % 8) <= 1, "\(white)")
    }
    _ = try player.screen(after: "draw undo")
    #expect(image(player).elements.allSatisfy { $0 == 0 })
    _ = try player.screen(after: "draw undo")
    #expect(image(player) == old)
  }

  @Test("Leaving says what was drawn, or that nothing was")
  func leaving() throws {
    var player = try ScopeUITests.player("digits8", "digits:3")
    let nothing = try player.screen(after: "draw", "keys \"<Enter> u q\"").text
    #expect(nothing.contains("the input is as it was"))
    let drawn = try player.screen(after: "draw", "keys \"+ + <Enter> q\"").text
    #expect(drawn.contains("S takes it back"))
    #expect(drawn.contains("✎"))
    let undone = try player.screen(after: "keys \"S\"").text
    #expect(undone.contains(" is undone") && !undone.contains("✎"), "\(undone)")
  }

  @Test(
    "Golden screens of an edited network, and of how a number changed",
    arguments: [
      ("", 80, 24, Capabilities.monochrome), ("-ascii", 80, 24, .plain),
      ("-120x40", 120, 40, .monochrome),
    ])
  func golden(_ form: String, _ columns: Int, _ rows: Int, _ capabilities: Capabilities) throws {
    var player = try ScopeUITests.player(columns: columns, rows: rows, with: capabilities)
    let edited = try player.screen(
      after: "load trained", "finish", "set-value conv1[0] 0", "go linear3")
    Golden.expect(edited.text, "edited\(form)")
    Golden.expect(try player.screen(after: "changed linear3[5]").text, "change\(form)")
    let only = try player.screen(after: "close", "changed sigmoid1[0,3,3]").text
    #expect(only.contains("its only number changed; each Δ alone; Σ Δ = 0.22932 ✓"), "\(only)")
  }

  @Test("A long class name gives way to the probability before the edit")
  func longNames() throws {
    var network = try NetworkLibrary.open("lenet5")
    network.classNames = ClassNames((0..<10).map { "the digit that is written \($0)" })
    var player = Player(
      try Session(network, input: "digits:42"), size: Size(columns: 80, rows: 24),
      capabilities: .monochrome)
    let screen = try player.screen(after: "finish", "set-value conv1[0] 0", "go linear3").text
    #expect(screen.contains("▶1 0.0795 → ▌     0.0795"), "\(screen)")
  }

  @Test("Leaving after another edit says that the drawing stays")
  func leavingAfterEdit() throws {
    var player = try ScopeUITests.player("digits8", "digits:3")
    let screen = try player.screen(
      after: "draw", "keys \"<Enter>\"", "set-value conv1[0] 0", "keys \"q\""
    ).text
    #expect(screen.contains("1 pixel drawn stays") || screen.contains(" = 1 stays"), "\(screen)")
  }

  @Test("On a large image the pen is a rectangle of an eighth, which moves by its half")
  func large() throws {
    let text = "input 1x80x96\nconv1: conv 1 3x3 stride 8\nflatten\nfc1: linear 3"
    var player = Player(
      try Session(try Network(text: text, title: "net"), input: "digits:42"),
      size: Size(columns: 80, rows: 24), capabilities: .monochrome)
    let old = image(player)
    let screen = try player.screen(after: "draw", "keys \"<Right> <Up> <Enter>\"").text
    #expect(screen.contains("[DRAW] [35,54]") && screen.contains("10×12"), "\(screen)")
    #expect(screen.contains("draws the mean"), "\(screen)")
    let new = image(player)
    for offset in new.elements.indices {
      let (row, column) = (offset / 96, offset % 96)
      let isInside = (30..<40).contains(row) && (48..<60).contains(column)
      #expect(isInside || new.elements[offset] == old.elements[offset])
    }
    #expect(Set((30..<40).flatMap { row in (48..<60).map { new[[0, 0, row, $0]] } }).count == 1)
    let larger = try player.screen(after: "brush next", "ink black").text
    #expect(larger.contains("12×14") && larger.contains("draws black 0"), "\(larger)")
  }

  @Test("Enter follows a change from a score to the pixel that was drawn, and back")
  func following() throws {
    var player = try ScopeUITests.player("digits8", "digits:3")
    let network = player.explorer.session.network
    let name = network.nodes[network.output.node].name
    _ = try player.screen(after: "finish", "draw 3 3 1 3")
    let first = try player.screen(after: "open \(name)[2]", "keys \"D\"").text
    #expect(first.contains("[CHANGE] \(name)[2]") && first.contains("✓"), "\(first)")
    var screen = first
    for _ in network.nodes where !screen.contains("changed by hand") {
      screen = try player.screen(after: "visit").text
    }
    #expect(screen.contains("changed by hand: input: rows 2–4, columns 2–4 = 1"), "\(screen)")
    #expect(screen.contains("the change of \(name)[2] is followed to its beginning"))
    for _ in network.nodes where !screen.contains("[CHANGE] \(name)[2] ─") {
      screen = try player.screen(after: "keys \"<Backspace>\"").text
    }
    #expect(screen == first)
    #expect(try player.screen(after: "keys \"q q\"").text.contains("[MAPS]"))
  }
}
