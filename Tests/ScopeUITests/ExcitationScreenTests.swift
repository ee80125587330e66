import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Samples that excite a channel, dead channels and drawing, on the screen", .baselineLevel)
struct ExcitationScreenTests {
  private func player() throws -> Player {
    Player(
      try Session(network: "digits8", input: "digits:42"), size: Size(columns: 80, rows: 24),
      capabilities: .monochrome)
  }

  private func text(_ player: Player) -> String { player.explorer.draw().canvas.text }

  @Test("top shows the samples, and Enter opens one on the cell that won")
  func top() throws {
    var player = try player()
    try player.play(try Script("data digits\ntop class[7] 4", file: "test"))
    let shown = text(player)
    #expect(shown.contains("[TOP] linear2[7]: the 4 of 360 samples of digits:test"), "\(shown)")
    #expect(shown.contains("linear2[7] = "), "\(shown)")
    try player.play(try Script("visit", file: "test"))
    #expect(!text(player).contains("[TOP]"))
    #expect(player.explorer.session.debugger.setup.input.name.hasPrefix("digits:test:"))
  }

  @Test("dead lists layers and channels, and Enter shows the map")
  func dead() throws {
    var player = try player()
    try player.play(try Script("data digits\ndead", file: "test"))
    let shown = text(player)
    #expect(shown.contains("[DEAD] 360 samples of digits:test"), "\(shown)")
    #expect(shown.contains("never above zero") && shown.contains("relu2"), "\(shown)")
    try player.play(try Script("visit", file: "test"))
    #expect(!text(player).contains("[DEAD]"))
  }

  @Test("A pen draws while it is down, one undo takes the stroke back, and leaving keeps the rest")
  func drawing() throws {
    var player = try player()
    let old = player.explorer.session.debugger.execution.batch.inputs[0]
    try player.play(try Script("draw\npen\nright\ndown\npen", file: "test"))
    let image = player.explorer.session.debugger.execution.batch.inputs[0]
    #expect(image[[0, 0, 4, 4]] == 1 && image[[0, 0, 4, 5]] == 1 && image[[0, 0, 5, 5]] == 1)
    #expect(text(player).contains("[DRAW] [5,5] = 1.00 ∙ pen up"), "\(text(player))")
    try player.play(try Script("draw undo", file: "test"))
    #expect(player.explorer.session.debugger.execution.batch.inputs[0] == old)
    try player.play(try Script("draw redo\nleave", file: "test"))
    #expect(player.explorer.session.debugger.execution.batch.inputs[0] == image)
    #expect(text(player).contains("input: 3 pixels drawn; S takes it back"))
  }
}
